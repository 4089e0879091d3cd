"""What a customer may like next: bought by those who bought alike, and popular otherwise.

Cosine of goods over their buyers (Sarwar 2001), damped so that rare goods that two people bought do not lead.
"""

from collections.abc import Mapping, Sequence

import numpy as np

MOST_GOODS = 1_000
SUGGESTED = 3
DAMPING = 5.0
"""Buyers in common added to the length of both goods' vectors."""


def recommendations(
    categories: Sequence[tuple[str, str, float]], customers: Sequence[str]
) -> Mapping[str, tuple[str, ...]]:
    """Up to three categories or goods each customer has not bought yet, best first.

    Args:
        categories: (customer, category or good, net spend); goods sent back in full count as not bought.
        customers: whom to suggest to; those who bought nothing get what is popular.
    """
    from scipy.sparse import csr_matrix

    bought = [(customer, thing) for customer, thing, spent in categories if spent > 0]
    goods = _popular([thing for _, thing in bought])
    if not goods:
        return {}
    column = {thing: place for place, thing in enumerate(goods)}
    everyone = sorted({customer for customer, _ in bought} | set(customers))
    row = {customer: place for place, customer in enumerate(everyone)}
    pairs = [(row[c], column[t]) for c, t in bought if t in column]
    rows, columns = (np.array(side) for side in zip(*pairs, strict=True))
    shape = (len(everyone), len(goods))
    owned = csr_matrix((np.ones(len(pairs), dtype=np.float32), (rows, columns)), shape=shape)
    owned.data[:] = 1.0
    together = np.asarray((owned.T @ owned).todense(), dtype=np.float32)
    buyers = together.diagonal() + DAMPING
    alike = together / np.sqrt(buyers[:, None] * buyers[None, :])
    np.fill_diagonal(alike, 0.0)
    popular = (together.diagonal() / max(float(together.diagonal().max()), 1.0)) * 1e-3
    score = np.asarray(owned @ alike) + popular
    score[rows, columns] = -np.inf
    return {customer: _best(score[row[customer]], goods) for customer in customers}


def _popular(things: Sequence[str]) -> list[str]:
    """The most bought goods, most buyers first, ties by name."""
    names, counts = np.unique(np.array(things, dtype=str), return_counts=True)
    order = np.lexsort((names, -counts))[:MOST_GOODS]
    return [str(names[place]) for place in order]


def _best(score: np.ndarray, goods: Sequence[str]) -> tuple[str, ...]:
    order = np.argsort(-score, kind="stable")[:SUGGESTED]
    return tuple(goods[place] for place in order if np.isfinite(score[place]))
