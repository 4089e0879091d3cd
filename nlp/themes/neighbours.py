"""Exact nearest neighbours by cosine: the same for the same points, however many there are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Vectors
from nlp.themes.corpus import Positions

BLOCK_CELLS = 8_000_000


@dataclass(frozen=True, slots=True)
class Neighbours:
    """``positions`` and ``similarities`` of the nearest points, each ``(n, k)``, nearest first."""

    positions: Positions
    similarities: NDArray[np.float32]


def nearest(queries: Vectors, points: Vectors, count: int) -> Neighbours:
    """The ``count`` (or all, if fewer) most similar of the unit vectors ``points`` for each query."""
    count = min(count, len(points))
    positions = np.empty((len(queries), count), dtype=np.int64)
    similarities = np.empty((len(queries), count), dtype=np.float32)
    step = max(1, BLOCK_CELLS // max(len(points), 1))
    for start in range(0, len(queries), step):
        block = slice(start, start + step)
        positions[block], similarities[block] = _best(queries[block] @ points.T, count)
    return Neighbours(positions, similarities)


def nearest_others(points: Vectors, count: int) -> Neighbours:
    """Each point's neighbours with the point itself first, as UMAP expects them."""
    found = nearest(points, points, count)
    own = np.arange(len(points))[:, None]
    order = np.argsort(found.positions != own, axis=1, kind="stable")
    positions = np.take_along_axis(found.positions, order, axis=1)
    similarities = np.take_along_axis(found.similarities, order, axis=1)
    positions[:, 0] = own[:, 0]
    similarities[:, 0] = 1.0
    return Neighbours(positions, similarities)


def _best(similarity: Vectors, count: int) -> tuple[Positions, NDArray[np.float32]]:
    width = similarity.shape[1]
    if count < width:
        chosen = np.argpartition(similarity, width - count, axis=1)[:, width - count :]
    else:
        chosen = np.broadcast_to(np.arange(width), similarity.shape)
    values = np.take_along_axis(similarity, chosen, axis=1)
    order = np.lexsort((chosen, -values), axis=1)
    return np.take_along_axis(chosen, order, axis=1), np.take_along_axis(values, order, axis=1)
