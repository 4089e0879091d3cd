"""How many texts a theme needs, and how many it may hold."""

import numpy as np

SMALLEST = 3
"""Fewer texts are no theme; in a corpus of a hundred or more it takes ``USUAL_SMALLEST``."""
USUAL_SMALLEST = 5
STEPS = 7
LARGEST_SHARE = 0.3
"""A theme that holds more of a corpus than this says nothing."""
FEW = 60
"""Below this many texts one theme may well be half of them."""


def smallest_sizes(count: int) -> tuple[int, ...]:
    """The least sizes of a theme worth trying in a corpus of ``count`` texts, growing with its root."""
    root = float(np.sqrt(count))
    least = SMALLEST if count < 100 else USUAL_SMALLEST
    finest, coarsest = max(least, 0.17 * root), max(least + 1, 0.5 * root)
    return tuple(sorted({int(size) for size in np.rint(np.geomspace(finest, coarsest, STEPS))}))
