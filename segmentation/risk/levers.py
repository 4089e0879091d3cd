"""What would change a risk: the model asked again about the same customer had one thing been otherwise.

| lever | the customer as the model would see them |
|---|---|
| order | had they ordered just now, for their usual amount |
| visit | had they looked in just now; only where visits are recorded |
| wait | had another ``WAIT_DAYS`` gone by in silence |
| spoken | had they not complained, asked for money back or spoken of leaving |

The first two can be brought about, the third will come by itself, and the fourth says how much lies in what
they said. All are the model's own answers, from what customers like these went on to do; none is a promise of
what an action will achieve.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.ports import EventColumns, OrderColumns
from index.records import Lever
from segmentation.behaviour import DAY, Behaviour
from segmentation.risk.additive import AdditiveModel, Floats, contributions, log_odds, sigmoid
from segmentation.risk.churn import SILENCE
from segmentation.risk.groups import SAID_FEATURES
from segmentation.risk.training import History

WAIT_DAYS = 30
VISIT = "visit"
NEVER = int(np.iinfo(np.int64).max // 2)
"""Seconds that no moment reaches."""
WORTH = 0.02
"""A chance that moves by less is not worth a sentence."""
HARSH = ("complaint_", "negative", "refund_", "low_ratings_", "churn_", "legal_")
TONE = ("mood_shrunk", "mood_90")


def levers(
    model: AdditiveModel, history: History, behaviour: Behaviour, chance: Floats, wanted: NDArray[np.bool_]
) -> dict[str, tuple[Lever, ...]]:
    """By customer: what moves the chance, the most helpful first; those whom nothing moves are left out.

    Args:
        model: what ``chance`` came from.
        history: rows after the moment of ``behaviour`` are not read.
        behaviour: customers to ask about; ranks are taken among them as when they were judged.
        chance: of leaving, shape (n,).
        wanted: whom to answer for, shape (n,).
    """
    found: dict[str, list[Lever]] = {}
    for key, chances in _asked(model, until(history, behaviour.moment), behaviour).items():
        # Silence never helps, though a complaint may age out of its window meanwhile; the others never harm.
        moved = (chances - chance) * (1.0 if key == "wait" else -1.0) >= WORTH
        for row in np.flatnonzero(wanted & moved).tolist():
            lever = Lever(key, float(chances[row]), float(chances[row] - chance[row]), _days(key))
            found.setdefault(behaviour.customer_ids[row], []).append(lever)
    return {name: tuple(sorted(some, key=lambda one: one.change)) for name, some in found.items()}


def _days(key: str) -> int:
    return WAIT_DAYS if key == "wait" else 0


def _asked(model: AdditiveModel, past: History, behaviour: Behaviour) -> Mapping[str, Floats]:
    """Chances of leaving by lever, each of shape (n,)."""
    moment, churn = behaviour.moment, model.churn
    asked = {"wait": past.behaviour(moment + WAIT_DAYS * int(DAY), churn)}
    if churn == SILENCE:
        ordered = replace(past, orders=with_orders(past.orders, behaviour))
        asked["order"] = ordered.behaviour(moment, churn)
    if past.events is not None and behaviour.has_events:
        visited = replace(past, events=with_visits(past.events, behaviour))
        asked["visit"] = visited.behaviour(moment, churn)
    if behaviour.has_said:
        asked["spoken"] = unspoken(behaviour)
    return {key: _chance(model, seen, behaviour) for key, seen in asked.items()}


def _chance(model: AdditiveModel, seen: Behaviour, now: Behaviour) -> Floats:
    place = {name: row for row, name in enumerate(seen.customer_ids)}
    same = seen.choose(np.array([place[name] for name in now.customer_ids], dtype=np.int64))
    return sigmoid(log_odds(model, contributions(model, same, now)))


def until(history: History, moment: int) -> History:
    """The history as if nothing had come after ``moment``, however far one looks."""
    orders, events, said = history.orders, history.events, history.said
    return History(
        replace(orders, at=np.where(orders.at > moment, NEVER, orders.at)),
        None if events is None else replace(events, at=np.where(events.at > moment, NEVER, events.at)),
        None if said is None else replace(said, at=np.where(said.at > moment, NEVER, said.at)),
    )


def with_orders(orders: OrderColumns, behaviour: Behaviour) -> OrderColumns:
    """One more order of each customer who has bought, at the moment and of the usual size."""
    place = {name: number for number, name in enumerate(orders.customer_ids)}
    bought = np.flatnonzero(behaviour.column("purchases") > 0)
    who = np.array([place[behaviour.customer_ids[row]] for row in bought], dtype=np.int32)
    lines = np.nan_to_num(behaviour.column("lines_mean")[bought], nan=1.0)
    return replace(
        orders,
        customer=np.append(orders.customer, who),
        at=np.append(orders.at, np.full(len(who), behaviour.moment)),
        amount=np.append(orders.amount, behaviour.column("mean_order")[bought]),
        lines=np.append(orders.lines, np.rint(lines).astype(np.int32)) if len(orders.lines) else orders.lines,
        ids=(),
    )


def with_visits(events: EventColumns, behaviour: Behaviour) -> EventColumns:
    """One more visit of each customer of whom events are known, at the moment."""
    place = {name: number for number, name in enumerate(events.customer_ids)}
    who = np.array([place[name] for name in behaviour.customer_ids if name in place], dtype=np.int32)
    kinds = events.kinds if VISIT in events.kinds else (*events.kinds, VISIT)
    kind = np.full(len(who), kinds.index(VISIT), dtype=np.int16)
    return replace(
        events,
        customer=np.append(events.customer, who),
        at=np.append(events.at, np.full(len(who), behaviour.moment)),
        kinds=kinds,
        kind=np.append(events.kind, kind),
    )


def unspoken(behaviour: Behaviour) -> Behaviour:
    """The same customers without their complaints, threats and dark moods."""
    table = behaviour.values.copy()
    for place, name in enumerate(behaviour.names):
        if name in SAID_FEATURES and name.startswith(HARSH):
            table[:, place] = 0.0
        elif name in TONE:
            table[:, place] = np.where(table[:, place] < 0, 0.0, table[:, place])
    return replace(behaviour, values=table)
