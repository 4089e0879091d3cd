"""The rules of tags, each judged against the store, shrunk towards it, with a least support.

| tag | counted | of | least |
|---|---|---|---|
| browser | orders in 90 days, clearly few | events and orders in 90 days | 10 events |
| buyer | orders in 90 days | 90 days | 2 |
| interactor | messages and enquiries in 90 days | 90 days | 3 |
| bargain | lines at 5 % or more below the article's usual (median) price | lines of such articles | 3 |
| gift | lines whose article is for giving (wrapping, box, card) | lines | 2 |
| bulk | lines of 5 units or more, and 4 x the article's usual (median) quantity | lines | 2 |
| seasonal | purchase days in the best three months of the year | purchase days of a year or more | 4 |
| social | posts on social channels | 365 days | 2 |

"Clearly" means: with the store's own share as prior (worth four observations) the share is with a
probability of 0.9 at least one and a half times the store's (browser: at most two thirds of it). Seasonal
buyers bought in the same three months of two years at least, six in ten of their days or more, and chance
would bring that in one case in ten at most. Where a store records none of what a tag counts, the tag is
unknown for everybody. Nothing about sex, age, origin or faith is looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.ports import EventColumns, LineColumns, OrderColumns, SaidColumns
from segmentation.behaviour.rows import Rows

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
TAGS = ("browser", "buyer", "interactor", "bargain", "gift", "bulk", "seasonal", "social")
PRIOR = 4.0
"""Observations that the store's own share is worth."""
TIMES = 1.5
SURE = 0.9
CITED = 5
"""Ids kept for a tag, newest first."""


@dataclass(frozen=True)
class Ground:
    """What tags are judged by; columns may reach beyond the moment asked about."""

    orders: OrderColumns
    events: EventColumns
    said: SaidColumns
    lines: LineColumns | None = None


@dataclass(frozen=True)
class Tagged:
    """One tag over all customers: who has it, and the figures it rests on."""

    key: str
    has: Mask
    count: Floats
    of: Floats
    """What ``count`` is a part of; days where it is a rate."""
    usual: float
    """The store's own share (or rate a day)."""
    evidence: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Ids by position of the customer, newest first."""


def clearly_above(count: Floats, of: Floats, share: float) -> Mask:
    """Whether each share is clearly ``TIMES`` the store's or more; where that is near 1, halfway to 1."""
    from scipy.special import betainc

    bound = min(TIMES * share, (1.0 + share) / 2.0)
    a, b = PRIOR * share + count, PRIOR * (1.0 - share) + np.maximum(of - count, 0.0)
    above: Mask = 1.0 - betainc(a, np.maximum(b, 1e-9), bound) >= SURE
    return above


def clearly_below(count: Floats, of: Floats, share: float) -> Mask:
    """Whether each share is with probability ``SURE`` at most 1 / ``TIMES`` of the store's."""
    from scipy.special import betainc

    a, b = PRIOR * share + count, PRIOR * (1.0 - share) + np.maximum(of - count, 0.0)
    below: Mask = betainc(np.maximum(a, 1e-9), b, share / TIMES) >= SURE
    return below


def clearly_often(count: Floats, days: float, rate: float) -> Mask:
    """Whether each rate a day is with probability ``SURE`` at least ``TIMES`` the store's.

    The prior has the store's rate and is worth a third of the days.
    """
    from scipy.special import gammaincc

    prior = days / 3.0
    often: Mask = gammaincc(rate * prior + count, TIMES * rate * (prior + days)) >= SURE
    return often


def cite(rows: Rows, chosen: Mask, has: Mask, ids: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Distinct ids of the chosen rows of those who have a tag, newest first; ``ids`` by row."""
    if not len(ids):
        return {}
    found: dict[int, tuple[str, ...]] = {}
    customers = np.flatnonzero(has)
    begins = np.searchsorted(rows.customer, customers, side="left")
    ends = np.searchsorted(rows.customer, customers, side="right")
    for customer, begin, end in zip(customers.tolist(), begins.tolist(), ends.tolist(), strict=True):
        places = rows.kept[begin:end][chosen[begin:end]][::-1]
        found[customer] = tuple(dict.fromkeys(ids[place] for place in places.tolist()))[:CITED]
    return found
