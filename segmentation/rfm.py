"""Recency, frequency, monetary: scores 1-5 among the store's buyers, and a label from one table.

Recency is calendar days (UTC) since the last purchase, frequency the number of purchases (orders of
positive amount), monetary the net amount of all orders, returns included. Scores are given in one of three
ways; in each, equal customers score alike:

| way | score of a buyer |
|---|---|
| quantile | the fifth that the mid-rank falls into: 1 + floor(5 x (below + equal / 2) / buyers) |
| fixed | the fifth of the range: 1 + floor(5 x (value - lowest) / (highest - lowest)); all alike: 3 |
| manual | 1 + how many of the owner's four bounds are reached; recency: 5 - how many are exceeded |
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.records import Rfm
from segmentation.behaviour import Behaviour
from segmentation.settings import Settings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LABELS = (
    # mean of frequency and monetary score, rounded half up: 1, 2, 3, 4, 5
    ("lost", "lost", "at_risk", "at_risk", "cant_lose"),  # recency score 1
    ("hibernating", "hibernating", "at_risk", "at_risk", "cant_lose"),  # 2
    ("about_to_sleep", "about_to_sleep", "needs_attention", "loyal", "loyal"),  # 3
    ("promising", "promising", "potential_loyalist", "loyal", "champions"),  # 4
    ("new", "promising", "potential_loyalist", "champions", "champions"),  # 5
)
PROSPECT = "prospect"
MODES = ("quantile", "fixed", "manual")


def scores(values: Floats) -> Ints:
    """1-5 by fifths of the mid-rank, higher values higher, shape (n,)."""
    ordered = np.sort(values)
    below = np.searchsorted(ordered, values, side="left")
    upto = np.searchsorted(ordered, values, side="right")
    # In halves of a customer, so that no rounding of fractions decides a score.
    fifth = (5 * (below + upto)) // max(2 * len(values), 1)
    clipped: Ints = np.minimum(fifth, 4).astype(np.int64) + 1
    return clipped


def equal_widths(values: Floats) -> Ints:
    """1-5 by fifths of the range, higher values higher, shape (n,); reckoned in hundredths."""
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    exact = np.rint(values * 100).astype(np.int64)
    lowest, width = int(exact.min()), int(exact.max() - exact.min())
    if width == 0:
        return np.full(len(values), 3, dtype=np.int64)
    steps: Ints = np.minimum(5 * (exact - lowest) // width, 4) + 1
    return steps


def by_bounds(values: Floats, bounds: Sequence[float]) -> Ints:
    """1 + how many of four ascending bounds each value reaches, shape (n,); reckoned in hundredths."""
    exact = np.rint(np.asarray(bounds) * 100)
    reached: Ints = np.searchsorted(exact, np.rint(values * 100), side="right").astype(np.int64) + 1
    return reached


def label(r: int, f: int, m: int) -> str:
    """The table's label for three scores."""
    return LABELS[r - 1][(f + m + 1) // 2 - 1]


def rfm(behaviour: Behaviour, settings: Settings) -> tuple[Rfm, ...]:
    """One judgement a customer; those who never bought are prospects with the lowest scores."""
    bought = behaviour.column("purchases") > 0
    recency, frequency = behaviour.column("recency_calendar"), behaviour.column("purchases")
    monetary = np.round(behaviour.column("net"), 2)
    r, f, m = np.ones((3, len(bought)), dtype=np.int64)
    r[bought], f[bought], m[bought] = _scored(recency[bought], frequency[bought], monetary[bought], settings)
    judged = []
    for place, has in enumerate(bought.tolist()):
        three = (int(r[place]), int(f[place]), int(m[place]))
        days = int(recency[place]) if has else None
        name = label(*three) if has else PROSPECT
        judged.append(Rfm(days, int(frequency[place]), float(monetary[place]), *three, name))
    return tuple(judged)


def _scored(recency: Floats, frequency: Floats, monetary: Floats, settings: Settings) -> tuple[Ints, ...]:
    """Recency, frequency and monetary scores of buyers, in the way that is set."""
    bounds = settings.rfm_bounds
    if settings.rfm == "manual" and bounds is not None:
        # A last order just as many days ago as a bound says is still within it.
        days = tuple(-bound for bound in reversed(bounds.recency))
        return (
            by_bounds(-recency, days),
            by_bounds(frequency, bounds.frequency),
            by_bounds(monetary, bounds.monetary),
        )
    way = equal_widths if settings.rfm == "fixed" else scores
    return way(-recency), way(frequency), way(monetary)
