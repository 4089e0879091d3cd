"""Tells whether what is said under a theme has shifted: late texts against earlier ones, by permutation."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Vectors
from nlp.themes.space import unit

LATE_DAYS = 30
"""Texts of so many days before a moment are set against all earlier ones."""
ROUNDS = 999
MOST_TEXTS = 600
"""So many texts of each side are looked at; the newest of them."""
FEWEST_TEXTS = 8
"""Fewer on a side can have moved anywhere."""
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Shift:
    """The cosine between late and earlier texts' means, the chance of one so small, and telling rows."""

    similarity: float
    probability: float
    rows: tuple[int, ...]
    """The late texts farthest in the direction of the shift."""


def shift_of(points: Vectors, late: NDArray[np.bool_], *, seed: int = 0) -> Shift | None:
    """How far the ``late`` ones of the points ``(n, d)``, oldest first, lie from the others.

    None with too few on either side. Permutation test of the distance between the two means (Good 2005):
    the probability is the part of ``ROUNDS`` random divisions of the same texts with means as far apart.
    """
    rows = np.concatenate([np.flatnonzero(~late)[-MOST_TEXTS:], np.flatnonzero(late)[-MOST_TEXTS:]])
    own, side = points[rows], late[rows]
    count = int(side.sum())
    if min(count, len(rows) - count) < FEWEST_TEXTS:
        return None
    total = own.sum(axis=0)
    observed = _apart(own[side].sum(axis=0)[None, :], total, count, len(rows))[0]
    draw = np.random.default_rng(seed)
    sides = np.zeros((ROUNDS, len(rows)), dtype=np.float32)
    for row in sides:
        row[draw.permutation(len(rows))[:count]] = 1.0
    as_far = int((_apart(sides @ own, total, count, len(rows)) >= observed * (1 - 1e-6)).sum())
    means = unit(np.stack([own[side].mean(axis=0), own[~side].mean(axis=0)]))
    towards = points[rows[side]] @ (means[0] - means[1])
    telling = rows[side][np.argsort(-towards, kind="stable")[:SHOWN]]
    return Shift(float(means[0] @ means[1]), (as_far + 1) / (ROUNDS + 1), tuple(telling.tolist()))


def _apart(sums: Vectors, total: Vectors, count: int, size: int) -> NDArray[np.float64]:
    """Squared distance between the mean of ``count`` points of each sum and that of the other points."""
    between = sums / count - (total - sums) / (size - count)
    return np.asarray((between**2).sum(axis=1), dtype=np.float64)
