"""How far the model's totals are off, measured on the store's own past and half corrected.

BG/NBD's totals run high or low in ways that a store repeats. So the model is fitted at earlier days, when a
fifth, three tenths and two fifths of the history were still to come, and its totals are compared with what
came. Half of the mean deviation is believed: on CDNOW, the UCI orders and the demo company at days other
than those reported, half was nearer the truth than none and than all.

Where the history reaches back a year and four months or more, the same season of last year is checked as
well, against all quarters of that year; three quarters of its deviation from them is believed.
"""

from dataclasses import dataclass

import numpy as np

from index.ports import OrderColumns
from segmentation.behaviour import DAY
from segmentation.value import bgnbd, spending
from segmentation.value.bgnbd import WEEK
from segmentation.value.history import bought_by

SHARES = (0.2, 0.3, 0.4)
BELIEVED = 0.5
SEASON_BELIEVED = 0.75
YEAR = 365
QUARTERS = 4
LEAST_BUYERS = 100
LEAST_REPEATS = 30
LEAST_BEFORE = 120.0
"""Days of history a check of last year's season needs before it."""
PENALTY = 0.05


@dataclass(frozen=True)
class Check:
    """One look back: what was expected of those known then, and what came."""

    days: float
    purchases: float
    expected: float
    spend: float
    expected_spend: float


@dataclass(frozen=True)
class Pace:
    """Factors of purchases and of what an order is worth; 1.0 leaves the model as it is."""

    purchases: float = 1.0
    worth: float = 1.0
    checks: tuple[Check, ...] = ()
    season: float = 1.0
    """The part of ``purchases`` that comes from the same season of last year."""


def measure(orders: OrderColumns, moment: int, horizon_days: float) -> Pace:
    """The factors for ``horizon_days`` after ``moment`` (UTC seconds), from what was known by then."""
    known = orders.at[(orders.at <= moment) & (orders.amount > 0)]
    if not len(known):
        return Pace()
    span = (moment - int(known.min())) / DAY
    looks = [_check(orders, moment, share * span, share * span, moment) for share in SHARES]
    checks = tuple(look for look in looks if look is not None)
    if not checks:
        return Pace()
    purchases = _log(sum(c.purchases for c in checks), sum(c.expected for c in checks))
    spend = _log(sum(c.spend for c in checks), sum(c.expected_spend for c in checks))
    season = _season(orders, moment, span, horizon_days)
    return Pace(
        float(np.exp(BELIEVED * purchases)) * season,
        float(np.exp(BELIEVED * (spend - purchases))),
        checks,
        season,
    )


def _check(orders: OrderColumns, moment: int, ago: float, days: float, end: int) -> Check | None:
    """Fitted ``ago`` days before ``moment``, compared over ``days``; nothing after ``end`` is looked at."""
    cut = moment - round(ago * DAY)
    days = min(days, (end - cut) / DAY)
    then = bought_by(orders, cut, days)
    repeats = then.buyers.frequency > 0
    paying = repeats & (then.mean > 0)
    if len(repeats) < LEAST_BUYERS or paying.sum() < LEAST_REPEATS:
        return None
    model = bgnbd.fit(then.buyers, PENALTY)
    times = bgnbd.expected_purchases(model, then.buyers, days / WEEK)
    worth = spending.fit(then.orders[paying], then.mean[paying])
    each = spending.expected_order(worth, then.orders, then.mean)
    a_day = then.orders / (then.buyers.frequency + 1.0)
    return Check(
        days,
        float(then.later_days.sum()),
        float(times.sum()),
        float(then.later_spend.sum()),
        float((times * each * a_day).sum()),
    )


def _season(orders: OrderColumns, moment: int, span: float, horizon_days: float) -> float:
    """Last year's same season against all quarters of that year; 1.0 where the history is too short."""
    if span < YEAR + LEAST_BEFORE:
        return 1.0
    days = min(horizon_days, YEAR / QUARTERS)
    starts = [YEAR - quarter * YEAR / QUARTERS for quarter in range(QUARTERS)]
    looks = [_check(orders, moment, ago, days, moment) for ago in starts]
    found = [_log(look.purchases, look.expected) for look in looks if look is not None]
    if len(found) < QUARTERS or looks[0] is None:
        return 1.0
    return float(np.exp(SEASON_BELIEVED * (found[0] - float(np.mean(found)))))


def _log(came: float, expected: float) -> float:
    """Log ratio; ten purchases on either side keep few of them from saying much."""
    return float(np.log((max(came, 0.0) + 10.0) / (max(expected, 0.0) + 10.0)))
