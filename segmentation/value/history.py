"""What each customer bought by a day, and what they bought after it: the ground of hold-out checks.

Purchases are counted by days (UTC), as BG/NBD is told them; spend is net of returns.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ports import OrderColumns
from segmentation.behaviour import DAY
from segmentation.value.bgnbd import WEEK, Buyers

Floats = NDArray[np.float64]
MOST = 20_000
"""Customers a check looks at; of more, every so-manieth."""


@dataclass(frozen=True)
class Bought:
    """Customers who had bought by a moment: BG/NBD statistics, orders, mean net order; what came after."""

    buyers: Buyers
    orders: Floats
    mean: Floats
    """Net spend an order, not below 0."""
    later_days: Floats
    """Purchase days within the horizon after the moment."""
    later_spend: Floats
    """Net spend within it."""


def bought_by(orders: OrderColumns, moment: int, days: float) -> Bought:
    """Who had bought by ``moment`` (UTC seconds), and what they bought in the ``days`` after it."""
    n = len(orders.customer_ids)
    step = max(1, -(-n // MOST))
    rows = np.flatnonzero((orders.customer % step == 0) & (orders.at <= moment + days * DAY))
    who, at, amount = orders.customer[rows], orders.at[rows], orders.amount[rows]
    before, paid = at <= moment, amount > 0
    first, last, known = _days(who, at, before & paid, n)
    _, _, later = _days(who, at, ~before & paid, n)
    placed = np.bincount(who[before & paid], minlength=n).astype(np.float64)
    net = np.bincount(who[before], amount[before], n)
    spend = np.bincount(who[~before], amount[~before], n).astype(np.float64)
    has = known > 0
    now = moment // DAY
    buyers = Buyers(known[has] - 1.0, (last - first)[has] / WEEK, (now - first)[has] / WEEK)
    mean = np.maximum(net[has], 0.0) / placed[has]
    return Bought(buyers, placed[has], mean, later[has], spend[has])


def _days(who: np.ndarray, at: np.ndarray, chosen: np.ndarray, n: int) -> tuple[Floats, Floats, Floats]:
    """First and last day (UTC), and how many distinct days, of each customer's chosen rows."""
    customer, day = who[chosen].astype(np.int64), at[chosen] // int(DAY)
    first, last = np.full(n, np.inf), np.full(n, -np.inf)
    np.minimum.at(first, customer, day)
    np.maximum.at(last, customer, day)
    pairs = np.unique(customer * 1_000_000 + day)
    return first, last, np.bincount(pairs // 1_000_000, minlength=n).astype(np.float64)
