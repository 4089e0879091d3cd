"""The store as it would have been judged on another day: everything else is asked of the real one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.failures import InternalError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from index.ports import Activity, Cases, Customers, Judgements, Privacy, Runs, Said, Store, Themes
    from index.records import Profile, ProfileChange, Segment, SegmentEvent
    from segmentation.build import Judged


class JudgedThen:
    """What was judged of customers as of a day, held in memory and never stored."""

    def __init__(self, judged: Judged, stored: Judgements, as_of: datetime) -> None:
        self._stored, self._as_of = stored, as_of
        self._profiles = sorted(judged.profiles, key=lambda one: (-one.value_at_risk, one.customer_id))
        self._by_id = {one.customer_id: one for one in judged.profiles}
        self._changes = sorted(judged.changes, key=lambda one: one.at, reverse=True)
        self._segments = tuple(sorted(judged.segments, key=lambda one: (-one.size, one.id)))

    def save(self, profiles: Sequence[Profile], changes: Sequence[ProfileChange]) -> None:
        """Refused: a look back changes nothing."""
        raise InternalError("a look back stores nothing")

    def save_segments(self, segments: Sequence[Segment]) -> None:
        """Refused: a look back changes nothing."""
        raise InternalError("a look back stores nothing")

    def profile(self, customer_id: str) -> Profile | None:
        """The customer's, as of that day."""
        return self._by_id.get(customer_id)

    def profiles(
        self,
        *,
        segment: int | None = None,
        tier: str | None = None,
        level: str | None = None,
        limit: int | None = None,
    ) -> tuple[Profile, ...]:
        """Highest value at risk first."""
        chosen = (
            one
            for one in self._profiles
            if (segment is None or one.segment.segment_id == segment)
            and (tier is None or one.tier == tier)
            and (level is None or one.level == level)
        )
        return tuple(chosen)[:limit]

    def changes(self, customer_id: str | None, since: datetime) -> tuple[ProfileChange, ...]:
        """Newest first: those stored by that day, and what was found just now."""
        found = {
            (one.customer_id, one.at, one.what): one
            for one in (*self._stored.changes(customer_id, since), *self._changes)
            if since <= one.at <= self._as_of and customer_id in (None, one.customer_id)
        }
        return tuple(sorted(found.values(), key=lambda one: one.at, reverse=True))

    def segments(self) -> tuple[Segment, ...]:
        """Largest first."""
        return self._segments

    def save_events(self, events: Sequence[SegmentEvent]) -> None:
        """Refused: a look back changes nothing."""
        raise InternalError("a look back stores nothing")

    def events(self) -> tuple[SegmentEvent, ...]:
        """What had become of segments by that day, newest first."""
        return tuple(one for one in self._stored.events() if one.at <= self._as_of)


class StoreThen:
    """The store with judgements of another day."""

    def __init__(self, store: Store, judged: Judged, as_of: datetime) -> None:
        self._store = store
        self._judgements = JudgedThen(judged, store.judgements, as_of)

    @property
    def customers(self) -> Customers:
        """Who they are."""
        return self._store.customers

    @property
    def activity(self) -> Activity:
        """What they do."""
        return self._store.activity

    @property
    def said(self) -> Said:
        """What they say."""
        return self._store.said

    @property
    def themes(self) -> Themes:
        """What was discovered in it."""
        return self._store.themes

    @property
    def judgements(self) -> Judgements:
        """What was judged as of that day."""
        return self._judgements

    @property
    def cases(self) -> Cases:
        """The closed loop."""
        return self._store.cases

    @property
    def runs(self) -> Runs:
        """The house-keeping."""
        return self._store.runs

    @property
    def privacy(self) -> Privacy:
        """A person's rights."""
        return self._store.privacy

    def ping(self) -> None:
        """As the store."""
        self._store.ping()

    def close(self) -> None:
        """The store is closed by whoever opened it."""
