"""Lays a block out in few dimensions, where groups stand apart (diffusion maps, Coifman and Lafon 2006).

A random walk between neighbours stays long within a group; the slowest ways in which it mixes are the
coordinates, each damped by how fast it fades, so that what is no group hardly counts.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segmentation.segments.neighbours import Floats, Neighbours, nearest, nearness

DIMENSIONS = 10
NEIGHBOURS = 15
STEPS = 16
"""Steps of the walk: what fades within so many is no group."""
WIDEST = 64
"""Wider blocks are projected on their main directions before neighbours are sought."""
LANDMARKS = 8_000
"""So many laid out customers serve to place others."""
LOCAL = 0.004
"""A coordinate that only tells such a small share of all apart is left out."""


@dataclass(frozen=True)
class Layout:
    """Customers laid out, and what it takes to lay out others among them."""

    middle: Floats
    """Shape (d,)."""
    directions: Floats
    """Shape (d, kept)."""
    points: Floats
    """The landmarks in the main directions, shape (m, kept)."""
    placed: Floats
    """Coordinates of the landmarks, an overall spread of 1; shape (m, a few)."""

    def extend(self, values: Floats) -> Floats:
        """Coordinates of other customers by this block's values: those of their nearest neighbours.

        Of whom a part is not known (nan) the neighbours are sought by the rest.
        """
        found = np.zeros((len(values), self.placed.shape[1]), dtype=np.float32)
        unknown = np.isnan(values)
        kinds, kind = np.unique(unknown, axis=0, return_inverse=True)
        for number, missing in enumerate(kinds):
            rows = np.flatnonzero(kind.ravel() == number)
            near = self._near(values[rows], ~missing)
            found[rows] = np.einsum("nk,nkd->nd", nearness(near.distances), self.placed[near.positions])
        return found

    def _near(self, values: Floats, known: NDArray[np.bool_]) -> Neighbours:
        # Directions mix columns only in blocks too wide to have parts that are not known.
        columns = np.ones(self.points.shape[1], dtype=bool) if known.all() else known
        directions = self.directions[known][:, columns]
        asked = ((values[:, known] - self.middle[known]) @ directions).astype(np.float32)
        points = self.points if columns.all() else self.points[:, columns]
        return nearest(asked, points, min(NEIGHBOURS, len(points)))

    def fits(self, values: Floats) -> bool:
        """Whether these values are of the same kind: another encoder or other goods are not."""
        return bool(values.shape[1] == len(self.middle))


@dataclass(frozen=True)
class LaidOut:
    """A layout with the coordinates of all that it was made of, shape (n, a few)."""

    layout: Layout
    low: Floats


def lay_out(block: Floats, seed: int) -> LaidOut:
    """Place the rows so that near ones lie together; the same rows in the same order, the same layout."""
    middle = block.mean(axis=0)
    directions = _directions(block - middle)
    points = ((block - middle) @ directions).astype(np.float32)
    near = nearest(points, points, min(NEIGHBOURS, len(points)), same=True)
    low = _spread(_coordinates(_walk(near), seed))
    draw = np.random.default_rng(seed)
    kept = np.arange(len(points))
    if len(kept) > LANDMARKS:
        kept = np.sort(draw.choice(kept, LANDMARKS, replace=False))
    return LaidOut(Layout(middle, directions, points[kept], low[kept]), low)


def _directions(centred: Floats) -> Floats:
    width = centred.shape[1]
    if width <= WIDEST:
        return np.eye(width, dtype=np.float32)
    _, vectors = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    main: Floats = vectors[:, ::-1][:, :WIDEST].astype(np.float32)
    return main


def _walk(near: Neighbours) -> Any:
    """Symmetric weights of neighbours, sparse: near ones as seen from the sparser or the denser side."""
    from scipy.sparse import csr_matrix

    n, count = near.positions.shape
    distances = near.distances[:, 1:].astype(np.float64)
    first = distances[:, :1]
    typical = np.maximum((distances - first).mean(axis=1, keepdims=True), 1e-6)
    weight = np.exp(-(distances - first) / typical)
    rows = np.repeat(np.arange(n), count - 1)
    one_way = csr_matrix((weight.ravel(), (rows, near.positions[:, 1:].ravel())), shape=(n, n))
    return one_way + one_way.T - one_way.multiply(one_way.T)


def _coordinates(weights: Any, seed: int) -> NDArray[np.float64]:
    """The slowest coordinates of the walk, each as wide as what is left of it after ``STEPS``."""
    from scipy.sparse import diags

    n = weights.shape[0]
    mass = np.sqrt(np.maximum(np.asarray(weights.sum(axis=1)).ravel(), 1e-12))
    walk = diags(1.0 / mass) @ weights @ diags(1.0 / mass)
    values, vectors = _slowest(walk, mass / np.linalg.norm(mass), min(2 * DIMENSIONS, n // 4), seed)
    shape = vectors / mass[:, None]
    shape /= np.maximum(shape.std(axis=0), 1e-12)
    # A handful of twins far from all others would each take a coordinate: they are no segment.
    telling = 1.0 / np.maximum((shape**4).mean(axis=0), 1e-12) >= LOCAL
    chosen = np.flatnonzero(telling)[:DIMENSIONS] if telling.any() else np.arange(1)
    kept: NDArray[np.float64] = shape[:, chosen] * np.maximum(values[chosen], 1e-3) ** STEPS
    return kept


def _slowest(
    walk: Any, rest: NDArray[np.float64], count: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Largest eigenvalues but that of ``rest``, where the walk ends, largest first; vectors as columns."""
    from scipy.sparse.linalg import LinearOperator, eigsh

    n = walk.shape[0]
    if n <= 4 * count:
        values, vectors = np.linalg.eigh(walk.toarray() - np.outer(rest, rest))
    else:
        start = np.random.default_rng(seed).uniform(-1.0, 1.0, size=n)
        moved = LinearOperator((n, n), matvec=lambda v: walk @ v - rest * (rest @ v), dtype=np.float64)
        values, vectors = eigsh(moved, k=count, which="LA", v0=start, tol=1e-4)
    order = np.argsort(-values, kind="stable")[:count]
    return values[order], vectors[:, order]


def _spread(low: NDArray[np.float64]) -> Floats:
    """Around the middle, at an overall spread of 1."""
    centred = low - low.mean(axis=0)
    spread = float(np.sqrt((centred**2).sum(axis=1).mean()))
    scaled: Floats = (centred / max(spread, 1e-9)).astype(np.float32)
    return scaled
