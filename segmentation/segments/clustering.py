"""Finds groups: one UMAP per block, joined at equal spread, then HDBSCAN with guards.

Joining the raw blocks lets one drown the other; reducing each first, then giving all the same spread, keeps
what is the cross product of what people say and what they do. Where a block only blurs the picture it is
left out.
"""

from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segmentation.segments.layout import distances_between, lay_out
from segmentation.settings import Settings
from segmentation.vectors import Blocks

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
VOTERS = 15
SMALL = 50
"""Below this many customers no groups are sought."""
ENOUGH = 0.4
"""Share of customers that must have a block before groups are sought in it."""
CLEAR = 0.35
"""Rank from which on more blocks are better than fewer: below it they blur one another."""
MOST_NOISE = 0.5
LARGEST = 0.8
NOISE_PENALTY = 0.5
EVEN = 0.35
"""A group may hold this share of all; a larger one counts against a clustering."""
GIANT, GIANT_PENALTY = 0.5, 0.5
"""A group of more than half is taken only where there is nothing else."""
DENSITY = 5
"""Neighbours that make a place dense (HDBSCAN's ``min_samples``)."""


@dataclass(frozen=True)
class Grouping:
    """Labels 0.. of each customer, -1 where no group could be given at all."""

    labels: Ints
    membership: NDArray[np.float64]
    """0..1."""
    forced: NDArray[np.bool_]
    """Given to the nearest group although the clustering left the customer out."""
    uses: tuple[str, ...]
    """The blocks in which groups were sought."""
    noise: float
    """Share the clustering itself left out."""
    validity: float
    """Relative validity (DBCV) of the chosen clustering, -1..1."""


@dataclass(frozen=True)
class _Found:
    """A clustering of those who have all blocks used."""

    uses: tuple[str, ...]
    rows: Ints
    space: Floats
    labels: Ints
    strength: NDArray[np.float64]
    noise: float
    validity: float

    @property
    def rank(self) -> float:
        """The more valid, the fewer left out and the evener, the better."""
        return _rank(self.labels, self.noise, self.validity)


def group(blocks: Blocks, settings: Settings) -> Grouping:
    """Cluster all customers; those without the needed blocks are placed by their neighbours later."""
    n = len(blocks.customer_ids)
    found = _clearest(blocks, _layouts(blocks, settings), settings)
    if found is None:
        return _ungrouped(n, blocks.known())
    labels, strength = np.full(n, -1, dtype=np.int64), np.zeros(n)
    forced = np.zeros(n, dtype=bool)
    forced[found.rows[found.labels < 0]] = True
    labels[found.rows], strength[found.rows] = _settle(found.space, found.labels, found.strength)
    return Grouping(labels, strength, forced, found.uses, found.noise, found.validity)


def _layouts(blocks: Blocks, settings: Settings) -> dict[str, Floats]:
    """Each block that enough customers have, laid out by itself and weighed."""
    weights = {
        "said": settings.text_weight,
        "done": settings.behaviour_weight,
        "goods": settings.goods_weight,
    }
    least = max(SMALL, ENOUGH * blocks.known().sum())
    laid: dict[str, Floats] = {}
    for name, block in blocks.parts.items():
        if block.has.sum() >= least and weights[name] > 0:
            low = lay_out(block.values[block.has], settings.seed)
            laid[name] = np.zeros((len(block.has), low.shape[1]), dtype=np.float32)
            laid[name][block.has] = low * weights[name]
    return laid


def _clearest(blocks: Blocks, laid: dict[str, Floats], settings: Settings) -> _Found | None:
    """The clustering with the most blocks that is clear, or the best there is."""
    tried: list[_Found] = []
    for count in range(len(laid), 0, -1):
        level = [_try(blocks, laid, uses, settings) for uses in combinations(sorted(laid), count)]
        kept = [found for found in level if found is not None]
        clear = [found for found in kept if found.rank >= CLEAR]
        if clear:
            return max(clear, key=lambda found: found.rank)
        tried += kept
    return max(tried, key=lambda found: found.rank, default=None)


def _try(blocks: Blocks, laid: dict[str, Floats], uses: tuple[str, ...], settings: Settings) -> _Found | None:
    inside = np.all([blocks.parts[name].has for name in uses], axis=0)
    rows = np.flatnonzero(inside)
    if len(rows) < max(SMALL, ENOUGH * blocks.known().sum()):
        return None
    space = np.hstack([laid[name][rows] for name in uses])
    clustered = _hdbscan(space, settings)
    return None if clustered is None else _Found(uses, rows, space, *clustered)


def vote(distance: NDArray[Any], labels: Ints, voters: int = VOTERS) -> tuple[Ints, NDArray[np.float64]]:
    """Label and share of the votes of each row's nearest neighbours, nearer ones heavier.

    Args:
        distance: shape (rows, neighbours' candidates).
        labels: of the candidates, at least 0.
        voters: how many vote.
    """
    k = min(voters, distance.shape[1])
    nearest = np.argpartition(distance, k - 1, axis=1)[:, :k]
    near = np.take_along_axis(distance, nearest, axis=1)
    weight = 1.0 / (near + np.median(near) * 0.1 + 1e-9)
    votes = np.zeros((len(distance), int(labels.max()) + 1), dtype=np.float64)
    np.add.at(votes, (np.arange(len(distance))[:, None], labels[nearest]), weight)
    votes /= votes.sum(axis=1, keepdims=True)
    return votes.argmax(axis=1).astype(np.int64), votes.max(axis=1)


def _ungrouped(n: int, known: NDArray[np.bool_]) -> Grouping:
    """Everyone known in one group: too few, or too alike, to tell apart."""
    labels = np.where(known, 0, -1).astype(np.int64)
    return Grouping(labels, known.astype(np.float64), np.zeros(n, dtype=bool), (), 0.0, 0.0)


def _hdbscan(space: Floats, settings: Settings) -> tuple[Ints, NDArray[np.float64], float, float] | None:
    """Labels, strengths, noise and validity of the best clustering that keeps the guards, if any does."""
    from hdbscan import HDBSCAN

    n = len(space)
    best: tuple[float, Ints, NDArray[np.float64], float, float] | None = None
    # Leaves split what the excess of mass keeps as one large group.
    for size, method in product(_sizes(n, settings.minimum_segment), ("eom", "leaf")):
        model = HDBSCAN(
            min_cluster_size=size,
            min_samples=DENSITY,
            cluster_selection_method=method,
            gen_min_span_tree=True,
            core_dist_n_jobs=1,
        ).fit(space)
        labels = model.labels_.astype(np.int64)
        noise = float((labels < 0).mean())
        sizes = np.bincount(labels[labels >= 0])
        if len(sizes) < 2 or noise > MOST_NOISE or sizes.max() > LARGEST * n:
            continue
        validity = float(model.relative_validity_)
        rank = _rank(labels, noise, validity)
        if best is None or rank > best[0]:
            best = (rank, labels, model.probabilities_.astype(np.float64), noise, validity)
    return None if best is None else best[1:]


def _rank(labels: Ints, noise: float, validity: float) -> float:
    largest = float(np.bincount(labels[labels >= 0]).max()) / len(labels)
    giant = GIANT_PENALTY if largest > GIANT else 0.0
    return validity - NOISE_PENALTY * noise - max(0.0, largest - EVEN) - giant


def _sizes(n: int, least: int) -> list[int]:
    """Least sizes of a group to try, from small to a tenth of all."""
    shares = (0.01, 0.015, 0.02, 0.03, 0.05, 0.08)
    return sorted({max(least, round(share * n)) for share in shares})


def _settle(space: Floats, labels: Ints, strength: NDArray[np.float64]) -> tuple[Ints, NDArray[np.float64]]:
    """Those left out go to the group of their nearest neighbours, with the share of votes as membership."""
    out = labels < 0
    settled, weight = labels.copy(), np.clip(strength, 0.0, 1.0)
    if out.any():
        distance = distances_between(space[out], space[~out])
        settled[out], share = vote(distance, labels[~out])
        weight[out] = 0.5 * share
    return settled, weight
