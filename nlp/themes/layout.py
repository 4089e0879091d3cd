"""Lays texts out in few dimensions, where density can be judged (UMAP, McInnes et al. 2018)."""

import warnings

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Vectors
from nlp.themes.neighbours import Neighbours, nearest_others

NEIGHBOURS = 15
DIMENSIONS = 5
SMALLEST_LAYOUT = 60
"""Below this many points a neighbour graph says little: principal components serve instead."""
MANY = 8_000

Layout = NDArray[np.float64]


def lay_out(points: Vectors, seed: int) -> Layout:
    """Place unit vectors ``(n, d)`` so that near ones lie together; shape ``(n, a few)``.

    Several UMAP layouts that differ in their random draws stand side by side: a distance is then a mean
    over draws, which steadies what the clustering finds. One thread and exact neighbours: the same points
    in the same order give the same layout.
    """
    if len(points) < SMALLEST_LAYOUT:
        return principal_components(points)
    draws, epochs = (3, 150) if len(points) <= MANY else (2, 120)
    near = nearest_others(points, NEIGHBOURS)
    return np.hstack([_umap(points, near, seed * 101 + draw, epochs) for draw in range(draws)])


def principal_components(points: Vectors) -> Layout:
    """The points' coordinates along their leading axes of variance, with the axes' signs fixed."""
    centred = np.asarray(points - points.mean(axis=0), dtype=np.float64)
    left, sizes, axes = np.linalg.svd(centred, full_matrices=False)
    signs = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])
    return np.asarray((left * sizes * signs)[:, : 2 * DIMENSIONS])


def _umap(points: Vectors, near: Neighbours, seed: int, epochs: int) -> Layout:
    from umap import UMAP

    distances = np.clip(1.0 - near.similarities, 0.0, 2.0).astype(np.float32)
    reducer = UMAP(
        n_neighbors=NEIGHBOURS,
        n_components=DIMENSIONS,
        min_dist=0.0,
        metric="cosine",
        n_epochs=epochs,
        random_state=seed,
        n_jobs=1,
        precomputed_knn=(near.positions.astype(np.int32), distances),
    )
    with warnings.catch_warnings():
        # It warns that it cannot place new points: those are placed by `assign`.
        warnings.simplefilter("ignore")
        return np.asarray(reducer.fit_transform(points), dtype=np.float64)
