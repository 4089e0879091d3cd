"""ABC: who brings in the money."""

import numpy as np
from numpy.typing import NDArray

from segmentation.settings import Settings


def abc(net: NDArray[np.float64], settings: Settings) -> tuple[str, ...]:
    """A, B or C for each customer's net spend.

    A customer is A while those who spent strictly more hold less than ``abc_a`` of all positive spend, B
    while they hold less than ``abc_b``, and C otherwise or without positive spend; so equals share a class.
    """
    spent = np.round(np.maximum(net, 0.0) * 100).astype(np.int64)
    total = int(spent.sum())
    if total == 0:
        return ("C",) * len(net)
    ordered = np.sort(spent)[::-1]
    held = np.concatenate([[0], np.cumsum(ordered)])
    ahead = held[np.searchsorted(-ordered, -spent, side="left")] / total
    classes = np.where(ahead < settings.abc_a, "A", np.where(ahead < settings.abc_b, "B", "C"))
    return tuple(np.where(spent > 0, classes, "C").tolist())
