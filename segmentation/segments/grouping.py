"""Finds the groups: each block laid out by itself, joined at equal spread, then clustered.

Joining the raw blocks lets one drown the other; laying each out first, then giving all the same spread, keeps
what is the cross product of what people say and what they do. Where a block only blurs the picture it is
left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from segmentation.blocks import Blocks
from segmentation.segments.clustering import LARGEST, Clustering, cluster, largest_share
from segmentation.segments.layout import LaidOut, Layout, lay_out
from segmentation.segments.neighbours import VOTERS, Floats, Ints, votes
from segmentation.settings import Settings

SMALL = 50
"""Below this many customers no groups are sought."""
ENOUGH = 0.4
"""Share of customers that must have a block before groups are sought in it."""
CLEAR = 0.35
"""Rank from which on more blocks are better than fewer: below it they blur one another."""
UNSURE_VOTERS = 4 * VOTERS
"""Where a block is missing groups lie over one another: more neighbours tell how many belong to each."""
VOTING = 8_000
"""So many of those grouped vote on where others belong."""


@dataclass(frozen=True)
class Map:
    """Where groups lie, so that anyone can be placed: layouts, and those who vote."""

    uses: tuple[str, ...]
    """The blocks in which groups were sought; empty: the customers are one cloud."""
    layouts: Mapping[str, Layout]
    weights: Mapping[str, float]
    spaces: Mapping[str, Floats]
    """Coordinates of the voters in each block, weighed."""
    labels: Ints
    """Group of each voter."""

    def shares(self, blocks: Blocks) -> tuple[Floats, NDArray[np.float64]]:
        """How much of each group everyone is, shape (n, groups), and the weight of the blocks known, 0..1.

        Whoever lacks a block is compared by the others only; of whom nothing is known the shares are 0.
        """
        n = len(blocks.customer_ids)
        found = np.zeros((n, int(self.labels.max(initial=0)) + 1), dtype=np.float32)
        if not self.uses:
            known = blocks.known()
            found[known] = 1.0
            return found, known.astype(np.float64)
        has = {name: self._has(blocks, name) for name in self.uses}
        total = sum(self.weights[name] for name in self.uses)
        parts = [self._known(blocks, name) * (self.weights[name] / total) for name in self.uses]
        sure: NDArray[np.float64] = np.sum(parts, axis=0)
        for names in _subsets(self.uses):
            rows = np.flatnonzero(np.all([has[name] == (name in names) for name in self.uses], axis=0))
            if len(rows):
                asked = np.hstack(
                    [self.weights[k] * self.layouts[k].extend(blocks.parts[k].values[rows]) for k in names]
                )
                points = np.hstack([self.spaces[k] for k in names])
                voters = VOTERS if names == self.uses else UNSURE_VOTERS
                found[rows] = votes(asked, points, self.labels, voters)
        return found, sure

    def _known(self, blocks: Blocks, name: str) -> NDArray[np.float64]:
        """How much of a block is known of each, 0..1."""
        has = self._has(blocks, name)
        share = np.zeros(len(has))
        share[has] = 1.0 - np.isnan(blocks.parts[name].values[has]).mean(axis=1)
        return share

    def _has(self, blocks: Blocks, name: str) -> NDArray[np.bool_]:
        block = blocks.parts.get(name)
        if block is None or not self.layouts[name].fits(block.values):
            return np.zeros(len(blocks.customer_ids), dtype=bool)
        return block.has


@dataclass(frozen=True)
class Grouping:
    """How much of each group every customer is, and who was left out of all."""

    shares: Floats
    """Shape (n, groups); a row of zeros where nothing is known."""
    sure: NDArray[np.float64]
    """Weight of the blocks that are known of each, 0..1."""
    forced: NDArray[np.bool_]
    """Given to the nearest group although the clustering left them out, or by a part of the blocks only."""
    map: Map
    noise: float
    validity: float


@dataclass(frozen=True)
class _Found:
    """A clustering of those who have all blocks used."""

    uses: tuple[str, ...]
    rows: Ints
    space: Floats
    best: Clustering


@dataclass(frozen=True)
class _Laid:
    """Every block laid out, with the rows that have it."""

    blocks: Blocks
    low: dict[str, Floats] = field(default_factory=dict)
    """Coordinates, weighed; rows without the block mean nothing."""
    layouts: dict[str, Layout] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)


def group(blocks: Blocks, settings: Settings, before: Ints | None = None) -> Grouping:
    """Cluster the customers; those without the needed blocks are placed by what is known of them.

    Args:
        blocks: of the customers.
        settings: weights, least size and seed.
        before: earlier segment of each, -1 where there is none: of clusterings as good the steadier is taken.
    """
    n = len(blocks.customer_ids)
    laid = _lay_out(blocks, settings)
    found = _clearest(laid, settings, before)
    if found is None:
        cloud = Map((), {}, {}, {}, np.zeros(0, dtype=np.int64))
        shares, sure = cloud.shares(blocks)
        return Grouping(shares, sure, np.zeros(n, dtype=bool), cloud, 0.0, 0.0)
    chart = _chart(laid, found, settings.seed)
    shares, sure = chart.shares(blocks)
    inside = found.best.labels >= 0
    # Who was clustered is what the clustering says; the neighbours say how surely.
    shares[found.rows[inside]] = _settled(shares[found.rows[inside]], found.best.labels[inside])
    forced = np.ones(n, dtype=bool)
    forced[found.rows[inside]] = False
    return Grouping(shares, sure, forced, chart, found.best.noise, found.best.validity)


def _lay_out(blocks: Blocks, settings: Settings) -> _Laid:
    """Each block that enough customers have, laid out by itself and weighed."""
    laid = _Laid(blocks)
    least = max(SMALL, ENOUGH * blocks.known().sum())
    for name, block in blocks.parts.items():
        weight, whole = settings.weight(name), block.whole
        if whole.sum() < least or weight <= 0:
            continue
        out: LaidOut = lay_out(block.values[whole], settings.seed)
        laid.low[name] = np.zeros((len(whole), out.low.shape[1]), dtype=np.float32)
        laid.low[name][whole] = out.low * weight
        laid.layouts[name], laid.weights[name] = out.layout, weight
    return laid


def _clearest(laid: _Laid, settings: Settings, before: Ints | None) -> _Found | None:
    """The clustering with the most blocks that is clear, or the best there is."""
    tried: list[_Found] = []
    for count in range(len(laid.low), 0, -1):
        level = [_try(laid, uses, settings, before) for uses in combinations(sorted(laid.low), count)]
        kept = [found for found in level if found is not None]
        clear = [found for found in kept if found.best.rank >= CLEAR]
        if clear:
            return max(clear, key=lambda found: found.best.rank)
        tried += kept
    return max(tried, key=lambda found: found.best.rank, default=None)


def _try(laid: _Laid, uses: tuple[str, ...], settings: Settings, before: Ints | None) -> _Found | None:
    blocks = laid.blocks
    rows = np.flatnonzero(np.all([blocks.parts[name].whole for name in uses], axis=0))
    if len(rows) < max(SMALL, ENOUGH * blocks.known().sum()):
        return None
    space = np.hstack([laid.low[name][rows] for name in uses])
    best = cluster(space, settings.minimum_segment, None if before is None else before[rows])
    if best is None:
        return None
    found = _Found(uses, rows, space, best)
    # With those left out given away, no group may be most of all either.
    return found if largest_share(_filled(found)) <= LARGEST else None


def _filled(found: _Found) -> Ints:
    labels, inside = found.best.labels.copy(), found.best.labels >= 0
    if not inside.all():
        labels[~inside] = votes(found.space[~inside], found.space[inside], labels[inside]).argmax(axis=1)
    return labels


def _chart(laid: _Laid, found: _Found, seed: int) -> Map:
    inside = np.flatnonzero(found.best.labels >= 0)
    if len(inside) > VOTING:
        inside = np.sort(np.random.default_rng(seed).choice(inside, VOTING, replace=False))
    rows = found.rows[inside]
    return Map(
        found.uses,
        {name: laid.layouts[name] for name in found.uses},
        {name: laid.weights[name] for name in found.uses},
        {name: laid.low[name][rows] for name in found.uses},
        found.best.labels[inside],
    )


def _settled(shares: Floats, labels: Ints) -> Floats:
    """The shares with each row's own label on top: where the neighbours say otherwise, both are halved."""
    rows = np.arange(len(labels))
    contrary = shares.argmax(axis=1) != labels
    settled = shares.copy()
    settled[contrary] *= 0.5
    settled[rows[contrary], labels[contrary]] += 0.5
    return settled


def _subsets(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [chosen for count in range(len(names), 0, -1) for chosen in combinations(names, count)]
