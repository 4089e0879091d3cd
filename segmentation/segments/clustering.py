"""Clusterings of a space (HDBSCAN, Campello et al. 2013), the most valid of which is taken if of use."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from tempfile import TemporaryDirectory

import numpy as np

from segmentation.segments.neighbours import Floats, Ints

MOST_NOISE = 0.5
LARGEST = 0.6
"""A group may hold this share of those clustered, and with those that are given to it later."""
NOISE_PENALTY = 0.5
USUAL_NOISE = 0.25
"""So much left out costs nothing: there are always people between groups."""
EVEN = 0.35
"""A larger share than this in one group counts against a clustering."""
STEADY = 0.1
"""What it is worth to leave everyone where they were: as much as so much validity."""
SAMPLED = 2_000
"""Customers whose silhouettes are looked at."""
DENSITY = 5
"""Neighbours that make a place dense (HDBSCAN's ``min_samples``)."""
SHARES = (0.01, 0.015, 0.02, 0.03, 0.05, 0.08)
"""Least sizes of a group to try, as shares of all."""


@dataclass(frozen=True)
class Clustering:
    """Labels 0.. of each row, -1 where the clustering leaves it out."""

    labels: Ints
    noise: float
    """Share left out."""
    validity: float
    """Mean of relative validity (DBCV) and, twice, silhouette, -1..1.

    DBCV alone likes the few groups that one coordinate makes; the silhouette sees all of them.
    """
    rank: float
    """The more valid, the fewer left out, the evener and the steadier, the better."""


def cluster(space: Floats, least: int, before: Ints | None = None) -> Clustering | None:
    """The best clustering that keeps the guards; None where there is none: the rows are one cloud then.

    Args:
        space: shape (n, d).
        least: customers in the smallest group allowed.
        before: earlier labels of the rows, -1 where unknown.
    """
    ranked = [_ranked(found, before) for found in _clusterings(space, least)]
    return max(ranked, key=lambda found: found.rank, default=None)


def steadiness(labels: Ints, before: Ints) -> float:
    """Share of those known before who stay in the group that became of theirs, 0..1."""
    from scipy.optimize import linear_sum_assignment

    known = (labels >= 0) & (before >= 0)
    if not known.any():
        return 0.0
    shared = np.zeros((labels.max() + 1, before.max() + 1))
    np.add.at(shared, (labels[known], before[known]), 1.0)
    rows, columns = linear_sum_assignment(-shared)
    return float(shared[rows, columns].sum() / known.sum())


def _clusterings(space: Floats, least: int) -> Iterator[Clustering]:
    """Useful ones of each least size and way of choosing groups from the tree, which is made once."""
    from hdbscan import HDBSCAN
    from joblib import Memory

    with TemporaryDirectory() as folder:
        tree = Memory(folder, verbose=0)
        # Leaves split what the excess of mass keeps as one large group.
        for size, method in product(_sizes(len(space), least), ("eom", "leaf")):
            model = HDBSCAN(
                min_cluster_size=size,
                min_samples=DENSITY,
                cluster_selection_method=method,
                gen_min_span_tree=True,
                core_dist_n_jobs=1,
                memory=tree,
            ).fit(space)
            labels = model.labels_.astype(np.int64)
            if _useful(labels):
                validity = (float(model.relative_validity_) + 2.0 * silhouette(space, labels)) / 3.0
                yield Clustering(labels, float((labels < 0).mean()), validity, 0.0)


def silhouette(space: Floats, labels: Ints) -> float:
    """Mean silhouette (Rousseeuw 1987) of those clustered, of an even sample where they are many; -1..1."""
    from sklearn.metrics import silhouette_score

    inside = np.flatnonzero(labels >= 0)
    rows = inside[:: max(1, len(inside) // SAMPLED)]
    if not 1 < len(np.unique(labels[rows])) < len(rows):
        return -1.0
    return float(silhouette_score(space[rows], labels[rows]))


def _useful(labels: Ints) -> bool:
    """Two groups or more, none of which is most of all, and no more noise than groups."""
    sizes = np.bincount(labels[labels >= 0])
    if len(sizes) < 2 or (labels < 0).mean() > MOST_NOISE:
        return False
    return bool(sizes.max() <= LARGEST * sizes.sum())


def _ranked(found: Clustering, before: Ints | None) -> Clustering:
    largest = float(np.bincount(found.labels[found.labels >= 0]).max()) / len(found.labels)
    rank = found.validity - NOISE_PENALTY * max(0.0, found.noise - USUAL_NOISE) - max(0.0, largest - EVEN)
    if before is not None:
        rank += STEADY * steadiness(found.labels, before)
    return Clustering(found.labels, found.noise, found.validity, rank)


def _sizes(n: int, least: int) -> list[int]:
    return sorted({max(least, round(share * n)) for share in SHARES})


def largest_share(labels: Ints) -> float:
    """Share of the largest group, 0 where there is none."""
    return float(np.bincount(labels).max() / len(labels)) if len(labels) else 0.0
