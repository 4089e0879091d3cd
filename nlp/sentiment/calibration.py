"""Makes probabilities honest: what is called 0.8 should be right in 8 of 10 cases."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nlp.sentiment.fitting import Classes
from nlp.sentiment.head import GROUPS, LABELS, Floats, Parameters, softmax


def calibrate(
    parameters: Parameters, raw: Floats, truth: Classes, weights: Floats, groups: Classes
) -> Parameters:
    """Fit sharpness and offset of each language group on predictions for texts not trained on.

    ``raw`` are uncalibrated probabilities, shape (n, 3). A form of vector scaling with one common slope
    (Guo et al. 2017, https://arxiv.org/abs/1706.04599): the order of classes is moved by the offset alone.
    """
    sharpness, offset = parameters.sharpness.copy(), parameters.offset.copy()
    for group in range(len(GROUPS)):
        rows = groups == group
        if rows.any():
            sharpness[group], offset[group] = _scaled(np.log(raw[rows] + 1e-6), truth[rows], weights[rows])
    return replace(parameters, sharpness=sharpness, offset=offset)


def _scaled(scores: Floats, truth: Classes, weights: Floats) -> tuple[float, Floats]:
    from scipy.optimize import minimize

    share = weights / weights.sum()

    def loss(values: NDArray[np.float64]) -> float:
        likely = softmax((scores * values[0] + values[1:]).astype(np.float32))
        return float(-(share * np.log(likely[np.arange(len(truth)), truth] + 1e-9)).sum())

    start = np.array([1.0] + [0.0] * len(LABELS))
    best = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 600}).x
    found = np.asarray(best, dtype=np.float32)
    return float(found[0]), found[1:] - found[1:].mean()
