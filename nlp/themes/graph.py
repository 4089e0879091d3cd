"""The graph of near neighbours, and points drawn to where their neighbours are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlp.themes.neighbours import nearest_others
from nlp.themes.space import unit

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from nlp.findings import Vectors
    from nlp.themes.neighbours import Neighbours

USUAL = 15
USUAL_TEXTS = 4_000
"""So many neighbours among so many texts; both grow alike: a theme is as large a part of any corpus."""
FEWEST, MOST = 10, 60
STEPS = 14
"""So many times each point moves to the mean of its neighbourhood."""


@dataclass(frozen=True, slots=True)
class Graph:
    """``weights``: how near neighbours are, 0..1; ``links``: 1 where either is among the other's nearest."""

    weights: csr_matrix
    links: csr_matrix


def neighbour_count(texts: int) -> int:
    """How many neighbours tell a theme among so many texts: enough to hold it, too few to reach beyond."""
    wanted = round(USUAL * texts / USUAL_TEXTS)
    return max(1, min(max(FEWEST, min(wanted, MOST)), texts // 4))


def connect(points: Vectors) -> Graph:
    """The graph of the unit vectors ``(n, d)``; its weights are those of UMAP (McInnes et al. 2018)."""
    from scipy.sparse import csr_matrix

    count = neighbour_count(len(points))
    near = nearest_others(points, count + 1)
    rows = np.repeat(np.arange(len(points)), count)
    columns = near.positions[:, 1:].ravel()
    shape = (len(points), len(points))
    nearness = csr_matrix((_nearness(near).ravel(), (rows, columns)), shape=shape)
    linked = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    either = nearness + nearness.T - nearness.multiply(nearness.T)
    return Graph(csr_matrix(either), csr_matrix(linked.maximum(linked.T)))


def draw_together(points: Vectors, graph: Graph) -> Vectors:
    """The points after some steps towards the weighted mean of themselves and their neighbours.

    It is mean shift on a graph (Carreira-Perpiñán 2006): what lies between themes goes to one of them, and
    nothing is drawn at random.
    """
    from scipy.sparse import diags, eye

    closed = graph.weights + eye(len(points), format="csr")
    averaging = (diags(1.0 / np.asarray(closed.sum(axis=1)).ravel()) @ closed).astype(np.float32)
    for _ in range(STEPS):
        points = unit(averaging @ points)
    return points


def _nearness(near: Neighbours) -> Vectors:
    """1 for the nearest, falling with distance so that all points have neighbourhoods of one size."""
    distances = np.clip(1.0 - near.similarities[:, 1:], 0.0, 2.0).astype(np.float64)
    beyond = distances - distances[:, :1]
    wanted = np.log2(distances.shape[1] + 1)
    low, high = np.zeros((len(beyond), 1)), np.full((len(beyond), 1), 4.0)
    for _ in range(30):
        middle = (low + high) / 2
        reached = np.exp(-beyond / np.maximum(middle, 1e-9)).sum(axis=1, keepdims=True) > wanted
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return np.asarray(np.exp(-beyond / np.maximum(high, 1e-6)), dtype=np.float32)
