"""Learns the risk of no purchase from the store's past: rolling origins, nothing after the day is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.ports import EventColumns, OrderColumns, SaidColumns
from segmentation.behaviour import DAY, Behaviour, behaviour_of
from segmentation.risk.additive import AdditiveModel, Term, centred, compared
from segmentation.risk.calls import calls_from
from segmentation.risk.churn import CANCELLATION, SILENCE, churn_of, judged, left
from segmentation.risk.groups import ALL_FEATURES, EVENT_FEATURES, GROUP_OF, SAID_FEATURES
from segmentation.risk.monotone import Ladder, fit, ladder, steps, terms
from segmentation.risk.rules import rules
from segmentation.settings import Settings

Floats = NDArray[np.float64]
MOST_EXAMPLES = 40_000
"""Above so many, some of the customers are learnt from."""
CANCELLED_ODDS = 6.0
"""Log-odds added under contract for whoever has cancelled already: gone, whatever else speaks for them."""
PENALTIES = (0.01, 0.03, 0.1)
"""Inverse strength, strongest first."""
FOLDS = 4
LEAST_PAST_DAYS = 45.0
LEAST_CLASS = 40


@dataclass(frozen=True)
class History:
    """What a store knows of its customers' doings; the columns may reach beyond any day asked about."""

    orders: OrderColumns
    events: EventColumns | None = None
    said: SaidColumns | None = None

    def behaviour(self, moment: int, churn: str = SILENCE) -> Behaviour:
        """Behaviour as of a moment of all customers who can be judged then."""
        everyone = behaviour_of(self.orders, self.events, self.said, moment)
        return everyone.choose(judged(everyone, churn))

    def left(self, behaviour: Behaviour, horizon_days: int, churn: str = SILENCE) -> Floats:
        """1.0 for customers who left within the horizon after the moment of ``behaviour``, shape (n,)."""
        return left(self.orders, self.events, behaviour, horizon_days, churn)

    def churn(self, moment: int, settings: Settings) -> str:
        """What leaving means here, by what was known at a moment."""
        return churn_of(behaviour_of(self.orders, self.events, self.said, moment), settings.churn)


@dataclass(frozen=True)
class Tuning:
    """How strongly to bind the curves, and how to read their sum as log-odds."""

    penalty: float
    slope: float
    shift: float
    scores: Floats
    """Log-odds of the examples, each from curves that had not seen the customer, shape (n,)."""


@dataclass(frozen=True)
class Examples:
    """Customers at earlier cut-offs, and whether they then stayed away."""

    matrix: Floats
    """Steps of all ladders, shape (n, steps)."""
    stayed_away: Floats
    """1: no purchase within the horizon."""
    customers: tuple[str, ...]
    seen: tuple[Behaviour, ...]
    ladders: tuple[Ladder, ...]


def origins(
    history: History, moment: int, horizon_days: int, most: int, churn: str = SILENCE
) -> tuple[int, ...]:
    """Cut-offs to learn from, newest first: the last one whose horizon is over by ``moment``, and older."""
    orders, events = history.orders, history.events
    past = orders.at[(orders.at <= moment) & (orders.amount > 0)]
    if churn == CANCELLATION and events is not None:
        past = np.append(past, events.at[events.at <= moment])
    if len(past) == 0:
        return ()
    step = max(7, horizon_days // 3) * int(DAY)
    newest = moment - horizon_days * int(DAY)
    least = int(past.min()) + int(LEAST_PAST_DAYS * DAY)
    count = min(most, max(4, int(365 * DAY) // step))
    return tuple(newest - i * step for i in range(count) if newest - i * step >= least)


def fit_risk(
    history: History, moment: int, horizon_days: int, settings: Settings, churn: str | None = None
) -> AdditiveModel:
    """Train on cut-offs before ``moment``; the documented rules where the past is too short or one-sided.

    ``churn``: what leaving means; None: as set, or as the past shows.
    """
    churn = churn or history.churn(moment, settings)
    examples = _examples(history, moment, horizon_days, settings, churn)
    if examples is None:
        return rules(history.behaviour(moment, churn), horizon_days, settings, churn)
    tuned = _calibration(examples)
    penalty, slope, shift = tuned.penalty, tuned.slope, tuned.shift
    found = fit(examples.matrix, examples.stayed_away, examples.ladders, penalty)
    curves = terms(examples.ladders, found.weights * slope)
    moved, base = centred(curves, _parts(curves, examples.seen), found.intercept * slope + shift)
    trained = {
        "as_of": moment,
        "cuts": [behaviour.moment for behaviour in examples.seen],
        "examples": len(examples.stayed_away),
        "rate": float(examples.stayed_away.mean()),
        "penalty": penalty,
        "calibration": [slope, shift],
    }
    if churn == CANCELLATION:
        moved = (*moved, Term("cancelled", "value", (0.0, 1.0), (0.0, CANCELLED_ODDS)))
    calls = calls_from(tuned.scores, examples.stayed_away)
    return AdditiveModel(base, moved, horizon_days, settings.active_days, "model", trained, churn, calls)


def _examples(
    history: History, moment: int, horizon_days: int, settings: Settings, churn: str
) -> Examples | None:
    cuts = origins(history, moment, horizon_days, settings.risk_cutoffs, churn)
    seen = [history.behaviour(cut, churn) for cut in cuts]
    seen = [behaviour.choose(compared(behaviour, settings.active_days, churn)) for behaviour in seen]
    if not seen or sum(len(b.customer_ids) for b in seen) < settings.minimum_examples:
        return None
    labels = np.concatenate([history.left(b, horizon_days, churn) for b in seen])
    if min(labels.sum(), len(labels) - labels.sum()) < LEAST_CLASS:
        return None
    ladders = tuple(found for name in _usable(seen, settings) if (found := ladder(name, seen)) is not None)
    customers = tuple(name for behaviour in seen for name in behaviour.customer_ids)
    few = _few(customers)
    matrix = np.vstack([steps(behaviour, ladders) for behaviour in seen])[few]
    return Examples(matrix, labels[few], tuple(customers[row] for row in few), tuple(seen), ladders)


def _few(customers: Sequence[str]) -> NDArray[np.int64]:
    """Rows of all examples, or of as many customers (by a hash of their ids) as make ``MOST_EXAMPLES``."""
    share = -(-len(customers) // MOST_EXAMPLES)
    kept = [row for row, name in enumerate(customers) if crc32(name.encode()) % share == 0]
    return np.array(kept, dtype=np.int64)


def _usable(seen: Sequence[Behaviour], settings: Settings) -> tuple[str, ...]:
    """Features that every cut-off could know: no text or events where none were recorded then."""
    unknown = {name for name in ALL_FEATURES if GROUP_OF[name] in settings.risk_without}
    if not all(b.has_events for b in seen):
        unknown |= EVENT_FEATURES
    if not all(b.has_said for b in seen):
        unknown |= SAID_FEATURES
    return tuple(name for name in ALL_FEATURES if name not in unknown)


def _parts(curves: Sequence[Term], seen: Sequence[Behaviour]) -> Floats:
    """What each term adds for each example, shape (n, terms)."""
    columns = [[b.column(term.feature) for term in curves] for b in seen]
    added = [[term.add(c, c) for term, c in zip(curves, one, strict=True)] for one in columns]
    return np.vstack([np.column_stack(one) for one in added])


def _calibration(examples: Examples) -> Tuning:
    """A penalty, and Platt's slope and shift of its log-odds, out of fold.

    Folds are by customer, so that nobody stands on both sides. Of the penalties within one standard error of
    the best likelihood the strongest is taken (Breiman 1984): seasons drift, and a plainer model drifts less.
    """
    names = {name: place for place, name in enumerate(dict.fromkeys(examples.customers))}
    fold = np.array([names[name] % FOLDS for name in examples.customers])
    labels = examples.stayed_away
    scores = [_out_of_fold(examples, fold, penalty) for penalty in PENALTIES]
    losses = [np.logaddexp(0.0, np.where(labels > 0, -score, score)) for score in scores]
    means = [float(loss.mean()) for loss in losses]
    best = int(np.argmin(means))
    limit = means[best] + float(losses[best].std()) / len(names) ** 0.5
    chosen = next(place for place, mean in enumerate(means) if mean <= limit)
    slope, shift = platt(scores[chosen], labels)
    # A negative slope would turn every curve round: rather none at all.
    slope = max(slope, 0.0)
    return Tuning(PENALTIES[chosen], slope, shift, scores[chosen] * slope + shift)


def _out_of_fold(examples: Examples, fold: NDArray[np.int64], penalty: float) -> Floats:
    scores = np.zeros(len(fold))
    for number in range(FOLDS):
        test = fold == number
        found = fit(examples.matrix[~test], examples.stayed_away[~test], examples.ladders, penalty)
        scores[test] = found.score(examples.matrix[test])
    return scores


def platt(scores: Floats, labels: Floats, rounds: int = 25) -> tuple[float, float]:
    """Slope and shift that make ``slope * score + shift`` calibrated log-odds (Platt 1999), by Newton."""
    design = np.column_stack([scores, np.ones(len(scores))])
    weights = np.array([1.0, 0.0])
    for _ in range(rounds):
        expected = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (expected - labels) + 1e-3 * (weights - np.array([1.0, 0.0]))
        curvature = design.T @ (design * (expected * (1 - expected))[:, None]) + 1e-3 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return float(weights[0]), float(weights[1])
