"""What is kept of a clustering: who is where, and enough of both blocks to place newcomers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.records import SegmentPlace
from segmentation.segments.clustering import group, vote
from segmentation.segments.layout import distances_between
from segmentation.segments.matching import match_ids
from segmentation.settings import Settings
from segmentation.vectors import Blocks

NOWHERE = SegmentPlace(-1, 0.0, False)
CHUNK = 1024
FAR = 1e6
"""Distance of customers who have no block in common."""


@dataclass(frozen=True)
class SegmentModel:
    """The customers that were grouped, with the segment of each."""

    blocks: Blocks
    segments: NDArray[np.int64]
    """Segment ids, at least 0, shape (n,)."""
    membership: NDArray[np.float64]
    forced: NDArray[np.bool_]
    next_id: int
    """Ids from here on have never been used."""
    moment: int
    """UTC seconds of the fit."""
    noise: float
    validity: float
    uses: tuple[str, ...] = ()
    """The blocks in which groups were sought; empty: all serve to place newcomers."""

    def places(self) -> dict[str, int]:
        """Segment ids by customer."""
        return dict(zip(self.blocks.customer_ids, self.segments.tolist(), strict=True))


def fit_segments(
    blocks: Blocks, moment: int, settings: Settings, previous: SegmentModel | None = None
) -> SegmentModel:
    """Group the customers (a sample of them when they are many) and give each group its lasting id."""
    known = np.flatnonzero(blocks.known())
    if len(known) > settings.sample:
        chosen = np.random.default_rng(settings.seed).choice(known, settings.sample, replace=False)
        known = np.sort(chosen)
    sampled = blocks.choose(known)
    found = group(sampled, settings)
    kept = np.flatnonzero(found.labels >= 0)
    labels = found.labels[kept]
    members = sampled.choose(kept)
    before = previous.places() if previous is not None else {}
    first = previous.next_id if previous is not None else 0
    ids = match_ids(members.customer_ids, labels.tolist(), before, first)
    segments = np.array([ids[label] for label in labels.tolist()], dtype=np.int64)
    free = max([first, *(segment + 1 for segment in ids.values())])
    return SegmentModel(
        members,
        segments,
        found.membership[kept],
        found.forced[kept],
        free,
        moment,
        found.noise,
        found.validity,
        found.uses,
    )


def place(model: SegmentModel | None, blocks: Blocks) -> tuple[SegmentPlace, ...]:
    """Where each customer belongs: as grouped, or by the nearest of those who were.

    A customer of whom nothing is known is nowhere (segment -1).
    """
    if model is None or len(model.segments) == 0:
        return (NOWHERE,) * len(blocks.customer_ids)
    row = {customer: place for place, customer in enumerate(model.blocks.customer_ids)}
    places: list[SegmentPlace] = []
    new: list[int] = []
    for position, customer in enumerate(blocks.customer_ids):
        known = row.get(customer)
        if known is None:
            new.append(position)
            places.append(NOWHERE)
            continue
        places.append(_stored(model, known))
    for position, newcomer in zip(new, _newcomers(model, blocks, new), strict=True):
        places[position] = newcomer
    return tuple(places)


def _stored(model: SegmentModel, row: int) -> SegmentPlace:
    return SegmentPlace(
        int(model.segments[row]), round(float(model.membership[row]), 3), bool(model.forced[row])
    )


def _newcomers(model: SegmentModel, blocks: Blocks, rows: Sequence[int]) -> list[SegmentPlace]:
    found: list[SegmentPlace] = []
    ids, labels = np.unique(model.segments, return_inverse=True)
    for start in range(0, len(rows), CHUNK):
        asked = blocks.choose(np.array(rows[start : start + CHUNK], dtype=np.int64))
        uses = model.uses or tuple(model.blocks.parts)
        apart, shared = distances(asked, model.blocks, uses)
        chosen, share = vote(apart, labels.astype(np.int64))
        known = asked.known(uses)
        for place in range(len(asked.customer_ids)):
            if not known[place]:
                found.append(NOWHERE)
                continue
            sure = float(share[place] * shared[place])
            found.append(SegmentPlace(int(ids[chosen[place]]), round(sure, 3), True))
    return found


def distances(
    left: Blocks, right: Blocks, uses: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distance of customers by the blocks that both have, and the share of the blocks that each left one has.

    Every block weighs alike; shapes (left, right) and (left,).
    """
    total = np.zeros((len(left.customer_ids), len(right.customer_ids)))
    weight = np.zeros_like(total)
    for name in uses:
        mine, other = left.parts[name], right.parts[name]
        # An encoder of another width, or other kinds of goods, cannot be compared.
        if mine.values.shape[1] == other.values.shape[1]:
            shared = mine.has[:, None] & other.has[None, :]
            total += np.where(shared, _scaled(distances_between(mine.values, other.values)), 0.0)
            weight += shared
    has = np.mean([left.parts[name].has for name in uses], axis=0)
    return np.where(weight > 0, total / np.maximum(weight, 1.0), FAR), has


def _scaled(apart: NDArray[np.float32]) -> NDArray[np.float32]:
    """In units of the typical distance."""
    scaled: NDArray[np.float32] = apart / max(float(np.median(apart)), 1e-6)
    return scaled
