"""Finds groups: one UMAP per block, joined at equal spread, then HDBSCAN with guards.

Joining the raw blocks lets one drown the other; reducing each first, then giving both the same spread, keeps
what is the cross product of what people say and what they do.
"""

from dataclasses import dataclass

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
ENOUGH_BOTH = 0.4
"""Share of customers that must have both blocks before groups are sought in both."""
MOST_NOISE = 0.5
LARGEST = 0.8
NOISE_PENALTY = 0.5


@dataclass(frozen=True)
class Grouping:
    """Labels 0.. of each customer, -1 where no group could be given at all."""

    labels: Ints
    membership: NDArray[np.float64]
    """0..1; halved for customers known by one block only."""
    forced: NDArray[np.bool_]
    """Given to the nearest group although the clustering left the customer out."""
    uses_text: bool
    noise: float
    """Share the clustering itself left out."""
    validity: float
    """Relative validity (DBCV) of the chosen clustering, -1..1."""


def group(blocks: Blocks, settings: Settings) -> Grouping:
    """Cluster all customers; those without the needed blocks are placed by their neighbours later."""
    n = len(blocks.customer_ids)
    both = blocks.has_text & blocks.has_done
    known = blocks.has_text | blocks.has_done
    uses_text = bool(both.sum() >= max(SMALL, ENOUGH_BOTH * known.sum()))
    inside = both if uses_text else blocks.has_done
    rows = np.flatnonzero(inside)
    if len(rows) < SMALL:
        return _ungrouped(n, inside)
    space = _space(blocks, rows, uses_text, settings)
    labels, strength, noise, validity = _hdbscan(space, settings)
    every_label, every_strength = np.full(n, -1, dtype=np.int64), np.zeros(n)
    forced = np.zeros(n, dtype=bool)
    forced[rows[labels < 0]] = True
    settled, weight = _settle(space, labels, strength)
    every_label[rows], every_strength[rows] = settled, weight
    return Grouping(every_label, every_strength, forced, uses_text, noise, validity)


def vote(
    distance: NDArray[np.float64] | Floats, labels: Ints, voters: int = VOTERS
) -> tuple[Ints, NDArray[np.float64]]:
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
    votes = np.zeros((len(distance), int(labels.max()) + 1))
    np.add.at(votes, (np.arange(len(distance))[:, None], labels[nearest]), weight)
    votes /= votes.sum(axis=1, keepdims=True)
    return votes.argmax(axis=1).astype(np.int64), votes.max(axis=1)


def _ungrouped(n: int, inside: NDArray[np.bool_]) -> Grouping:
    """Everyone known in one group: too few to tell apart."""
    labels = np.where(inside, 0, -1).astype(np.int64)
    return Grouping(labels, inside.astype(np.float64), np.zeros(n, dtype=bool), False, 0.0, 0.0)


def _space(blocks: Blocks, rows: Ints, uses_text: bool, settings: Settings) -> Floats:
    parts = [lay_out(blocks.done[rows], settings.seed) * settings.behaviour_weight]
    if uses_text:
        parts.append(lay_out(blocks.text[rows], settings.seed) * settings.text_weight)
    return np.hstack(parts).astype(np.float32)


def _hdbscan(space: Floats, settings: Settings) -> tuple[Ints, NDArray[np.float64], float, float]:
    """The most valid clustering that keeps the guards; one group where none does."""
    from hdbscan import HDBSCAN

    n = len(space)
    best: tuple[float, Ints, NDArray[np.float64], float, float] | None = None
    for size in _sizes(n, settings.minimum_segment):
        model = HDBSCAN(
            min_cluster_size=size,
            min_samples=max(3, size // 3),
            gen_min_span_tree=True,
            core_dist_n_jobs=1,
        ).fit(space)
        labels = model.labels_.astype(np.int64)
        noise = float((labels < 0).mean())
        sizes = np.bincount(labels[labels >= 0])
        if len(sizes) < 2 or noise > MOST_NOISE or sizes.max() > LARGEST * n:
            continue
        validity = float(model.relative_validity_)
        rank = validity - NOISE_PENALTY * noise
        if best is None or rank > best[0]:
            best = (rank, labels, model.probabilities_.astype(np.float64), noise, validity)
    if best is None:
        return np.zeros(n, dtype=np.int64), np.ones(n), 0.0, 0.0
    return best[1:]


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
