"""What became of those contacted, play by play."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import NormalDist

import numpy as np

from index.ports import OrderColumns
from segmentation.behaviour import DAY, Behaviour, seconds
from segmentation.contacting import Contact
from segmentation.models import Inputs
from segmentation.outcomes.comparing import Effect, Floats, Mask, Whole, effect_of_draw, effect_on_contacted

LEAST = 20
"""Fewer contacted, or fewer to compare with, say nothing."""
MOST_DAYS = 120
"""Days on which customers are compared; of more, those with most contacts."""
OTHERS_A_DAY = 1_500
FEATURES = (
    "recency_days", "overdue", "purchases", "purchases_90", "spend_365", "mean_order", "tenure_days",
    "events_30", "complaint_90", "mood_shrunk",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What contacting brought; shares 0..1."""

    play: str
    """Empty: all plays together."""
    contacted: int
    """Contacts whose horizon is over and that were compared."""
    waiting: int
    """Contacts too recent to judge."""
    others: int
    """Comparable customers who were not contacted."""
    horizon_days: int
    randomised: bool
    effect: Effect | None
    """None where there are too few."""
    verdict: str
    """``helps``, ``harms``, ``unclear`` or ``too_few``; beyond what many looks would give by chance."""
    risk: float = float("nan")
    """Share of those contacted who were expected not to come back."""


@dataclass(frozen=True)
class Past:
    """What measuring needs, up to the day asked about."""

    inputs: Inputs
    contacts: Sequence[Contact]
    as_of: datetime
    horizon_days: int
    held: Mapping[str, Sequence[datetime]] = field(default_factory=dict)
    """When customers were held out, by customer."""


@dataclass(frozen=True)
class _Rows:
    """Contacted and comparable customers, one row a customer and day."""

    contacted: Mask
    came: Mask
    features: Floats
    person: Whole


def outcomes(past: Past) -> tuple[Outcome, ...]:
    """Every play that was recorded with a contact, most contacts first; the first row is all of them."""
    plays = sorted({one.play for one in past.contacts if one.play})
    groups = {"": past.contacts, **{key: [one for one in past.contacts if one.play == key] for key in plays}}
    looked = [_outcome(key, mine, past, len(groups)) for key, mine in groups.items() if mine]
    return tuple(sorted(looked, key=lambda one: (one.play != "", -one.contacted - one.waiting, one.play)))


def drawn_outcome(alerted: Iterable[tuple[str, datetime]], past: Past) -> Outcome | None:
    """Those alerted of whom chance held some out: randomised; None before anybody was held out.

    Args:
        alerted: customers with the moment an alert spoke of them, since the first was held out.
        past: with who was held out when.
    """
    if not past.held:
        return None
    began = min(min(times) for times in past.held.values())
    units, waiting = _finished([one for one in alerted if one[1] >= began], past)
    bought = _Purchases(past.inputs.orders)
    came = np.array([bought.within(who, seconds(at), past.horizon_days) for who, at in units], dtype=bool)
    held = np.array([_was_held(past.held.get(who, ()), at) for who, at in units], dtype=bool)
    free, others = int((~held).sum()), int(held.sum())
    effect = effect_of_draw(held, came) if min(free, others) >= LEAST else None
    return Outcome("", free, waiting, others, past.horizon_days, True, effect, _verdict(effect, 1))


def _was_held(times: Sequence[datetime], at: datetime) -> bool:
    return any(abs((one - at).total_seconds()) <= DAY for one in times)


def _outcome(play: str, contacts: Sequence[Contact], past: Past, looks: int) -> Outcome:
    units, waiting = _finished([(one.customer_id, one.at) for one in contacts], past)
    rows = _rows(units, past)
    n, others = int(rows.contacted.sum()), len(np.unique(rows.person[~rows.contacted]))
    effect, risk = None, float("nan")
    if min(n, others) >= LEAST:
        effect = effect_on_contacted(rows.contacted, rows.came, rows.features, rows.person)
        risk = 1.0 - effect.comparable
    return Outcome(play, n, waiting, others, past.horizon_days, False, effect, _verdict(effect, looks), risk)


def _verdict(effect: Effect | None, looks: int) -> str:
    """Bonferroni over all plays looked at, so that of many without effect none is told to help."""
    if effect is None:
        return "too_few"
    low, high = effect.interval(NormalDist().inv_cdf(1 - 0.025 / looks))
    return "helps" if low > 0 else "harms" if high < 0 else "unclear"


def _finished(units: Iterable[tuple[str, datetime]], past: Past) -> tuple[list[tuple[str, datetime]], int]:
    """Those whose horizon is over, the first of a customer within a horizon; and how many still run."""
    last: dict[str, int] = {}
    done: list[tuple[str, datetime]] = []
    waiting, span = 0, past.horizon_days * DAY
    for who, at in sorted(units, key=lambda unit: unit[1]):
        moment = seconds(at)
        if who in last and moment - last[who] < span:
            continue
        last[who] = moment
        if moment + span <= seconds(past.as_of):
            done.append((who, at))
        else:
            waiting += 1
    return done, waiting


def _rows(units: Sequence[tuple[str, datetime]], past: Past) -> _Rows:
    by_day: dict[int, list[tuple[str, int]]] = {}
    for who, at in units:
        by_day.setdefault(int(seconds(at) // DAY), []).append((who, seconds(at)))
    busiest = sorted(by_day, key=lambda day: (-len(by_day[day]), day))[:MOST_DAYS]
    busy, bought = _busy(past), _Purchases(past.inputs.orders)
    draw = np.random.default_rng(7)
    parts = [_day_rows(day, by_day[day], past, busy, bought, draw) for day in sorted(busiest)]
    if not parts:
        nobody = np.zeros(0, dtype=bool)
        return _Rows(nobody, nobody, np.zeros((0, len(FEATURES))), np.zeros(0, dtype=np.int64))
    return _Rows(
        np.concatenate([part.contacted for part in parts]),
        np.concatenate([part.came for part in parts]),
        np.vstack([part.features for part in parts]),
        np.concatenate([part.person for part in parts]),
    )


def _busy(past: Past) -> dict[str, Floats]:
    """When each customer was contacted, whatever for."""
    times: dict[str, list[int]] = {}
    for one in past.contacts:
        times.setdefault(one.customer_id, []).append(seconds(one.at))
    return {who: np.array(sorted(found), dtype=np.float64) for who, found in times.items()}


def _day_rows(
    day: int,
    units: Sequence[tuple[str, int]],
    past: Past,
    busy: Mapping[str, Floats],
    bought: "_Purchases",
    draw: np.random.Generator,
) -> _Rows:
    """Contacted ones of a day beside customers whom nobody contacted within a horizon of it."""
    # As of the last second before that day: nothing that the contact may have moved is looked at.
    behaviour: Behaviour = past.inputs.behaviour(int(day * DAY) - 1)
    place = {who: row for row, who in enumerate(behaviour.customer_ids)}
    mine = [(place[who], at) for who, at in units if who in place]
    span = past.horizon_days * DAY
    free = [
        row
        for row, who in enumerate(behaviour.customer_ids)
        if who not in busy or np.abs(busy[who] - day * DAY).min() > span
    ]
    if len(free) > OTHERS_A_DAY:
        free = sorted(draw.choice(free, OTHERS_A_DAY, replace=False).tolist())
    noon = int(day * DAY + DAY // 2)
    chosen = [*mine, *((row, noon) for row in free)]
    rows = np.array([row for row, _ in chosen], dtype=np.int64)
    came = [bought.within(behaviour.customer_ids[row], at, past.horizon_days) for row, at in chosen]
    return _Rows(
        np.arange(len(chosen)) < len(mine),
        np.array(came, dtype=bool),
        behaviour.columns(FEATURES)[rows],
        rows,
    )


class _Purchases:
    """Looks up whether a customer bought within a span."""

    def __init__(self, orders: OrderColumns) -> None:
        kept = orders.amount > 0
        customer, at = orders.customer[kept], orders.at[kept]
        edges = np.searchsorted(customer, np.arange(len(orders.customer_ids) + 1))
        self._at = at
        self._span = {who: (edges[row], edges[row + 1]) for row, who in enumerate(orders.customer_ids)}

    def within(self, who: str, after: int, days: int) -> bool:
        """Whether there is a purchase later than ``after`` and at most ``days`` after it."""
        first, end = self._span.get(who, (0, 0))
        place = first + int(np.searchsorted(self._at[first:end], after, side="right"))
        return bool(place < end and self._at[place] <= after + days * DAY)
