"""How good the risk model would have been: at several past days, trained only on what was known then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from segmentation.behaviour import DAY
from segmentation.risk.additive import contributions, log_odds, sigmoid
from segmentation.risk.baselines import Baselines, baselines
from segmentation.risk.calls import UNSURE, Calls
from segmentation.risk.churn import SILENCE, bound
from segmentation.risk.horizon import horizon_of
from segmentation.risk.metrics import Floats, Metrics, metrics
from segmentation.risk.training import History, fit_risk
from segmentation.settings import Settings

LEAST_CUSTOMERS = 30
DRAWS = 200
SHARE = 0.95
"""Of the bootstrap's draws that an interval holds."""


@dataclass(frozen=True)
class Prediction:
    """One customer at one cut-off."""

    cutoff: int
    customer_id: str
    probability: float
    left: bool


@dataclass(frozen=True)
class Sureness:
    """What the calls promised at a cut-off, and what they kept."""

    level: float
    """Share of the outcomes that must not have been ruled out."""
    held: float
    """Share that were not."""
    held_leaving: float
    """The same among those who left."""
    held_staying: float
    sure: float
    """Share of the calls that ruled one outcome out."""


@dataclass(frozen=True)
class Fold:
    """One cut-off (UTC seconds) of a back-test."""

    cutoff: int
    customers: int
    base_rate: float
    """Share who left within the horizon."""
    basis: str
    """``model`` or ``rules``."""
    model: Metrics
    baselines: Baselines
    predictions: tuple[Prediction, ...]
    sureness: Sureness | None = None
    """None where rules judged."""


@dataclass(frozen=True)
class Interval:
    """Between which values a figure lies."""

    low: float
    high: float


@dataclass(frozen=True)
class Backtest:
    """All folds and the mean of each metric over them."""

    horizon_days: int
    folds: tuple[Fold, ...]
    mean: Metrics | None
    """None without folds."""
    churn: str = SILENCE
    """What leaving means: ``silence`` or ``cancellation``."""
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    """By metric: 95 % of its means when the customers are drawn again, each with all of its folds."""
    baselines: Mapping[str, Metrics] = field(default_factory=dict)
    """By baseline: its means over the folds that know it."""


def cutoffs_of(history: History, moment: int, horizon_days: int, count: int) -> tuple[int, ...]:
    """Up to ``count`` cut-offs a third of a horizon apart, oldest first, all over by ``moment``."""
    past = history.orders.at[(history.orders.at <= moment) & (history.orders.amount > 0)]
    if history.events is not None and len(past) == 0:
        past = history.events.at[history.events.at <= moment]
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

    Everyone with an order of positive amount up to the cut-off is judged, also those silent for long; where
    leaving means to cancel, everyone who has not cancelled. What it means is decided at the first cut-off.
    """
    first = min(cutoffs, default=0)
    horizon = horizon_days or horizon_of(history.orders, first, settings)
    churn = history.churn(first, settings)
    folds = [_fold(history, cut, horizon, settings, churn) for cut in cutoffs]
    kept = tuple(fold for fold in folds if fold is not None)
    mean = mean_of([fold.model for fold in kept])
    return Backtest(horizon, kept, mean, churn, intervals(kept, settings.seed), _beside(kept))


def _fold(history: History, cut: int, horizon: int, settings: Settings, churn: str) -> Fold | None:
    everyone = history.behaviour(cut, churn)
    behaviour = everyone.choose(bound(everyone, churn))
    if len(behaviour.customer_ids) < LEAST_CUSTOMERS:
        return None
    model = fit_risk(history, cut, horizon, settings, churn)
    odds = log_odds(model, contributions(model, behaviour))
    score, gone = sigmoid(odds), history.left(behaviour, horizon, churn)
    rows = zip(behaviour.customer_ids, score, gone, strict=True)
    return Fold(
        cut,
        len(gone),
        float(gone.mean()),
        model.basis,
        metrics(gone, score),
        baselines(history, behaviour, gone, horizon, settings, churn),
        tuple(Prediction(cut, name, float(p), bool(a)) for name, p, a in rows),
        sureness(model.calls, odds, gone) if model.calls is not None else None,
    )


def sureness(calls: Calls, odds: Floats, gone: Floats) -> Sureness:
    """How the calls on these scores (log-odds) fared against what came (1: left)."""
    held = calls.holds(odds, gone)
    sure = np.array([call != UNSURE for call in calls.of(odds)])
    leavers, stayers = held[gone > 0], held[gone <= 0]
    return Sureness(
        calls.level,
        float(held.mean()),
        float(leavers.mean()) if len(leavers) else float("nan"),
        float(stayers.mean()) if len(stayers) else float("nan"),
        float(sure.mean()),
    )


def mean_of(each: Sequence[Metrics]) -> Metrics | None:
    """The mean of each metric over those that know it; None of nothing."""
    if not each:
        return None
    values: dict[str, Any] = {}
    for one in fields(Metrics):
        known = [v for m in each if (v := getattr(m, one.name)) is not None and not np.isnan(v)]
        values[one.name] = float(np.mean(known)) if known else None
    return Metrics(**values)


def _beside(folds: Sequence[Fold]) -> dict[str, Metrics]:
    found: dict[str, Metrics] = {}
    for one in fields(Baselines):
        known = [m for fold in folds if (m := getattr(fold.baselines, one.name)) is not None]
        mean = mean_of(known)
        if mean is not None:
            found[one.name] = mean
    return found


def intervals(folds: Sequence[Fold], seed: int) -> dict[str, Interval]:
    """By metric: where its mean over the folds lies when customers are drawn with replacement.

    A customer comes with all folds it is in, as folds overlap; seasons are not drawn, so one unlike those
    judged may lie outside.
    """
    if not folds:
        return {}
    draw = np.random.default_rng(seed)
    names = sorted({one.customer_id for fold in folds for one in fold.predictions})
    place = {name: number for number, name in enumerate(names)}
    who = [np.array([place[one.customer_id] for one in fold.predictions]) for fold in folds]
    score = [np.array([one.probability for one in fold.predictions]) for fold in folds]
    gone = [np.array([float(one.left) for one in fold.predictions]) for fold in folds]
    drawn: list[Metrics] = []
    for _ in range(DRAWS):
        times = np.bincount(draw.integers(0, len(names), len(names)), minlength=len(names))
        rows = [np.repeat(np.arange(len(w)), times[w]) for w in who]
        each = [metrics(g[r], s[r]) for g, s, r in zip(gone, score, rows, strict=True) if len(r)]
        mean = mean_of(each)
        if mean is not None:
            drawn.append(mean)
    return {one.name: _interval([getattr(m, one.name) for m in drawn]) for one in fields(Metrics)}


def _interval(values: Sequence[float | None]) -> Interval:
    known: Floats = np.array([value for value in values if value is not None], dtype=np.float64)
    if len(known) == 0:
        return Interval(float("nan"), float("nan"))
    low, high = np.quantile(known, [(1 - SHARE) / 2, (1 + SHARE) / 2])
    return Interval(float(low), float(high))
