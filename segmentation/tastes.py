"""What customers buy and what they care about, as one block: both are the outside of the same taste."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.ports import FeedbackVectors, SaidColumns
from segmentation.attitudes import AxisModel, shown
from segmentation.behaviour import Behaviour
from segmentation.blocks import Block, absent
from segmentation.utterances import centred_by_language, owners_of

MOST_KINDS = 24
LEAST_KINDS = 3
LEAST_COVERED = 0.6
"""Share of all spending that the largest kinds must cover."""
USUAL = 0.25
"""How much of a typical customer's spending, in the store's mix, is added to everyone's."""
USUAL_TEXTS = 1.0
"""Texts of the usual attitudes added to everyone's."""
ENOUGH = 0.4
"""Share of customers of whom a part must be known to count."""


def tastes(parts: Sequence[tuple[Block, float]]) -> Block:
    """Parts side by side, each weighed; what is unknown of a customer is nan, never a zero."""
    n = len(parts[0][0].has)
    kept = [(block, weight) for block, weight in parts if weight > 0 and block.has.mean() >= ENOUGH]
    if n == 0 or not kept:
        return absent(n)
    columns = [np.where(block.has[:, None], block.values * weight, np.nan) for block, weight in kept]
    has = np.any([block.has for block, _ in kept], axis=0)
    return Block(np.hstack(columns).astype(np.float32), has)


def goods(customers: Sequence[str], categories: Sequence[tuple[str, str, float]]) -> Block:
    """What each customer's money went to: roots of shares, pulled to the store's mix where little was spent.

    Only for stores whose spending falls into few kinds; thousands of single goods say nothing here.
    """
    n = len(customers)
    rows = [row for row in categories if row[2] > 0]
    total: dict[str, float] = {}
    for _, kind, spent in rows:
        total[kind] = total.get(kind, 0.0) + spent
    kinds = sorted(total, key=lambda kind: (-total[kind], kind))[:MOST_KINDS]
    if len(kinds) < LEAST_KINDS or sum(total[kind] for kind in kinds) < LEAST_COVERED * sum(total.values()):
        return absent(n)
    place = {name: row for row, name in enumerate(customers)}
    column = {kind: number for number, kind in enumerate(kinds)}
    spent_on = np.zeros((n, len(kinds)))
    for customer, kind, spent in rows:
        if customer in place and kind in column:
            spent_on[place[customer], column[kind]] += spent
    sums = spent_on.sum(axis=1)
    if not (sums > 0).any():
        return absent(n)
    mix = np.array([total[kind] for kind in kinds])
    return _roots(spent_on, mix / mix.sum(), USUAL * float(np.median(sums[sums > 0])))


def values(
    behaviour: Behaviour, said: SaidColumns | None, vectors: FeedbackVectors | None, model: AxisModel | None
) -> Block:
    """What each customer cares about: roots of the shares of the attitudes that their texts show."""
    n = len(behaviour.customer_ids)
    if model is None or vectors is None or len(vectors.ids) == 0:
        return absent(n)
    owner = owners_of(vectors, behaviour.customer_ids, said, behaviour.moment)
    rows = np.flatnonzero(owner >= 0)
    counted = np.zeros((n, len(model.axes)))
    np.add.at(counted, owner[rows], shown(model, centred_by_language(vectors)[rows]))
    if counted.sum() <= 0:
        return absent(n)
    return _roots(counted, counted.sum(axis=0) / counted.sum(), USUAL_TEXTS)


def _roots(amounts: NDArray[np.float64], usual: NDArray[np.float64], prior: float) -> Block:
    """Roots of shares with so much of the usual mix added, each column at a spread of 1."""
    sums = amounts.sum(axis=1)
    has = sums > 0
    shares = (amounts + prior * usual) / (sums + prior)[:, None]
    roots = np.sqrt(shares)
    return Block((roots / np.maximum(roots[has].std(axis=0), 1e-6)).astype(np.float32), has)
