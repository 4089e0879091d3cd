"""Groups points by joining them step by step, and stops where a graph is told most briefly by its groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nlp.themes.carrying import carry
from nlp.themes.density import FEW, LARGEST_SHARE, SMALLEST
from nlp.themes.graph import connect, draw_together
from nlp.themes.measuring import description_length, members_of, shares_around
from nlp.themes.space import unit
from nlp.themes.voting import SURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scipy.sparse import csr_matrix

    from nlp.findings import Vectors
    from nlp.themes.corpus import Positions

NEAR, DRAWN, AXES = 160, 80, 25
"""Leading axes of variance along which neighbours are sought, points drawn together, and then joined."""
JOINED = 5_000
"""So many points at most are joined step by step; the others go to the nearest group."""
CUTS = 40
SMALLEST_MEAN = 8
"""No cut leaves groups that hold fewer points than this on average."""
WORTH = 0.006
"""Cuts that save as much of the length, but for this part, are as good as the best: the middle one is it."""
ROUNDS = 5
"""So often points go to the group with the nearest mean after the cut."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Group of each point (-1: none) and the share of its neighbourhood in that group, 0..1."""

    labels: Positions
    strengths: NDArray[np.float64]

    @property
    def count(self) -> int:
        """How many groups there are."""
        return int(self.labels.max(initial=-1)) + 1


def group(points: Vectors, before: Positions | None = None) -> Grouping:
    """The groups of unit vectors ``(n, d)``, possibly none; nothing in it is drawn at random.

    Points are drawn together, then joined (Ward 1963). Of the cuts through the tree, that is taken which
    tells a walk along the neighbour graph most briefly (the map equation, Rosvall & Bergstrom 2008): it
    finds by itself how many groups there are. What was joined early and is nearer to another group in the
    end goes there. A point whose neighbours are mostly elsewhere is left out. Groups known from ``before``
    (-1: in none) stay where the new ones do not tell clearly more.
    """
    graph = connect(unit(leading_axes(points, NEAR)))
    drawn = leading_axes(draw_together(unit(leading_axes(points, DRAWN)), graph), AXES)
    labels = _best_cut(drawn, graph.links)
    if labels is None:
        return Grouping(np.full(len(points), -1, dtype=np.int64), np.zeros(len(points)))
    labels = _settled(drawn, labels)
    if before is not None and (before >= 0).any():
        labels = carry(graph, labels, before)
    return _without_strays(labels, graph.weights)


def leading_axes(points: Vectors, count: int) -> Vectors:
    """The points' coordinates along their leading axes of variance, ``(n, count)`` at most."""
    centred = np.asarray(points - points.mean(axis=0), dtype=np.float64)
    axes = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :count]
    return np.asarray(centred @ axes, dtype=np.float32)


def _best_cut(drawn: Vectors, links: csr_matrix) -> Positions | None:
    cuts = [labels for labels in _cuts(drawn) if _allowed(labels)]
    if not cuts:
        return None
    one = description_length(links, np.zeros(len(drawn), dtype=np.int64))
    lengths = [description_length(links, labels) for labels in cuts]
    if min(lengths) >= one:
        return None
    most = min(lengths) + WORTH * (one - min(lengths))
    good = [labels for labels, length in zip(cuts, lengths, strict=True) if length <= most]
    return good[len(good) // 2]


def _settled(drawn: Vectors, labels: Positions) -> Positions:
    """The labels after some rounds of going to the nearest mean (Lloyd 1982)."""
    for _ in range(ROUNDS):
        members = members_of(labels)
        means = np.asarray(members.T @ drawn / np.bincount(labels)[:, None], dtype=np.float32)
        found = _nearest_mean(drawn, means)
        labels = np.asarray(np.unique(found, return_inverse=True)[1], dtype=np.int64)
    return labels


def _nearest_mean(points: Vectors, means: Vectors) -> Positions:
    return np.asarray(((means**2).sum(axis=1) - 2 * points @ means.T).argmin(axis=1), dtype=np.int64)


def _cuts(drawn: Vectors) -> Iterator[Positions]:
    """Labels of all points for fewer and for more groups, coarsest first."""
    from scipy.cluster.hierarchy import fcluster, linkage

    joined = drawn[:JOINED]
    most = len(joined) // SMALLEST_MEAN
    if most < 2:
        return
    tree = linkage(joined, method="ward")
    for count in sorted({round(number) for number in np.geomspace(2, most, CUTS)}):
        labels = fcluster(tree, count, criterion="maxclust").astype(np.int64) - 1
        yield labels if len(joined) == len(drawn) else _spread(labels, drawn)


def _spread(labels: Positions, drawn: Vectors) -> Positions:
    """The labels of the first points, and for the others that of the nearest mean."""
    count = int(labels.max()) + 1
    means = np.stack([drawn[: len(labels)][labels == label].mean(axis=0) for label in range(count)])
    return np.concatenate([labels, _nearest_mean(drawn[len(labels) :], means)]).astype(np.int64)


def _allowed(labels: Positions) -> bool:
    sizes = np.bincount(labels)
    return len(sizes) > 1 and (len(labels) < FEW or sizes.max() <= LARGEST_SHARE * len(labels))


def _without_strays(labels: Positions, weights: csr_matrix) -> Grouping:
    """The grouping less points that stand among others', and less groups that hold next to nothing."""
    shares = shares_around(weights, labels)[np.arange(len(labels)), labels]
    kept = np.where(shares >= SURE, labels, -1)
    sizes = np.bincount(kept[kept >= 0], minlength=int(labels.max()) + 1)
    numbers = np.where(sizes >= SMALLEST, np.cumsum(sizes >= SMALLEST) - 1, -1)
    kept = np.where(kept >= 0, numbers[kept], -1).astype(np.int64)
    return Grouping(kept, np.where(kept >= 0, shares, 0.0))
