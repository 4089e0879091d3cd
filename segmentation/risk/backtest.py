"""How good the risk model would have been: at several past days, trained only on what was known then."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from segmentation.behaviour import DAY, Behaviour
from segmentation.risk.additive import probability
from segmentation.risk.horizon import horizon_of
from segmentation.risk.metrics import Floats, Metrics, metrics
from segmentation.risk.training import History, fit_risk, no_purchase
from segmentation.settings import Settings
from segmentation.value import bgnbd
from segmentation.value.expected import buyers_of, fit_value

LEAST_CUSTOMERS = 30


@dataclass(frozen=True)
class Prediction:
    """One customer at one cut-off."""

    cutoff: int
    customer_id: str
    probability: float
    stayed_away: bool


@dataclass(frozen=True)
class Fold:
    """One cut-off (UTC seconds) of a back-test."""

    cutoff: int
    customers: int
    base_rate: float
    """Share who bought nothing within the horizon."""
    basis: str
    """``model`` or ``rules``."""
    model: Metrics
    recency: Metrics
    frequency: Metrics
    bg_nbd: Metrics | None
    """None where too few customers had bought for it to be fitted."""
    predictions: tuple[Prediction, ...]


@dataclass(frozen=True)
class Backtest:
    """All folds and the mean of each metric over them."""

    horizon_days: int
    folds: tuple[Fold, ...]
    mean: Metrics | None
    """None without folds."""


def cutoffs_of(history: History, moment: int, horizon_days: int, count: int) -> tuple[int, ...]:
    """Up to ``count`` cut-offs a third of a horizon apart, oldest first, all over by ``moment``."""
    past = history.orders.at[(history.orders.at <= moment) & (history.orders.amount > 0)]
    if len(past) == 0:
        return ()
    step = max(7, horizon_days // 3) * int(DAY)
    newest = moment - horizon_days * int(DAY)
    # A model needs one whole horizon, and the past that goes before it, ahead of the cut-off.
    least = int(past.min()) + (horizon_days + 45) * int(DAY)
    cuts = [newest - i * step for i in range(count) if newest - i * step >= least]
    return tuple(reversed(cuts))


def backtest(
    history: History,
    cutoffs: Sequence[int],
    settings: Settings,
    horizon_days: int | None = None,
) -> Backtest:
    """Train before, predict at and judge after each cut-off (UTC seconds).

    Everyone with an order of positive amount up to the cut-off is judged, also those silent for long.
    """
    first = min(cutoffs, default=0)
    horizon = horizon_days or horizon_of(history.orders, first, settings)
    folds = [_fold(history, cut, horizon, settings) for cut in cutoffs]
    kept = tuple(fold for fold in folds if fold is not None)
    return Backtest(horizon, kept, _mean([fold.model for fold in kept]))


def _fold(history: History, cut: int, horizon: int, settings: Settings) -> Fold | None:
    behaviour = history.behaviour(cut)
    if len(behaviour.customer_ids) < LEAST_CUSTOMERS:
        return None
    model = fit_risk(history, cut, horizon, settings)
    score = probability(model, behaviour)
    away = no_purchase(history.orders, behaviour.customer_ids, cut, horizon)
    rows = zip(behaviour.customer_ids, score, away, strict=True)
    return Fold(
        cut,
        len(away),
        float(away.mean()),
        model.basis,
        metrics(away, score),
        metrics(away, behaviour.column("recency_days"), probabilities=False),
        metrics(away, -behaviour.column("purchases"), probabilities=False),
        _bg_nbd(behaviour, away, horizon),
        tuple(Prediction(cut, name, float(p), bool(a)) for name, p, a in rows),
    )


def _bg_nbd(behaviour: Behaviour, away: Floats, horizon: int) -> Metrics | None:
    """Ranked by expected purchases (not by the chance of being alive), with its chance of silence."""
    fitted = fit_value(behaviour).buying
    if fitted is None:
        return None
    buyers, weeks = buyers_of(behaviour), horizon / bgnbd.WEEK
    ranked = metrics(away, -bgnbd.expected_purchases(fitted, buyers, weeks), probabilities=False)
    chances = metrics(away, bgnbd.silence(fitted, buyers, weeks))
    return Metrics(ranked.auc, ranked.average_precision, ranked.lift_at_10, chances.brier, chances.ece)


def _mean(each: Sequence[Metrics]) -> Metrics | None:
    if not each:
        return None
    values: dict[str, Any] = {}
    for field in fields(Metrics):
        known = [v for m in each if (v := getattr(m, field.name)) is not None and not np.isnan(v)]
        values[field.name] = float(np.mean(known)) if known else None
    return Metrics(**values)
