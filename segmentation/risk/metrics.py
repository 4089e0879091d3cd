"""How good a ranking and its probabilities are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 10


@dataclass(frozen=True)
class Metrics:
    """Of one score against what happened; the last two only for probabilities."""

    auc: float
    average_precision: float
    lift_at_10: float
    brier: float | None = None
    ece: float | None = None


def metrics(happened: Floats, score: Floats, *, probabilities: bool = True) -> Metrics:
    """All of them; nan where nothing or everything happened."""
    return Metrics(
        auc(happened, score),
        average_precision(happened, score),
        lift(happened, score, 0.1),
        float(((score - happened) ** 2).mean()) if probabilities else None,
        calibration_error(happened, score) if probabilities else None,
    )


def auc(happened: Floats, score: Floats) -> float:
    """Chance that one it happened to scores higher than one it did not; ties count half."""
    positive, negative = np.sort(score[happened > 0]), score[happened <= 0]
    if len(positive) == 0 or len(negative) == 0:
        return float("nan")
    lower = len(positive) - np.searchsorted(positive, negative, side="right")
    equal = len(positive) - np.searchsorted(positive, negative, side="left") - lower
    return float((lower + 0.5 * equal).sum() / (len(positive) * len(negative)))


def average_precision(happened: Floats, score: Floats) -> float:
    """Precision averaged over recall, ties taken together."""
    if happened.sum() == 0:
        return float("nan")
    order = np.argsort(-score, kind="stable")
    hits, ranked = np.cumsum(happened[order]), score[order]
    last = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True))
    precision = hits[last] / (last + 1)
    recall = np.diff(np.concatenate([[0.0], hits[last]])) / hits[-1]
    return float((precision * recall).sum())


def lift(happened: Floats, score: Floats, share: float) -> float:
    """How much more often it happened in the top ``share`` than overall; ties at the edge count in part."""
    if happened.sum() == 0:
        return float("nan")
    wanted = max(1, int(len(score) * share))
    edge = np.sort(score)[-wanted]
    above, tied = score > edge, score == edge
    found = happened[above].sum() + happened[tied].mean() * (wanted - above.sum())
    return float(found / wanted / happened.mean())


def calibration_error(happened: Floats, score: Floats) -> float:
    """Expected calibration error over ten bins of equal size, 0-1."""
    bins = np.array_split(np.argsort(score, kind="stable"), BINS)
    gaps = [len(b) * abs(float(happened[b].mean() - score[b].mean())) for b in bins if len(b)]
    return float(sum(gaps) / len(score)) if len(score) else float("nan")
