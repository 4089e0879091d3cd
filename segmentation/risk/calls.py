"""Sure or unsure: calls that keep their promise however the share of leavers moves (conformal prediction).

For each of the two outcomes the scores of past customers with that outcome, each scored by a model that had
not seen them, say how low (or high) a score may be before the outcome is as good as ruled out. Taken by
outcome (Mondrian: Vovk, Gammerman, Shafer 2005) the promise holds within each, so that a season in which more
people leave does not break it. Where only one outcome is left the call is sure; where both are, it is not.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAVES, STAYS, UNSURE = "leaves", "stays", "unsure"
LEVEL = 0.9
"""Share of those who leave, and of those who stay, whose outcome must not be ruled out."""
LEAST = 20
"""Past customers of an outcome below which nothing is ruled out."""


@dataclass(frozen=True)
class Calls:
    """Where outcomes are ruled out, in log-odds."""

    level: float
    leaves_from: float
    """Below this score, leaving is ruled out."""
    stays_to: float
    """Above this score, staying is ruled out."""

    def of(self, scores: Floats) -> tuple[str, ...]:
        """One call a score; where both outcomes are ruled out, the score is between two worlds: unsure."""
        leaves, stays = scores >= self.leaves_from, scores <= self.stays_to
        return tuple(np.select([leaves & ~stays, stays & ~leaves], [LEAVES, STAYS], UNSURE).tolist())

    def holds(self, scores: Floats, left: Floats) -> NDArray[np.bool_]:
        """Whether what came (1: left) had not been ruled out, shape (n,)."""
        return np.where(left > 0, scores >= self.leaves_from, scores <= self.stays_to)


def calls_from(scores: Floats, left: Floats, level: float = LEVEL) -> Calls:
    """The calls that past scores (log-odds, out of sample) and outcomes (1: left) allow."""
    gone, here = np.sort(scores[left > 0]), np.sort(scores[left <= 0])
    return Calls(level, _lowest(gone, level), -_lowest(-here[::-1], level))


def _lowest(ordered: Floats, level: float) -> float:
    """The score that all but ``1 - level`` of an outcome reach, finite samples allowed for."""
    if len(ordered) < LEAST:
        return float("-inf")
    allowed = int(np.floor((1.0 - level) * (len(ordered) + 1)))
    return float(ordered[allowed - 1]) if allowed >= 1 else float("-inf")
