"""Expected spend over a horizon: purchases expected (BG/NBD) times value of an order (Gamma-Gamma).

Both totals are set right by what the store's own past says of them (``pace``), and each customer has the
interval that the posterior predictive distribution gives (``interval``). What no part of the history shows
cannot be foreseen: the 90 days from 10 September 2011 of the UCI orders lie before Christmas, and the
history begins in a December.

With few customers, a rate and a mean order shrunk towards the store's take their place.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from index.ports import OrderColumns
from segmentation.behaviour import Behaviour
from segmentation.behaviour.buying import calendar_days
from segmentation.value import bgnbd, interval, spending
from segmentation.value.bgnbd import WEEK, BgNbd, Buyers
from segmentation.value.interval import LEVEL, Sums
from segmentation.value.pace import Check, Pace, measure
from segmentation.value.spending import GammaGamma

Floats = NDArray[np.float64]
ENOUGH_BUYERS = 100
ENOUGH_REPEATS = 30
PRIOR_DAYS = 90.0
PRIOR_ORDERS = 2.0
PENALTY = 0.05
UNCHECKED = Pace()
FEW = 5_000
"""Customers enough to reckon a total by."""


@dataclass(frozen=True)
class ValueModel:
    """Parameters of both halves; None where the shrunken rates are used."""

    buying: BgNbd | None
    spending: GammaGamma | None
    basis: str
    """``bg_nbd`` or ``rates``."""
    pace: Pace = UNCHECKED
    stretch: float = 1.0
    """Time runs so much faster for the model than for the calendar, so that its total is as ``pace`` says."""

    def to_json(self) -> str:
        """The whole model as text."""
        return json.dumps(asdict(self), sort_keys=True)


def from_json(text: str) -> ValueModel:
    """The model written by ``to_json``."""
    document = json.loads(text)
    buying, spent, pace = document["buying"], document["spending"], document.get("pace") or {}
    checks = tuple(Check(**one) for one in pace.get("checks", ()))
    return ValueModel(
        BgNbd(**buying) if buying else None,
        GammaGamma(**spent) if spent else None,
        document["basis"],
        Pace(**(pace | {"checks": checks})),
        document.get("stretch", 1.0),
    )


def buyers_of(behaviour: Behaviour) -> Buyers:
    """The BG/NBD statistics of customers who have bought: weeks between calendar days (UTC)."""
    tenure = calendar_days(behaviour.column("tenure_days"), behaviour.moment) / WEEK
    recency = tenure - behaviour.column("recency_calendar") / WEEK
    return Buyers(behaviour.column("purchase_days") - 1.0, np.maximum(recency, 0.0), tenure)


@dataclass(frozen=True)
class Expected:
    """What each customer is expected to do in the horizon, of shape (n,); 0 for those who never bought."""

    spend: Floats
    purchases: Floats
    """Purchase days."""
    low: Floats
    high: Floats
    """Ends of the interval that the spend lies in with probability ``level``."""
    level: float = LEVEL


def fit_value(
    behaviour: Behaviour, orders: OrderColumns | None = None, horizon_days: float = 90.0
) -> ValueModel:
    """Fit on all customers who have bought by the moment of ``behaviour``.

    With ``orders`` the totals over ``horizon_days`` are checked against the store's past and set right.
    """
    bought = behaviour.choose(behaviour.column("purchases") > 0)
    repeats = bought.column("purchase_days") > 1
    if len(bought.customer_ids) < ENOUGH_BUYERS or repeats.sum() < ENOUGH_REPEATS:
        return ValueModel(None, None, "rates")
    buying = bgnbd.fit(buyers_of(bought), PENALTY)
    placed, mean = bought.column("purchases"), _kept(bought)
    paying = repeats & (mean > 0)
    if paying.sum() < ENOUGH_REPEATS:
        return ValueModel(None, None, "rates")
    worth = spending.fit(placed[paying], mean[paying])
    if orders is None:
        return ValueModel(buying, worth, "bg_nbd")
    pace = measure(orders, behaviour.moment, horizon_days)
    stretch = _stretch(buying, buyers_of(bought), horizon_days / WEEK, pace.purchases)
    return ValueModel(buying, worth, "bg_nbd", pace, stretch)


def _stretch(model: BgNbd, buyers: Buyers, weeks: float, factor: float) -> float:
    """How much longer the time must last for ``factor`` times as many purchases in all."""
    from scipy.optimize import brentq

    step = max(1, len(buyers.age) // FEW)
    some = Buyers(buyers.frequency[::step], buyers.recency[::step], buyers.age[::step])
    wanted = factor * float(bgnbd.expected_purchases(model, some, weeks).sum())

    def missing(stretch: float) -> float:
        return float(bgnbd.expected_purchases(model, some, weeks * stretch).sum()) - wanted

    lowest, highest = 0.1, 10.0
    if not missing(lowest) < 0.0 < missing(highest):
        return factor
    return float(brentq(missing, lowest, highest, xtol=1e-4))


def expected_spend(model: ValueModel, behaviour: Behaviour, horizon_days: float) -> Floats:
    """Spend expected in the next ``horizon_days``, shape (n,); 0 for those who never bought.

    The chance that a customer has left already is counted in, so that those long gone hold little value.
    """
    return _spread(behaviour, lambda bought: _means(model, bought, horizon_days)[1])


def expect(model: ValueModel, behaviour: Behaviour, horizon_days: float) -> Expected:
    """Purchases and spend expected in the next ``horizon_days``, with intervals of the spend."""
    has_bought = behaviour.column("purchases") > 0
    columns = np.zeros((4, len(has_bought)))
    if has_bought.any():
        bought = behaviour.choose(has_bought)
        times, spend = _means(model, bought, horizon_days)
        low, high = _interval(model, bought, horizon_days)
        columns[:, has_bought] = spend, times, low, high
    spend, times, low, high = columns
    return Expected(spend, times, low, high)


def _spread(behaviour: Behaviour, reckon: Callable[[Behaviour], Floats]) -> Floats:
    """A column of the buyers as one of all customers."""
    column = np.zeros(len(behaviour.customer_ids))
    has_bought = behaviour.column("purchases") > 0
    if has_bought.any():
        column[has_bought] = reckon(behaviour.choose(has_bought))
    return column


def _means(model: ValueModel, bought: Behaviour, horizon_days: float) -> tuple[Floats, Floats]:
    """Purchase days and spend expected of buyers."""
    if model.buying is None or model.spending is None:
        rate, order = _rates(bought, horizon_days)
        return rate, rate * order
    weeks = horizon_days / WEEK * model.stretch
    times = bgnbd.expected_purchases(model.buying, buyers_of(bought), weeks)
    placed = bought.column("purchases")
    each = spending.expected_order(model.spending, placed, _kept(bought)) * model.pace.worth
    return times, times * each * placed / bought.column("purchase_days")


def _interval(model: ValueModel, bought: Behaviour, horizon_days: float) -> tuple[Floats, Floats]:
    """Ends of each buyer's interval of spend."""
    if model.buying is None or model.spending is None:
        rate, order = _rates(bought, horizon_days)
        shape = np.maximum(bought.column("purchases") - 1.0, 0.0) + 1.0
        sums = Sums(np.ones_like(rate), order, np.full_like(rate, np.inf))
        return interval.spend_interval(interval.without_leaving(shape, rate / (shape + rate)), sums)
    weeks = horizon_days / WEEK * model.stretch
    placed, mean, worth = bought.column("purchases"), _kept(bought), model.spending
    a_day = placed / bought.column("purchase_days")
    sums = Sums(
        worth.p * a_day,
        (worth.scale + placed * mean) * model.pace.worth,
        worth.p * placed + max(worth.q, 1.05),
    )
    return interval.spend_interval(interval.chances(model.buying, buyers_of(bought), weeks), sums)


def _kept(bought: Behaviour) -> Floats:
    """Mean value of an order after returns, not below 0."""
    mean: Floats = np.maximum(bought.column("net"), 0.0) / bought.column("purchases")
    return mean


def _rates(bought: Behaviour, horizon_days: float) -> tuple[Floats, Floats]:
    """Shrunken purchases in the horizon, fading with silence as told by the own rhythm; shrunken order."""
    purchases, tenure = bought.column("purchases"), bought.column("tenure_days")
    store = purchases.sum() / max(float(tenure.sum()), PRIOR_DAYS)
    rate = (purchases - 1.0 + store * PRIOR_DAYS) / (tenure + PRIOR_DAYS)
    mean = float((_kept(bought) * purchases).sum() / purchases.sum())
    order = (_kept(bought) * purchases + PRIOR_ORDERS * mean) / (purchases + PRIOR_ORDERS)
    fading = np.exp(-np.maximum(bought.column("overdue") - 1.0, 0.0) / 2.0)
    return rate * horizon_days * fading, order
