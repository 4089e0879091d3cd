"""The weeks to come with intervals: methods and intervals are chosen by how they did at earlier weeks.

Every method stands at several past weeks, sees only what was before, and is compared with what came; the one
with the least error over all series together is used. The errors it made there, at series sold about as much,
are the interval (split conformal, Vovk 2005): no distribution is assumed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from segmentation.forecast.methods import (
    FITTED,
    METHODS,
    POOLED,
    SEASON,
    YEARLY,
    Floats,
    Method,
    one_step_scale,
)
from segmentation.forecast.weekly import Weekly

WEEKS = 4
ORIGINS = 8
LEAST_BEFORE = 8
"""Weeks that a method must have seen at an origin."""
FITTED_AT_MOST = 24
"""Series that are fitted one by one; of products, those sold most."""
COVERAGE = 0.8
CLASSES = ((0.1, "high"), (0.5, "middle"), (1.0, "low"))
"""Share of series, sold most first, up to which each class of volume reaches."""
LAST = "last week"
Advance = Callable[[int], None]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Forecast:
    """One thing's weeks to come, units; interval of ``COVERAGE``."""

    key: str
    name: str
    volume: str
    """``high``, ``middle`` or ``low``."""
    history: tuple[float, ...]
    start: date
    """First day of the first week of ``history``."""
    expected: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    total: float
    """Of all weeks to come together, with its own interval."""
    total_low: float
    total_high: float
    method: str
    error: float
    """MASE at earlier weeks: below 1 is better than the mean step from week to week."""
    rare: bool
    """Sold in fewer than half of the weeks."""

    @property
    def next_week(self) -> date:
        """First day of the first week to come."""
        return self.start + timedelta(weeks=len(self.history))


@dataclass(frozen=True)
class _Past:
    """What a method said at earlier weeks, and what came; each of shape (origins, things, horizon)."""

    said: Floats
    came: Floats

    def mase(self, scale: Floats) -> Floats:
        """(things,)."""
        error: Floats = np.abs(self.said - self.came).mean(axis=(0, 2)) / scale
        return error


def forecast(weekly: Weekly, horizon: int = WEEKS, advance: Advance = lambda _: None) -> tuple[Forecast, ...]:
    """Every series continued, in the order given; ``advance`` is told of every method tried."""
    if not weekly.keys:
        return ()
    volume = _volumes(weekly)
    name, past = _best(weekly, horizon, POOLED, advance)
    said = POOLED[name](np.sqrt(weekly.values), horizon) ** 2
    methods = [name] * len(weekly.keys)
    top = weekly.choose(range(min(FITTED_AT_MOST, len(weekly.keys))))
    fitted, fitted_past = _best(top, horizon, _fitted(weekly), advance)
    part = slice(0, len(top.keys))
    scale = one_step_scale(top.values)
    if fitted_past.mase(scale).mean() < _Past(past.said[:, part], past.came[:, part]).mase(scale).mean():
        said[part] = METHODS[fitted](np.sqrt(top.values), horizon) ** 2
        past.said[:, part] = fitted_past.said
        methods[part] = [fitted] * len(top.keys)
    errors = past.mase(one_step_scale(weekly.values))
    spread = {one: _spread(past, volume == one) for one in set(volume.tolist())}
    return tuple(
        _forecast(weekly, row, said[row], spread[volume[row]], methods[row], volume[row], float(errors[row]))
        for row in range(len(weekly.keys))
    )


def _fitted(weekly: Weekly) -> Mapping[str, Method]:
    enough = weekly.values.shape[1] >= 2 * SEASON + WEEKS + ORIGINS
    if weekly.level == "product":
        return FITTED
    return {**FITTED, **(YEARLY if enough else {}), LAST: METHODS[LAST]}


def _best(weekly: Weekly, horizon: int, methods: Mapping[str, Method], advance: Advance) -> tuple[str, _Past]:
    """The method with the least error over all series together, and what it said before."""
    scale = one_step_scale(weekly.values)
    tried: list[tuple[float, str, _Past]] = []
    for name, method in methods.items():
        past = _looked_back(weekly, horizon, method)
        tried.append((float(past.mase(scale).mean()), name, past))
        advance(1)
    _, name, past = min(tried, key=lambda one: one[0])
    return name, past


def _looked_back(weekly: Weekly, horizon: int, method: Method) -> _Past:
    weeks = weekly.values.shape[1]
    last = weeks - horizon
    # Spread over the past half of what is known, the newest as late as can be checked.
    step = max((last - max(LEAST_BEFORE, last // 2)) // (ORIGINS - 1), 1)
    origins = list(range(last, LEAST_BEFORE - 1, -step))[:ORIGINS]
    roots = np.sqrt(weekly.values)
    said = np.stack([method(roots[:, :at], horizon) ** 2 for at in origins])
    came = np.stack([weekly.values[:, at : at + horizon] for at in origins])
    return _Past(said, came)


def _volumes(weekly: Weekly) -> NDArray[np.str_]:
    recent = weekly.values[:, -13:].sum(axis=1)
    rank = np.argsort(np.argsort(-recent, kind="stable"), kind="stable") / len(recent)
    bounds = [bound for bound, _ in CLASSES]
    return np.array([name for _, name in CLASSES])[np.searchsorted(bounds, rank, side="right")]


@dataclass(frozen=True)
class _Spread:
    """Errors on square roots, low, middle and high: by week, shape (3, horizon), and in all (3,)."""

    weeks: Floats
    total: Floats


def _spread(past: _Past, chosen: NDArray[np.bool_]) -> _Spread:
    said, came = past.said[:, chosen], past.came[:, chosen]
    weekly = (np.sqrt(came) - np.sqrt(said)).reshape(-1, said.shape[2])
    total = (np.sqrt(came.sum(axis=2)) - np.sqrt(said.sum(axis=2))).ravel()
    return _Spread(_quantiles(weekly), _quantiles(total[:, None])[:, 0])


def _quantiles(errors: Floats) -> Floats:
    """Low, middle and high of each column, with the finite-sample step outwards of split conformal."""
    n, tail = len(errors), (1.0 - COVERAGE) / 2.0
    ranked = np.sort(errors, axis=0)
    outer = min(int(np.ceil((n + 1) * (1.0 - tail))), n) - 1
    return np.vstack([ranked[n - 1 - outer], np.median(errors, axis=0), ranked[outer]])


def _forecast(
    weekly: Weekly, row: int, said: Floats, spread: _Spread, method: str, volume: str, error: float
) -> Forecast:
    low, _, high = (np.maximum(np.sqrt(said) + part, 0.0) ** 2 for part in spread.weeks)
    total = np.maximum(np.sqrt(said.sum()) + spread.total, 0.0) ** 2
    history = weekly.values[row]
    return Forecast(
        weekly.keys[row],
        weekly.names[row],
        str(volume),
        tuple(history.tolist()),
        weekly.start,
        tuple(said.tolist()),
        tuple(low.tolist()),
        tuple(high.tolist()),
        float(total[1]),
        float(total[0]),
        float(total[2]),
        method,
        error,
        bool((history > 0).mean() < 0.5),
    )
