"""Ways to continue weekly series; all work on square roots, where busy and quiet weeks vary alike.

Exponential smoothing with one weight for all series suits single products, which are too short and noisy to
be fitted one by one; Theta and damped trends (statsmodels) suit categories and totals.
"""

import warnings
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Method = Callable[[Floats, int], Floats]
"""Square roots of shape (things, weeks) and a horizon in weeks to (things, horizon)."""
SEASON = 52


def smooth(roots: Floats, horizon: int, weight: float) -> Floats:
    """Simple exponential smoothing: the level stays."""
    level = roots[:, 0].copy()
    for week in range(1, roots.shape[1]):
        level = weight * roots[:, week] + (1.0 - weight) * level
    return np.repeat(level[:, None], horizon, axis=1)


def theta(roots: Floats, horizon: int) -> Floats:
    """Theta (Assimakopoulos & Nikolopoulos 2000)."""
    from statsmodels.tsa.forecasting.theta import ThetaModel

    return _each(
        lambda row: ThetaModel(row, period=1, deseasonalize=False).fit().forecast(horizon), roots, horizon
    )


def damped(roots: Floats, horizon: int) -> Floats:
    """A trend that fades (Gardner & McKenzie 1985)."""
    from statsmodels.tsa.holtwinters import Holt

    return _each(
        lambda row: Holt(row, damped_trend=True, initialization_method="estimated").fit().forecast(horizon),
        roots,
        horizon,
    )


def seasonal(roots: Floats, horizon: int) -> Floats:
    """Holt-Winters with the year's weeks; needs two years."""
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    return _each(
        lambda row: (
            ExponentialSmoothing(row, trend="add", damped_trend=True, seasonal="add", seasonal_periods=SEASON)
            .fit()
            .forecast(horizon)
        ),
        roots,
        horizon,
    )


def last_week(roots: Floats, horizon: int) -> Floats:
    """Seasonal naive of daily sales over whole weeks: every week like the last."""
    return np.repeat(roots[:, -1:], horizon, axis=1)


POOLED: Mapping[str, Method] = {
    f"smoothing {weight}": partial(smooth, weight=weight) for weight in (0.1, 0.15, 0.2, 0.3, 0.5)
}
FITTED: Mapping[str, Method] = {"theta": theta, "damped trend": damped}
YEARLY: Mapping[str, Method] = {"Holt-Winters": seasonal}
METHODS: Mapping[str, Method] = {**POOLED, **FITTED, **YEARLY, "last week": last_week}


def one_step_scale(values: Floats) -> Floats:
    """What an error is measured in (MASE): the mean step from one week to the next, (things,)."""
    scale: Floats = np.maximum(np.abs(np.diff(values, axis=1)).mean(axis=1), 1e-9)
    return scale


def _each(fit: Callable[[Floats], Floats], roots: Floats, horizon: int) -> Floats:
    found = np.repeat(roots[:, -1:], horizon, axis=1)
    with warnings.catch_warnings():
        # That a fit did not converge shows in its errors at earlier origins, by which it is chosen or not.
        warnings.simplefilter("ignore")
        for place, row in enumerate(roots):
            # What never changed has nothing to fit: it goes on.
            if np.ptp(row) > 0:
                found[place] = fit(row)
    return np.maximum(found, 0.0)
