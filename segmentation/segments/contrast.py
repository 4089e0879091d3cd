"""Differences of means with their intervals, as people tell them."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

SURE = 1.96
"""Standard errors on each side: 95 of 100 such intervals hold the truth."""


@dataclass(frozen=True)
class Ratio:
    """How many times as much one mean is as another, from ``low`` to ``high``."""

    times: float
    low: float
    high: float


def ratio(inside: NDArray[np.float64], outside: NDArray[np.float64]) -> Ratio | None:
    """Ratio of means with a 95 % interval (normal on the logarithm); None where a mean is not above 0."""
    if len(inside) < 2 or len(outside) < 2:
        return None
    value, other = float(inside.mean()), float(outside.mean())
    if value <= 0 or other <= 0:
        return None
    error = sqrt(_variance(inside) / value**2 + _variance(outside) / other**2)
    middle = log(value / other)
    return Ratio(exp(middle), exp(middle - SURE * error), exp(middle + SURE * error))


def difference(inside: NDArray[np.float64], outside: NDArray[np.float64]) -> tuple[float, float]:
    """Lower and upper end of the 95 % interval of the difference of means."""
    apart = float(inside.mean() - outside.mean())
    error = sqrt(_variance(inside) + _variance(outside))
    return apart - SURE * error, apart + SURE * error


def _variance(values: NDArray[np.float64]) -> float:
    """Of the mean."""
    return float(values.var(ddof=1)) / len(values)
