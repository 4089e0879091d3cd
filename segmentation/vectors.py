"""One customer, three blocks: what was said (mean vector), done (ranks of behaviour) and bought (kinds)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ports import FeedbackVectors, SaidColumns
from segmentation.behaviour import DAY, Behaviour
from segmentation.risk.additive import ranks

HALF_LIFE_DAYS = 180.0
MOST_KINDS = 24
LEAST_KINDS = 3
LEAST_COVERED = 0.6
"""Share of all spending that the largest kinds must cover."""
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
class Block:
    """One way to see each customer; where it is not known it is no zero, it is absent."""

    values: NDArray[np.float32]
    """Shape (n, d); rows where ``has`` is false mean nothing."""
    has: NDArray[np.bool_]

    def choose(self, rows: NDArray[np.int64]) -> "Block":
        """Some customers only."""
        return Block(self.values[rows], self.has[rows])


@dataclass(frozen=True)
class Blocks:
    """All blocks of each customer: ``said``, ``done`` and ``goods``."""

    customer_ids: tuple[str, ...]
    parts: Mapping[str, Block]

    def choose(self, rows: NDArray[np.int64]) -> "Blocks":
        """Some customers only."""
        ids = tuple(self.customer_ids[row] for row in rows)
        return Blocks(ids, {name: block.choose(rows) for name, block in self.parts.items()})

    def known(self, names: Sequence[str] | None = None) -> NDArray[np.bool_]:
        """Who has any of these blocks (by default of all), shape (n,)."""
        has = [block.has for name, block in self.parts.items() if names is None or name in names]
        return np.any(has, axis=0) if has else np.zeros(len(self.customer_ids), dtype=bool)


def blocks_of(
    behaviour: Behaviour,
    said: SaidColumns | None,
    vectors: FeedbackVectors | None,
    categories: Sequence[tuple[str, str, float]] = (),
) -> Blocks:
    """Blocks of every customer in ``behaviour``, as of its moment."""
    has_done = (behaviour.column("purchases") > 0) | (behaviour.column("events_90") > 0)
    return Blocks(
        behaviour.customer_ids,
        {
            "done": Block(_done(behaviour), has_done),
            "goods": _goods(behaviour.customer_ids, categories),
            "said": _said(behaviour, said, vectors),
        },
    )


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


def _said(behaviour: Behaviour, said: SaidColumns | None, vectors: FeedbackVectors | None) -> Block:
    """Mean of each customer's vectors, newer ones heavier; unit length."""
    n = len(behaviour.customer_ids)
    if vectors is None or len(vectors.ids) == 0:
        return Block(np.zeros((n, 1), dtype=np.float32), np.zeros(n, dtype=bool))
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
    return Block(unit(total), has)


def _goods(customers: Sequence[str], categories: Sequence[tuple[str, str, float]]) -> Block:
    """What each customer's money went to: roots of shares, pulled to the store's mix where little was spent.

    Only for stores whose spending falls into few kinds; thousands of single goods say nothing here.
    """
    n = len(customers)
    absent = Block(np.zeros((n, 1), dtype=np.float32), np.zeros(n, dtype=bool))
    rows = [row for row in categories if row[2] > 0]
    total: dict[str, float] = {}
    for _, kind, spent in rows:
        total[kind] = total.get(kind, 0.0) + spent
    kinds = sorted(total, key=lambda kind: (-total[kind], kind))[:MOST_KINDS]
    covered = sum(total[kind] for kind in kinds)
    if len(kinds) < LEAST_KINDS or covered < LEAST_COVERED * sum(total.values()):
        return absent
    place = {name: row for row, name in enumerate(customers)}
    column = {kind: number for number, kind in enumerate(kinds)}
    spent_on = np.zeros((n, len(kinds)))
    for customer, kind, spent in rows:
        if customer in place and kind in column:
            spent_on[place[customer], column[kind]] += spent
    sums = spent_on.sum(axis=1)
    has = sums > 0
    if not has.any():
        return absent
    usual = np.array([total[kind] for kind in kinds]) / covered
    prior = 0.25 * float(np.median(sums[has]))
    shares = (spent_on + prior * usual) / (sums + prior)[:, None]
    roots = np.sqrt(shares)
    return Block((roots / np.maximum(roots[has].std(axis=0), 1e-6)).astype(np.float32), has)


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
