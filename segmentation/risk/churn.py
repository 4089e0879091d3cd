"""What leaving means: falling silent, or, where customers are bound by contract, cancelling.

Whoever buys as they please never says farewell: leaving is a horizon without a purchase. A subscriber's next
payment comes by itself until a cancellation: leaving is a cancellation within the horizon, and only those who
have not cancelled yet can do so. Which of the two a store knows is read off its own past unless it is set.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.ports import EventColumns, OrderColumns
from segmentation.behaviour import DAY, Behaviour
from segmentation.behaviour.moving import CANCELLED

Floats = NDArray[np.float64]
SILENCE, CANCELLATION = "silence", "cancellation"
LONG_SILENT = 3.0
"""Silent for so many times the own rhythm, somebody may be called gone."""
EXPLAINED = 0.5
"""Cancellations must account for this share of those long silent before a store counts as contractual."""
LEAST_CANCELLED = 20


def churn_of(everyone: Behaviour, wanted: str) -> str:
    """``wanted`` if it is one of the two kinds; else the one that the store's past shows.

    Where people may just stay away, most of those long silent have cancelled nothing; where they are bound,
    most have.
    """
    if wanted in (SILENCE, CANCELLATION):
        return wanted
    bought = everyone.choose(everyone.column("purchases") > 0)
    cancelled = bought.column("cancelled") > 0
    silent = bought.column("overdue") >= LONG_SILENT
    enough = int(cancelled.sum()) >= LEAST_CANCELLED and bool(silent.any())
    return CANCELLATION if enough and cancelled[silent].mean() >= EXPLAINED else SILENCE


def judged(behaviour: Behaviour, churn: str) -> NDArray[np.bool_]:
    """Who can be judged: all who have bought; under contract also who is known by events alone."""
    bought: NDArray[np.bool_] = behaviour.column("purchases") > 0
    if churn == SILENCE:
        return bought
    return bought | ~np.isnan(behaviour.column("event_recency_days"))


def bound(behaviour: Behaviour, churn: str) -> NDArray[np.bool_]:
    """Who can still leave: everyone; under contract only those who have not cancelled."""
    free: NDArray[np.bool_] = behaviour.column("cancelled") > 0
    return ~free if churn == CANCELLATION else np.ones(len(free), dtype=bool)


def left(
    orders: OrderColumns, events: EventColumns | None, behaviour: Behaviour, horizon_days: int, churn: str
) -> Floats:
    """1.0 for customers who left in the ``horizon_days`` after the moment of ``behaviour``, shape (n,)."""
    cut, names = behaviour.moment, behaviour.customer_ids
    if churn == SILENCE:
        return no_purchase(orders, names, cut, horizon_days)
    if events is None:
        return np.zeros(len(names))
    gone = [number for number, kind in enumerate(events.kinds) if kind in CANCELLED]
    inside = (events.at > cut) & (events.at <= cut + horizon_days * int(DAY)) & np.isin(events.kind, gone)
    leavers = {events.customer_ids[place] for place in np.unique(events.customer[inside])}
    return np.array([name in leavers for name in names], dtype=np.float64)


def no_purchase(orders: OrderColumns, customers: Sequence[str], cut: int, horizon_days: int) -> Floats:
    """1.0 for customers without a purchase in the ``horizon_days`` after ``cut``, shape (n,)."""
    inside = (orders.at > cut) & (orders.at <= cut + horizon_days * int(DAY)) & (orders.amount > 0)
    active = {orders.customer_ids[place] for place in np.unique(orders.customer[inside])}
    return np.array([name not in active for name in customers], dtype=np.float64)
