"""Tells which themes are heard more, or less, than their own history lets expect, and which are new.

Rising and falling: the last days against the theme's share of all texts before, as in Farrington
et al. 1996 ("A statistical algorithm for the early detection of outbreaks of infectious disease", JRSS A 159)
with the changes of Noufaily et al. 2013: overdispersion estimated from the residuals, times of past outbreaks
weighed down, and the tail taken from a negative binomial. The share, not the count, is looked at: when
everything doubles, nothing is news. Over all themes the false discovery rate is held (Benjamini & Hochberg
1995).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Figures = NDArray[np.float64]

WINDOW_DAYS = 7
MOST_WEEKS = 52
"""So many weeks before the last one are its history."""
FEWEST_WEEKS = 4
FALSE_SHARE = 0.05
"""Of all that is told as rising, falling or new, so much may be chance."""
OUTBREAK = 2.58
"""Weeks with such a residual (in standard deviations) were outbreaks themselves."""
NEW_DAYS = 60
"""A theme can be new for so long."""
STRAYS = 0.05
"""This part of a new theme's texts may be older: misplaced ones."""


@dataclass(frozen=True, slots=True)
class Burst:
    """A theme's last days: texts, how many were expected, and how likely so many (or few) are by chance.

    ``probability`` is one-sided, in the direction of the deviation; ``adjusted`` is that over all themes.
    """

    size: int
    expected: float
    probability: float
    adjusted: float

    @property
    def rising(self) -> bool:
        """Heard more than can be chance."""
        return self.size > self.expected and self.adjusted <= FALSE_SHARE

    @property
    def falling(self) -> bool:
        """Heard less than can be chance."""
        return self.size < self.expected and self.adjusted <= FALSE_SHARE


@dataclass(frozen=True, slots=True)
class Onset:
    """When a theme began: ``days`` before the end; and how likely that its texts lie so late by chance."""

    days: int
    probability: float
    adjusted: float

    @property
    def new(self) -> bool:
        """Begun lately, which cannot be chance."""
        return self.adjusted <= FALSE_SHARE


def bursts(days: Counts, window: int = WINDOW_DAYS) -> list[Burst | None]:
    """The last ``window`` days of each row of daily counts ``(themes, days)``, the oldest day first.

    All rows together are what was said. None for everything where there is too little history to tell.
    """
    weeks = _windows(days, window)
    totals = weeks.sum(axis=0)
    if len(totals) < 1 + FEWEST_WEEKS:
        return [None] * len(days)
    past = totals[:-1] > 0
    if int(past.sum()) < FEWEST_WEEKS or totals[-1] == 0:
        return [None] * len(days)
    judged = [_burst(row[:-1][past], totals[:-1][past], int(row[-1]), int(totals[-1])) for row in weeks]
    adjusted = adjust([probability for _, probability in judged])
    return [
        Burst(int(row[-1]), expected, probability, float(over_all))
        for row, (expected, probability), over_all in zip(weeks, judged, adjusted, strict=True)
    ]


def onsets(days: Counts) -> list[Onset | None]:
    """When each row of daily counts ``(themes, days)`` began, for those that began lately.

    Were a theme as old as all else, its texts would be spread over time as all texts are: the probability is
    that of so few of them before its onset (binomial), times the number of days that were tried as onsets.
    """
    from scipy.special import bdtr

    before = np.concatenate([[0], np.cumsum(days.sum(axis=0))])
    total = int(before[-1])
    found: list[int] = []
    probabilities: list[float] = []
    for row in days:
        own = np.concatenate([[0], np.cumsum(row)])
        strays = int(STRAYS * own[-1])
        start = int(np.searchsorted(own, strays, side="right")) - 1
        late = own[-1] > 0 and days.shape[1] - start <= NEW_DAYS
        chance = bdtr(float(own[start]), int(own[-1]), before[start] / total) if late else 1.0
        found.append(days.shape[1] - start)
        probabilities.append(min(1.0, float(chance) * NEW_DAYS))
    adjusted = adjust(probabilities)
    return [
        Onset(since, probability, float(over_all)) if probability < 1.0 else None
        for since, probability, over_all in zip(found, probabilities, adjusted, strict=True)
    ]


def adjust(probabilities: Sequence[float]) -> Figures:
    """Adjusted probabilities that hold the false discovery rate (Benjamini & Hochberg 1995)."""
    values = np.asarray(probabilities, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    ranks = np.arange(len(values), 0, -1)
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum.accumulate(values[order] * len(values) / ranks) if len(values) else []
    # Rounding must not make an adjusted value smaller than its own.
    return np.asarray(np.clip(adjusted, values, 1.0))


def _windows(days: Counts, window: int) -> Counts:
    """Whole windows that end with the last day, oldest first; an older piece of one is left out."""
    count = min(days.shape[1] // window, MOST_WEEKS + 1)
    own = days[:, days.shape[1] - count * window :]
    return np.asarray(own.reshape(len(days), count, window).sum(axis=2), dtype=np.int64)


def _burst(past: Counts, totals: Counts, size: int, total: int) -> tuple[float, float]:
    """How many were expected, and how likely the deviation is."""
    from scipy.special import betainc

    weights = np.ones(len(past))
    for _ in range(2):
        heard = float((weights * past).sum()) + 0.5
        share = heard / (float((weights * totals).sum()) + 1.0)
        fitted = totals * share
        freedom = max(float(weights.sum()) - 1.0, 1.0)
        spread = max(float((weights * (past - fitted) ** 2 / fitted).sum()) / freedom, 1.0)
        residuals = (past - fitted) / np.sqrt(spread * fitted)
        weights = np.where(residuals > OUTBREAK, (OUTBREAK / np.maximum(residuals, OUTBREAK)) ** 2, 1.0)
    expected = total * share
    # Spread of the counts themselves, and of the share, which is known from ``heard`` texts only.
    variance = spread * expected * (1.0 + expected / heard)
    extra = max(variance - expected, 1e-9 * expected)
    shape, odds = expected**2 / extra, expected / (expected + extra)
    # The tails of a negative binomial as incomplete beta functions (Johnson, Kemp & Kotz 2005, 5.6).
    chance = betainc(size, shape, 1.0 - odds) if size > expected else betainc(shape, size + 1.0, odds)
    return expected, float(min(max(chance, 0.0), 1.0))
