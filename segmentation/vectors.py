"""One customer, three blocks: what was said (mean vector), done (ranks of behaviour), and tastes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.ports import FeedbackVectors, SaidColumns
from segmentation.attitudes import AxisModel
from segmentation.behaviour import DAY, Behaviour
from segmentation.blocks import Block, Blocks
from segmentation.risk.additive import ranks
from segmentation.settings import Settings
from segmentation.tastes import goods, tastes, values
from segmentation.utterances import centred_by_language, moments_of, owners_of, unit

HALF_LIFE_DAYS = 180.0
DONE = {
    "purchases": 1.0,
    "recency_days": 1.0,
    "tenure_days": 1.0,
    "rhythm_days": 1.0,
    "net": 1.0,
    "mean_order": 1.0,
    "purchases_90": 1.0,
    "returns_share": 0.4,
    "events_30": 1.0,
    "carts_30": 0.7,
    "enquiries_30": 0.4,
    "said": 0.7,
    "mood": 0.7,
    "complaint_90": 0.4,
}
"""Features of the behaviour block and their weights: what few customers do splits the ranks in two and would
otherwise draw every border."""


def blocks_of(
    behaviour: Behaviour,
    said: SaidColumns | None,
    vectors: FeedbackVectors | None,
    categories: Sequence[tuple[str, str, float]] = (),
    attitudes: AxisModel | None = None,
    settings: Settings | None = None,
) -> Blocks:
    """Blocks of every customer in ``behaviour``, as of its moment."""
    chosen = settings or Settings()
    has_done = (behaviour.column("purchases") > 0) | (behaviour.column("events_90") > 0)
    bought = goods(behaviour.customer_ids, categories)
    cared = values(behaviour, said, vectors, attitudes)
    return Blocks(
        behaviour.customer_ids,
        {
            "done": Block(_done(behaviour), has_done),
            "said": _said(behaviour, said, vectors),
            "tastes": tastes([(bought, chosen.goods_weight), (cared, chosen.values_weight)]),
        },
    )


def _said(behaviour: Behaviour, said: SaidColumns | None, vectors: FeedbackVectors | None) -> Block:
    """Mean of each customer's vectors, newer ones heavier; unit length."""
    n = len(behaviour.customer_ids)
    if vectors is None or len(vectors.ids) == 0:
        return Block(np.zeros((n, 1), dtype=np.float32), np.zeros(n, dtype=bool))
    owner = owners_of(vectors, behaviour.customer_ids, said, behaviour.moment)
    rows = np.flatnonzero(owner >= 0)
    moments = moments_of(said)
    at = np.array([moments[vectors.ids[row]] for row in rows], dtype=np.int64)
    weight = np.exp2(-(behaviour.moment - at) / DAY / HALF_LIFE_DAYS).astype(np.float32)
    total = np.zeros((n, vectors.matrix.shape[1]), dtype=np.float32)
    np.add.at(total, owner[rows], centred_by_language(vectors)[rows] * weight[:, None])
    has = np.zeros(n, dtype=bool)
    has[owner[rows]] = True
    return Block(unit(total), has)


def ranked(table: NDArray[np.float64]) -> NDArray[np.float32]:
    """Ranks -1..1 of each column that varies, however skewed; unknown values stand in the middle."""
    columns = []
    for column in table.T:
        known = column[~np.isnan(column)]
        varies = len(known) > 0 and known.min() < known.max()
        columns.append(np.nan_to_num(2.0 * ranks(column, column) - 1.0) if varies else np.zeros(len(column)))
    return np.column_stack(columns).astype(np.float32)


def _done(behaviour: Behaviour) -> NDArray[np.float32]:
    """Ranks of the features, weighed."""
    return ranked(behaviour.columns(tuple(DONE))) * np.array(list(DONE.values()), dtype=np.float32)
