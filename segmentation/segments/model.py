"""What is kept of a clustering: who is where, and enough of the map to place newcomers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.records import SegmentPlace
from segmentation.blocks import Blocks
from segmentation.segments.evolution import Became, what_became
from segmentation.segments.grouping import Grouping, Map, group
from segmentation.segments.matching import match_ids
from segmentation.segments.neighbours import Floats, Ints
from segmentation.settings import Settings

NOWHERE = SegmentPlace(-1, 0.0, False)
STAYS = 0.4
"""A customer leaves a segment only when less than this part of what speaks for another speaks for it."""
LEFT_OUT, TAKEN_IN = 0.4, 0.9
"""Own share below which a member becomes a forced one, and from which a forced one becomes a member."""


@dataclass(frozen=True)
class SegmentModel:
    """The customers that were grouped, with the segment of each."""

    customer_ids: tuple[str, ...]
    segments: Ints
    """Segment ids, at least 0, shape (n,)."""
    membership: NDArray[np.float64]
    forced: NDArray[np.bool_]
    known: NDArray[np.bool_]
    """Which of the blocks used are known of each, shape (n, blocks used)."""
    map: Map
    ids: Ints
    """Segment id of each group of the map."""
    next_id: int
    """Ids from here on have never been used."""
    moment: int
    """UTC seconds of the fit."""
    noise: float
    validity: float
    became: tuple[Became, ...] = ()
    """What became of the segments of the fit before."""
    sought: str = ""
    """What was set when they were sought."""

    @property
    def uses(self) -> tuple[str, ...]:
        """The blocks in which groups were sought; empty where the customers are one cloud."""
        return self.map.uses

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Position of each customer."""
        return {customer: row for row, customer in enumerate(self.customer_ids)}

    def places(self) -> dict[str, int]:
        """Segment ids by customer."""
        return dict(zip(self.customer_ids, self.segments.tolist(), strict=True))


@dataclass(frozen=True)
class _Everyone:
    """How much of each group everyone known is."""

    shares: Floats
    sure: NDArray[np.float64]
    forced: NDArray[np.bool_]
    found: Grouping


def fit_segments(
    blocks: Blocks,
    moment: int,
    settings: Settings,
    previous: SegmentModel | None = None,
    sought: str = "",
) -> SegmentModel:
    """Group the customers (a sample of them when they are many) and give each group its lasting id.

    Whoever was in a segment before and still half belongs there stays, so that nobody flips to and fro.
    """
    members = blocks.choose(np.flatnonzero(blocks.known()))
    places = previous.places() if previous is not None else {}
    before = np.array([places.get(one, -1) for one in members.customer_ids], dtype=np.int64)
    every = _everyone(members, settings, before)
    kept = np.flatnonzero(every.sure > 0)
    members, before, shares, sure = members.choose(kept), before[kept], every.shares[kept], every.sure[kept]
    labels = shares.argmax(axis=1).astype(np.int64) if len(kept) else np.zeros(0, dtype=np.int64)
    first = previous.next_id if previous is not None else 0
    known = {one: segment for one, segment in places.items() if segment >= 0}
    ids = match_ids(members.customer_ids, labels.tolist(), known, first)
    lasting = np.array([ids.get(label, -1) for label in range(shares.shape[1])], dtype=np.int64)
    labels = _stayed(shares, labels, before, lasting)
    own = shares[np.arange(len(labels)), labels]
    forced = _settled(members.customer_ids, own, every.forced[kept], labels, lasting, previous)
    uses = every.found.map.uses
    return SegmentModel(
        members.customer_ids,
        lasting[labels],
        np.clip(own * sure, 0.0, 1.0),
        forced,
        np.array([members.parts[name].has for name in uses], dtype=bool).reshape(len(uses), len(kept)).T,
        every.found.map,
        lasting,
        max([first, *(segment + 1 for segment in ids.values())]),
        moment,
        every.found.noise,
        every.found.validity,
        what_became(known, dict(zip(members.customer_ids, lasting[labels].tolist(), strict=True))),
        sought,
    )


def _everyone(members: Blocks, settings: Settings, before: Ints) -> _Everyone:
    """Those grouped, and where they are a sample the others placed among them."""
    n = len(members.customer_ids)
    if n <= settings.sample:
        found = group(members, settings, before)
        return _Everyone(found.shares, found.sure, found.forced, found)
    chosen = np.sort(np.random.default_rng(settings.seed).choice(n, settings.sample, replace=False))
    found = group(members.choose(chosen), settings, before[chosen])
    rest = np.setdiff1d(np.arange(n), chosen)
    shares = np.zeros((n, found.shares.shape[1]), dtype=np.float32)
    sure, forced = np.zeros(n), np.zeros(n, dtype=bool)
    shares[chosen], sure[chosen], forced[chosen] = found.shares, found.sure, found.forced
    shares[rest], sure[rest] = found.map.shares(members.choose(rest))
    forced[rest] = (shares[rest].max(axis=1) < LEFT_OUT) | (sure[rest] < 1.0)
    return _Everyone(shares, sure, forced, found)


def _stayed(shares: Floats, labels: Ints, before: Ints, lasting: Ints) -> Ints:
    """The labels, but whoever still belongs enough to the segment of before is left there."""
    group_of = {int(segment): label for label, segment in enumerate(lasting.tolist()) if segment >= 0}
    earlier = np.array([group_of.get(segment, -1) for segment in before.tolist()], dtype=np.int64)
    still = np.flatnonzero(earlier >= 0)
    still = still[shares[still, earlier[still]] >= STAYS * shares[still].max(axis=1)]
    stayed = labels.copy()
    stayed[still] = earlier[still]
    return stayed


def _settled(
    customers: Sequence[str],
    own: Floats,
    forced: NDArray[np.bool_],
    labels: Ints,
    lasting: Ints,
    previous: SegmentModel | None,
) -> NDArray[np.bool_]:
    """Who is forced: as found, but for those who stayed only where their share says so clearly."""
    if previous is None:
        return forced
    was = dict(zip(previous.customer_ids, previous.forced.tolist(), strict=True))
    place = previous.places()
    settled = forced.copy()
    for row, customer in enumerate(customers):
        if place.get(customer, -1) != lasting[labels[row]]:
            continue
        if forced[row] and not was[customer] and own[row] >= LEFT_OUT:
            settled[row] = False
        elif not forced[row] and was[customer] and own[row] < TAKEN_IN:
            settled[row] = True
    return settled


def place(model: SegmentModel | None, blocks: Blocks) -> tuple[SegmentPlace, ...]:
    """Where each customer belongs: as grouped, or by the nearest of those who were.

    A customer of whom nothing is known is nowhere (segment -1).
    """
    if model is None or len(model.segments) == 0:
        return (NOWHERE,) * len(blocks.customer_ids)
    row = model.rows
    places = [_stored(model, row[one]) if one in row else NOWHERE for one in blocks.customer_ids]
    new = np.array([i for i, one in enumerate(blocks.customer_ids) if one not in row], dtype=np.int64)
    for position, newcomer in zip(new.tolist(), _newcomers(model, blocks.choose(new)), strict=True):
        places[position] = newcomer
    return tuple(places)


def _stored(model: SegmentModel, row: int) -> SegmentPlace:
    named = tuple(name for name, known in zip(model.uses, model.known[row].tolist(), strict=True) if known)
    sure = round(float(model.membership[row]), 3)
    return SegmentPlace(int(model.segments[row]), sure, bool(model.forced[row]), named)


def _newcomers(model: SegmentModel, blocks: Blocks) -> list[SegmentPlace]:
    if len(blocks.customer_ids) == 0:
        return []
    shares, sure = model.map.shares(blocks)
    found = []
    for row, label in enumerate(shares.argmax(axis=1).tolist()):
        if sure[row] <= 0 or model.ids[label] < 0:
            found.append(NOWHERE)
            continue
        named = tuple(name for name in model.uses if blocks.parts[name].has[row])
        strength = round(float(shares[row, label] * sure[row]), 3)
        found.append(SegmentPlace(int(model.ids[label]), strength, True, named))
    return found
