"""What became of segments from one fit to the next: born, gone, split, merged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from index.records import Segment, SegmentEvent

LARGE = 0.25
"""A segment came out of another, or went into it, when so much of those known both times did."""


@dataclass(frozen=True)
class Became:
    """One event; for a split ``others`` are the parts, for a merger what was merged into the segment."""

    what: str
    """born, gone, split or merged."""
    segment: int
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Flow:
    """Customers known both times, by where they were and where they are."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    counts: np.ndarray
    """Shape (old, new)."""


def what_became(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Became, ...]:
    """Events between two placings of customers, by segment.

    A new segment that took a large part of its known members, and a large part of the old one's, from a
    segment that lives on is a part of it: that one has split. An old segment most of which went into one that
    lives on was merged into it. All other new segments are born, all other old ones are gone.
    """
    if not before:
        return ()
    flow = _flow(before, after)
    splits: dict[int, list[int]] = {}
    merged: dict[int, list[int]] = {}
    events: list[Became] = []
    for place, segment in enumerate(flow.new):
        if segment in flow.old:
            continue
        source = _source(flow, place)
        if source is None:
            events.append(Became("born", segment))
        else:
            splits.setdefault(source, []).append(segment)
    for place, segment in enumerate(flow.old):
        if segment in flow.new or segment in splits:
            continue
        target = _target(flow, place)
        if target is None:
            events.append(Became("gone", segment))
        else:
            merged.setdefault(target, []).append(segment)
    events += [Became("split", one, tuple(sorted(parts))) for one, parts in splits.items()]
    events += [Became("merged", one, tuple(sorted(parts))) for one, parts in merged.items()]
    return tuple(sorted(events, key=lambda event: (event.segment, event.what)))


def events_of(
    became: Sequence[Became], at: datetime, old: Sequence[Segment], new: Sequence[Segment]
) -> tuple[SegmentEvent, ...]:
    """The events as they are kept, with the names of all segments named, of now or else of before."""
    names = {one.id: one.names for one in (*old, *new)}
    return tuple(
        SegmentEvent(
            at,
            one.what,
            one.segment,
            one.others,
            {str(id_): dict(names[id_]) for id_ in (one.segment, *one.others) if id_ in names},
        )
        for one in became
    )


def _flow(before: Mapping[str, int], after: Mapping[str, int]) -> _Flow:
    old = tuple(sorted({one for one in before.values() if one >= 0}))
    new = tuple(sorted({one for one in after.values() if one >= 0}))
    counts = np.zeros((len(old), len(new)))
    rows, columns = ({one: place for place, one in enumerate(names)} for names in (old, new))
    for customer, segment in before.items():
        now = after.get(customer, -1)
        if segment >= 0 and now >= 0:
            counts[rows[segment], columns[now]] += 1
    return _Flow(old, new, counts)


def _source(flow: _Flow, place: int) -> int | None:
    """The old segment that a new one is a part of."""
    came = flow.counts[:, place]
    if came.sum() == 0:
        return None
    row = int(came.argmax())
    large = came[row] >= LARGE * flow.counts[row].sum() and came[row] >= 0.5 * came.sum()
    return flow.old[row] if large else None


def _target(flow: _Flow, place: int) -> int | None:
    """The segment that an old one, which is no more, went into."""
    went = flow.counts[place]
    if went.sum() == 0:
        return None
    column = int(went.argmax())
    lives_on = flow.new[column] in flow.old
    return flow.new[column] if lives_on and went[column] >= 0.5 * went.sum() else None
