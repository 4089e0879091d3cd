"""Lays a block out in few dimensions, where density can be judged (UMAP, McInnes et al. 2018)."""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
DIMENSIONS = 5
NEIGHBOURS = 15
EPOCHS = 200
ROWS_AT_ONCE = 1024


@dataclass(frozen=True)
class Neighbours:
    """The nearest points of each point, itself first, each of shape (n, k)."""

    positions: NDArray[np.int32]
    distances: Floats


def lay_out(block: Floats, seed: int) -> Floats:
    """Place the rows so that near ones lie together, with an overall spread of 1; shape (n, a few).

    Neighbours are exact and one thread works, so the same rows in the same order give the same layout; unit
    vectors are compared by their chord, which orders them as their angle does.
    """
    from umap import UMAP

    near = nearest_others(block, min(NEIGHBOURS, len(block) - 1))
    with warnings.catch_warnings():
        # It warns that a seed means one thread and that it cannot place newcomers; neither is news.
        warnings.simplefilter("ignore")
        low = UMAP(
            n_components=min(DIMENSIONS, block.shape[1]),
            n_neighbors=near.positions.shape[1],
            min_dist=0.0,
            n_epochs=EPOCHS,
            metric="euclidean",
            random_state=seed,
            n_jobs=1,
            force_approximation_algorithm=True,
            precomputed_knn=(near.positions, near.distances),
        ).fit_transform(block)
    low = np.asarray(low, dtype=np.float64)
    low -= low.mean(axis=0)
    spread = float(np.sqrt((low**2).sum(axis=1).mean()))
    scaled: Floats = (low / max(spread, 1e-9)).astype(np.float32)
    return scaled


def nearest_others(block: Floats, count: int) -> Neighbours:
    """Exact nearest points by Euclidean distance."""
    n = len(block)
    positions, distances = np.empty((n, count), dtype=np.int32), np.empty((n, count), dtype=np.float32)
    for start in range(0, n, ROWS_AT_ONCE):
        rows = slice(start, min(start + ROWS_AT_ONCE, n))
        apart = distances_between(block[rows], block)
        own = np.arange(rows.start, rows.stop)
        apart[np.arange(len(own)), own] = -1.0
        best = np.argpartition(apart, count - 1, axis=1)[:, :count]
        near = np.take_along_axis(apart, best, axis=1)
        order = np.argsort(near, axis=1, kind="stable")
        positions[rows] = np.take_along_axis(best, order, axis=1)
        distances[rows] = np.maximum(np.take_along_axis(near, order, axis=1), 0.0)
    return Neighbours(positions, distances)


def distances_between(left: Floats, right: Floats) -> Floats:
    """Euclidean distances, shape (left, right)."""
    squared = (left**2).sum(axis=1)[:, None] + (right**2).sum(axis=1)[None, :] - 2.0 * left @ right.T
    apart: Floats = np.sqrt(np.maximum(squared, 0.0)).astype(np.float32)
    return apart
