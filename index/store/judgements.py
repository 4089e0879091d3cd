"""What was judged of customers: profiles with their history, and segments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from index import schema
from index.records import Profile, ProfileChange, Segment, SegmentEvent
from index.store.database import Database
from index.store.moments import seconds
from index.store.persons import kept_ids, same_person
from index.store.revisions import bump
from index.store.rows import judged
from index.store.writing import insertion, put


class SqlJudgements:
    """The tables ``profiles``, ``profile_changes`` and ``segments``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, profiles: Sequence[Profile], changes: Sequence[ProfileChange]) -> None:
        """Replace these customers' profiles and add the changes, in one transaction."""
        if not profiles and not changes:
            return
        with self._database.write() as connection:
            put(connection, schema.profiles, [judged.profile_values(profile) for profile in profiles])
            rows = [judged.change_values(change) for change in changes]
            if rows:
                _add_changes(connection, rows)
            bump(connection, "profiles")

    def profile(self, customer_id: str) -> Profile | None:
        """The last one stored."""
        with self._database.read() as connection:
            kept = same_person(connection, customer_id)[0]
            query = select(schema.profiles.c.document).where(schema.profiles.c.customer_id == kept)
            document = connection.execute(query).scalar()
        return None if document is None else judged.profile(document)

    def profiles(
        self,
        *,
        segment: int | None = None,
        tier: str | None = None,
        level: str | None = None,
        limit: int | None = None,
    ) -> tuple[Profile, ...]:
        """Highest value at risk first; those of customers merged since are left out."""
        columns = schema.profiles.c
        merged = select(schema.customers.c.id).where(schema.customers.c.merged_into.is_not(None))
        query = select(columns.document).where(columns.customer_id.not_in(merged))
        if segment is not None:
            query = query.where(columns.segment_id == segment)
        if tier is not None:
            query = query.where(columns.tier == tier)
        if level is not None:
            query = query.where(columns.level == level)
        query = query.order_by(columns.value_at_risk.desc(), columns.customer_id).limit(limit)
        with self._database.read() as connection:
            documents = connection.execute(query).scalars().all()
        return tuple(judged.profile(document) for document in documents)

    def changes(self, customer_id: str | None, since: datetime) -> tuple[ProfileChange, ...]:
        """Newest first."""
        columns = schema.profile_changes.c
        query = select(schema.profile_changes).where(columns.at >= seconds(since))
        query = query.order_by(columns.at.desc(), columns.id.desc())
        with self._database.read() as connection:
            kept = kept_ids(connection)
            if customer_id is not None:
                query = query.where(columns.customer_id.in_(same_person(connection, customer_id)))
            rows = connection.execute(query).all()
        return tuple(judged.change(row, kept.get(row.customer_id, row.customer_id)) for row in rows)

    def save_segments(self, segments: Sequence[Segment]) -> None:
        """Those in use; others are retired."""
        with self._database.write() as connection:
            connection.execute(update(schema.segments).values(retired=True))
            put(connection, schema.segments, [judged.segment_values(segment) for segment in segments])

    def segments(self) -> tuple[Segment, ...]:
        """Largest first."""
        columns = schema.segments.c
        query = select(schema.segments).where(columns.retired.is_(False))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(columns.size.desc(), columns.id)).all()
        return tuple(judged.segment(row) for row in rows)

    def save_events(self, events: Sequence[SegmentEvent]) -> None:
        """What became of segments; an event found again is the same one."""
        if events:
            with self._database.write() as connection:
                put(connection, schema.segment_events, [judged.event_values(event) for event in events])

    def events(self) -> tuple[SegmentEvent, ...]:
        """What became of segments, newest first."""
        columns = schema.segment_events.c
        query = select(columns.document).order_by(columns.at.desc(), columns.segment_id, columns.what)
        with self._database.read() as connection:
            documents = connection.execute(query).scalars().all()
        return tuple(judged.event(document) for document in documents)


def _add_changes(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Add changes; one more of the same day and kind goes on from the first, and there and back is none."""
    table = schema.profile_changes
    statement = insertion(connection, table)
    later = {name: statement.excluded[name] for name in ("new", "reasons")}
    statement = statement.on_conflict_do_update(index_elements=["customer_id", "at", "what"], set_=later)
    connection.execute(statement, rows)
    days = {row["at"] for row in rows}
    connection.execute(delete(table).where(table.c.at.in_(days), table.c.old == table.c.new))
