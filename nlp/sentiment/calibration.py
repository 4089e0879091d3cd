"""Makes probabilities honest: what is called 0.8 should be right in 8 of 10 cases."""

import numpy as np
from numpy.typing import NDArray

from nlp.sentiment.head import GROUPS, LABELS, Floats, Scale

Classes = NDArray[np.int64]
NEUTRAL = (0.67, 0.5)
"""How many neutral texts to expect for one of either pole, for each of ``GROUPS``.

Feedback is seldom given without a feeling; the Chinese neutral texts are social posts more than feedback.
"""


def calibrate(
    moods: Floats, phrases: Floats, truth: Classes, weights: Floats, groups: Classes
) -> list[Scale]:
    """A scale for each of ``GROUPS``, from both kinds of logits (n, 3) of texts that were not trained on.

    Stacking with the scaling of Guo et al. 2017 (https://arxiv.org/abs/1706.04599): one slope for each kind
    and an offset a class.
    """
    share = np.array(NEUTRAL, dtype=np.float32)[groups]
    expected = weights * np.where(truth == LABELS.index("neutral"), share, 1)
    chosen = [groups == group for group in range(len(GROUPS))]
    return [_scale(moods[rows], phrases[rows], truth[rows], expected[rows]) for rows in chosen]


def _scale(moods: Floats, phrases: Floats, truth: Classes, weights: Floats) -> Scale:
    from scipy.optimize import minimize

    own, said = moods.astype(np.float64), phrases.astype(np.float64)
    share = weights.astype(np.float64) / weights.sum()

    def loss(values: NDArray[np.float64]) -> float:
        # In doubles: the search follows differences that single precision drowns.
        scores = own * values[0] + said * values[1] + _offset(values)
        scores -= scores.max(axis=1, keepdims=True)
        likely = scores[np.arange(len(truth)), truth] - np.log(np.exp(scores).sum(axis=1))
        return -float(share @ likely)

    best = minimize(loss, np.array([1.0, 0.3, 0.0, 0.0]), method="BFGS").x
    negative, neutral, positive = (float(value) for value in _offset(best))
    return Scale(float(best[0]), float(best[1]), (negative, neutral, positive))


def _offset(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Two free numbers make three offsets of mean 0: a common one would change nothing."""
    return np.array([values[2], values[3], -values[2] - values[3]])
