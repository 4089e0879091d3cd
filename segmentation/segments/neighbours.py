"""Who is near whom: exact nearest neighbours, a piece at a time, and what they vote."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
ROWS_AT_ONCE = 1024
VOTERS = 15
NEAR = 0.1
"""Share of the typical distance below which one neighbour counts no more than another."""


@dataclass(frozen=True)
class Neighbours:
    """The nearest points of each point, nearest first, each of shape (n, k)."""

    positions: Ints
    distances: Floats


def nearest(asked: Floats, points: Floats, count: int, *, same: bool = False) -> Neighbours:
    """Exact nearest points by Euclidean distance.

    Args:
        asked: shape (n, d).
        points: shape (m, d).
        count: how many, at most m.
        same: ``asked`` are the points themselves; each is first among its own neighbours then.
    """
    n = len(asked)
    positions, distances = np.empty((n, count), dtype=np.int64), np.empty((n, count), dtype=np.float32)
    for start in range(0, n, ROWS_AT_ONCE):
        rows = slice(start, min(start + ROWS_AT_ONCE, n))
        apart = distances_between(asked[rows], points)
        if same:
            apart[np.arange(rows.stop - start), np.arange(start, rows.stop)] = -1.0
        best = np.argpartition(apart, count - 1, axis=1)[:, :count]
        near = np.take_along_axis(apart, best, axis=1)
        order = np.argsort(near, axis=1, kind="stable")
        positions[rows] = np.take_along_axis(best, order, axis=1)
        distances[rows] = np.maximum(np.take_along_axis(near, order, axis=1), 0.0)
    return Neighbours(positions, distances)


def distances_between(left: Floats, right: Floats) -> Floats:
    """Euclidean distances, shape (left, right)."""
    squared = left @ right.T
    squared *= -2.0
    squared += (left**2).sum(axis=1)[:, None]
    squared += (right**2).sum(axis=1)[None, :]
    np.maximum(squared, 0.0, out=squared)
    apart: Floats = np.sqrt(squared, out=squared)
    return apart


def votes(asked: Floats, points: Floats, labels: Ints, voters: int = VOTERS) -> Floats:
    """Share of each label among the nearest points, nearer ones heavier; shape (asked, labels).

    Args:
        asked: shape (n, d).
        points: shape (m, d).
        labels: of the points, at least 0; all labels up to the highest have a column.
        voters: how many vote.
    """
    near = nearest(asked, points, min(voters, len(points)))
    shares = np.zeros((len(asked), int(labels.max()) + 1), dtype=np.float32)
    np.add.at(shares, (np.arange(len(asked))[:, None], labels[near.positions]), nearness(near.distances))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


def nearness(distances: Floats) -> Floats:
    """Weights of neighbours, each row summing to 1."""
    typical = np.maximum(np.median(distances, axis=1, keepdims=True), 1e-6)
    weight = 1.0 / (distances + NEAR * typical)
    scaled: Floats = (weight / weight.sum(axis=1, keepdims=True)).astype(np.float32)
    return scaled
