"""How well probabilities agree with the truth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Classes = NDArray[np.int64]
BINS = 15


@dataclass(frozen=True, slots=True)
class Quality:
    """All between 0 and 1. ``either`` leaves neutral aside: is the surer of the two poles the true one?"""

    count: int
    accuracy: float
    macro_recall: float
    macro_f1: float
    either: float
    calibration_error: float
    """Expected calibration error of the most probable class, 15 equal bins; 0 is best."""


def quality(truth: Classes, probabilities: Floats) -> Quality:
    """Compare classes 0, 1, 2 with rows of probabilities; means run over the classes that occur."""
    chosen = probabilities.argmax(axis=1)
    present = np.unique(truth)
    recalls = [float((chosen[truth == one] == one).mean()) for one in present]
    poles = truth != 1
    surer = probabilities[poles][:, [0, 2]].argmax(axis=1) * 2
    return Quality(
        count=len(truth),
        accuracy=float((chosen == truth).mean()),
        macro_recall=float(np.mean(recalls)),
        macro_f1=float(np.mean([_f1(truth == one, chosen == one) for one in present])),
        either=float((surer == truth[poles]).mean()) if poles.any() else float("nan"),
        calibration_error=expected_calibration_error(truth, probabilities),
    )


def expected_calibration_error(truth: Classes, probabilities: Floats) -> float:
    """Mean distance between confidence and accuracy (Guo et al. 2017, https://arxiv.org/abs/1706.04599)."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        abs(float(right[bins == one].mean()) - float(confidence[bins == one].mean()))
        * int((bins == one).sum())
        for one in np.unique(bins)
    ]
    return sum(gaps) / len(truth)


def _f1(truth: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> float:
    both = int((truth & chosen).sum())
    either = int(truth.sum() + chosen.sum())
    return 2 * both / either if either else 0.0
