"""Curves that only rise or only fall: a bounded logistic regression on the steps between knots.

Each feature is a chain of steps, each 0 below its knot, 1 above the next and linear between; weights of one
sign make the curve monotone. A value that is not known stands amid the others, where it says least.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.behaviour import Behaviour
from segmentation.risk.additive import Term, ranks
from segmentation.risk.groups import COUNTED, WAY

Floats = NDArray[np.float64]
RANKS = (0.0, 0.25, 0.5, 0.75, 1.0)
SHARES = (0.02, 0.25, 0.5, 0.75, 0.98)
"""Quantiles at which the knots of counted features lie; the ends leave out the odd ones."""
ROUNDS = 500


@dataclass(frozen=True)
class Ladder:
    """The knots of one feature, as in ``Term``."""

    feature: str
    scale: str
    knots: tuple[float, ...]

    @property
    def middle(self) -> float:
        """Where a value that is not known stands."""
        return self.knots[len(self.knots) // 2]

    def climbed(self, behaviour: Behaviour) -> Floats:
        """How far each customer has climbed each step, shape (n, knots - 1), 0..1."""
        column = behaviour.column(self.feature)
        place = ranks(column, column) if self.scale == "rank" else column
        known = np.where(np.isnan(place), self.middle, place)
        climbed: Floats = np.clip((known[:, None] - self.knots[:-1]) / np.diff(self.knots), 0.0, 1.0)
        return climbed


@dataclass(frozen=True)
class Fit:
    """Weights of all steps, one ladder after the other, and the log-odds where all steps are 0."""

    weights: Floats
    intercept: float

    def score(self, matrix: Floats) -> Floats:
        """Log-odds of each row."""
        scored: Floats = matrix @ self.weights + self.intercept
        return scored


def ladder(feature: str, seen: Sequence[Behaviour]) -> Ladder | None:
    """Knots by what was seen of a feature; None where it never varied."""
    column = np.concatenate([behaviour.column(feature) for behaviour in seen])
    known = column[~np.isnan(column)]
    if len(known) == 0 or known.min() == known.max():
        return None
    if feature not in COUNTED:
        return Ladder(feature, "rank", RANKS)
    knots = np.unique(np.quantile(known, SHARES))
    # What only a few ever did has one step, from none to some.
    ends = knots if len(knots) > 1 else np.array([known.min(), known.max()])
    return Ladder(feature, "value", tuple(float(knot) for knot in ends))


def steps(behaviour: Behaviour, ladders: Sequence[Ladder]) -> Floats:
    """All steps of all ladders side by side, shape (n, steps)."""
    return np.hstack([one.climbed(behaviour) for one in ladders])


def fit(matrix: Floats, labels: Floats, ladders: Sequence[Ladder], penalty: float) -> Fit:
    """Ridge logistic regression whose weights keep the way of each feature (L-BFGS-B, Byrd et al. 1995).

    Args:
        matrix: from ``steps``.
        labels: 1 where it happened, shape (n,).
        ladders: in the order of the matrix.
        penalty: inverse strength, as scikit-learn's ``C``.
    """
    from scipy.optimize import Bounds, minimize

    way = np.concatenate([np.full(len(one.knots) - 1, float(WAY[one.feature])) for one in ladders])
    # Turned so that all weights are at least 0, and centred, which only moves the intercept.
    middle = matrix.mean(axis=0)
    turned = (matrix - middle) * way
    signs = np.where(labels > 0, 1.0, -1.0)

    def loss(point: Floats) -> tuple[float, Floats]:
        margin = signs * (turned @ point[:-1] + point[-1])
        slope = -signs / (1.0 + np.exp(np.clip(margin, -30, 30)))
        gradient = np.append(turned.T @ slope + point[:-1] / penalty, slope.sum())
        return float(np.logaddexp(0.0, -margin).sum() + 0.5 * (point[:-1] ** 2).sum() / penalty), gradient

    start = np.zeros(matrix.shape[1] + 1)
    least = np.append(np.zeros(matrix.shape[1]), -np.inf)
    found = minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=Bounds(least, np.full(len(least), np.inf)),
        options={"maxiter": ROUNDS, "ftol": 1e-9},
    ).x
    weights = found[:-1] * way
    return Fit(weights, float(found[-1] - middle @ weights))


def terms(ladders: Sequence[Ladder], weights: Floats) -> tuple[Term, ...]:
    """The curve of each ladder as a term of a model."""
    ends = np.cumsum([len(one.knots) - 1 for one in ladders])
    return tuple(
        _term(one, weights[end - len(one.knots) + 1 : end]) for one, end in zip(ladders, ends, strict=True)
    )


def _term(one: Ladder, weights: Floats) -> Term:
    values = (0.0, *(float(value) for value in np.cumsum(weights)))
    missing = float(np.interp(one.middle, one.knots, values))
    return Term(one.feature, one.scale, one.knots, values, missing)
