"""The four axes, 0-100 within the store: activity, value, intent, risk.

Each axis is the weighted mean of its parts; a part is the share of customers who stand strictly lower, so
nought stays 0 and the top is 100. Parts that a store does not record are left out and the others weigh more.

| axis | parts (weight) |
|---|---|
| activity | orders in 90 days (3), events in 30 days (2), last seen (2), messages in 90 days (1) |
| value | net spend in 365 days (3), net spend ever (2), mean order (1) |
| intent | baskets in 30 days (3), enquiries in 30 days (3), depth of visits in 30 days (1), visits (1) |
| risk | probability of no purchase itself (4), complaints in 90 days (2), dark mood (1), falling orders (1) |
"""

import numpy as np
from numpy.typing import NDArray

from index.records import Axes
from segmentation.behaviour import Behaviour

Floats = NDArray[np.float64]
Parts = dict[str, tuple[float, Floats]]


def axes(behaviour: Behaviour, probability: Floats) -> tuple[Axes, ...]:
    """One judgement a customer; ``probability`` of no purchase is nan for those who never bought."""
    by_axis = {
        "activity": _activity(behaviour),
        "value": _value(behaviour),
        "intent": _intent(behaviour),
        "risk": _risk(behaviour, probability),
    }
    n = len(behaviour.customer_ids)
    totals = {axis: _mean(parts, n).tolist() for axis, parts in by_axis.items()}
    named = {
        f"{axis}.{part}": np.rint(score).astype(int).tolist()
        for axis, parts in by_axis.items()
        for part, (_, score) in parts.items()
    }
    return tuple(
        Axes(
            totals["activity"][row],
            totals["value"][row],
            totals["intent"][row],
            totals["risk"][row],
            {name: column[row] for name, column in named.items()},
        )
        for row in range(n)
    )


def standing(values: Floats) -> Floats:
    """Share of customers strictly lower, 0-100, the highest at 100; unknown values stand lowest."""
    known = np.where(np.isnan(values), -np.inf, values)
    # Equal amounts that were summed in different orders differ in the last digit, and are no ranks apart.
    known = np.round(known, 6)
    below = np.searchsorted(np.sort(known), known, side="left").astype(np.float64)
    top = below.max() if len(below) else 0.0
    return below / top * 100.0 if top > 0 else below


def _activity(behaviour: Behaviour) -> Parts:
    parts: Parts = {"orders": (3.0, standing(behaviour.column("purchases_90")))}
    seen = behaviour.column("recency_days")
    if behaviour.has_events:
        parts["events"] = (2.0, standing(behaviour.column("events_30")))
        seen = np.fmin(seen, behaviour.column("event_recency_days"))
    parts["last_seen"] = (2.0, standing(-seen))
    if behaviour.has_said:
        parts["messages"] = (1.0, standing(behaviour.column("said_90")))
    return parts


def _value(behaviour: Behaviour) -> Parts:
    return {
        "year": (3.0, standing(np.maximum(behaviour.column("spend_365"), 0.0))),
        "ever": (2.0, standing(np.maximum(behaviour.column("net"), 0.0))),
        "order": (1.0, standing(behaviour.column("mean_order"))),
    }


def _intent(behaviour: Behaviour) -> Parts:
    if not behaviour.has_events:
        return {}
    return {
        "baskets": (3.0, standing(behaviour.column("carts_30"))),
        "enquiries": (3.0, standing(behaviour.column("enquiries_30"))),
        "depth": (1.0, standing(behaviour.column("depth_30"))),
        "visits": (1.0, standing(behaviour.column("visits_30"))),
    }


def _risk(behaviour: Behaviour, probability: Floats) -> Parts:
    falling = behaviour.column("purchases_before_90") - behaviour.column("purchases_90")
    parts: Parts = {
        "silence": (4.0, np.nan_to_num(probability) * 100.0),
        "falling_orders": (1.0, standing(np.maximum(falling, 0.0))),
    }
    if behaviour.has_said:
        parts["complaints"] = (2.0, standing(behaviour.column("complaint_90")))
        parts["mood"] = (1.0, standing(np.maximum(-behaviour.column("mood_shrunk"), 0.0)))
    return parts


def _mean(parts: Parts, n: int) -> NDArray[np.int64]:
    if not parts:
        return np.zeros(n, dtype=np.int64)
    weight = sum(w for w, _ in parts.values())
    return np.rint(sum((w * s for w, s in parts.values()), np.zeros(n)) / weight).astype(np.int64)
