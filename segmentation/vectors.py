"""One customer, two blocks: what was said (mean of its vectors) and what was done (ranks of behaviour)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ports import FeedbackVectors, SaidColumns
from segmentation.behaviour import DAY, Behaviour
from segmentation.risk.additive import ranks

HALF_LIFE_DAYS = 180.0
LEAST_LANGUAGE = 20
"""Texts a language needs before its mean is taken out."""
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


@dataclass(frozen=True)
class Blocks:
    """Both blocks of each customer; a block that is not known is no zero, it is absent."""

    customer_ids: tuple[str, ...]
    text: NDArray[np.float32]
    """Unit vectors, shape (n, d); rows where ``has_text`` is false mean nothing."""
    has_text: NDArray[np.bool_]
    done: NDArray[np.float32]
    """Ranks -1..1, shape (n, k)."""
    has_done: NDArray[np.bool_]

    def choose(self, rows: NDArray[np.int64]) -> "Blocks":
        """Some customers only."""
        ids = tuple(self.customer_ids[row] for row in rows)
        return Blocks(ids, self.text[rows], self.has_text[rows], self.done[rows], self.has_done[rows])


def blocks_of(behaviour: Behaviour, said: SaidColumns | None, vectors: FeedbackVectors | None) -> Blocks:
    """Blocks of every customer in ``behaviour``, as of its moment."""
    text, has_text = _text(behaviour, said, vectors)
    has_done = (behaviour.column("purchases") > 0) | (behaviour.column("events_90") > 0)
    return Blocks(behaviour.customer_ids, text, has_text, _done(behaviour), has_done)


def centred_by_language(vectors: FeedbackVectors) -> NDArray[np.float32]:
    """The vectors without the mean of their language, so that a language is no opinion; unit length."""
    matrix = np.array(vectors.matrix, dtype=np.float32)
    languages = np.array(vectors.languages)
    for language in set(vectors.languages):
        rows = languages == language
        if rows.sum() >= LEAST_LANGUAGE:
            matrix[rows] -= matrix[rows].mean(axis=0)
    return unit(matrix)


def unit(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1; zero rows stay zero."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = (matrix / np.maximum(length, 1e-12)).astype(np.float32)
    return scaled


def moments_of(said: SaidColumns | None) -> Mapping[str, int]:
    """When each feedback was said, UTC seconds."""
    return {} if said is None else dict(zip(said.feedback_ids, said.at.tolist(), strict=True))


def _text(
    behaviour: Behaviour, said: SaidColumns | None, vectors: FeedbackVectors | None
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Mean of each customer's vectors, newer ones heavier, and who has any."""
    n = len(behaviour.customer_ids)
    if vectors is None or len(vectors.ids) == 0:
        return np.zeros((n, 1), dtype=np.float32), np.zeros(n, dtype=bool)
    position = {name: place for place, name in enumerate(behaviour.customer_ids)}
    moments = moments_of(said)
    owner = np.array([position.get(name or "", -1) for name in vectors.customer_ids])
    at = np.array([moments.get(name, behaviour.moment + 1) for name in vectors.ids])
    rows = np.flatnonzero((owner >= 0) & (at <= behaviour.moment))
    weight = np.exp2(-(behaviour.moment - at[rows]) / DAY / HALF_LIFE_DAYS).astype(np.float32)
    total = np.zeros((n, vectors.matrix.shape[1]), dtype=np.float32)
    np.add.at(total, owner[rows], centred_by_language(vectors)[rows] * weight[:, None])
    has = np.zeros(n, dtype=bool)
    has[owner[rows]] = True
    return unit(total), has


def _done(behaviour: Behaviour) -> NDArray[np.float32]:
    """Ranks -1..1 of each feature that varies; unknown values stand in the middle."""
    columns = []
    for name, weight in DONE.items():
        column = behaviour.column(name)
        known = column[~np.isnan(column)]
        if len(known) and known.min() < known.max():
            columns.append(weight * np.nan_to_num(2.0 * ranks(column, column) - 1.0))
        else:
            columns.append(np.zeros(len(column)))
    return np.column_stack(columns).astype(np.float32)
