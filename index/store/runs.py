"""The house-keeping: stages, inbox, postings, conversations, audit."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from index import schema
from index.ports import Stage
from index.store.database import Database
from index.store.documents import to_document
from index.store.moments import moment, seconds
from index.store.revisions import PARTS, numbers
from index.store.writing import add_new, put

DATED = {"orders": schema.orders, "events": schema.events, "feedback": schema.feedback}
"""Parts whose rows have a time, so that what lies after ``as_of`` can be left out."""
ABANDONED = timedelta(minutes=10)
"""After this long a claim without a message is nobody's any more."""


class SqlRuns:
    """The tables ``stages``, ``inbox``, ``postings``, ``turns`` and ``audit``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stage(self, name: str) -> Stage | None:
        """What the stage last did."""
        query = select(schema.stages).where(schema.stages.c.name == name)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else Stage(row.fingerprint, moment(row.as_of), row.document, row.blob)

    def finish_stage(self, name: str, stage: Stage) -> None:
        """Note that the stage is done."""
        row = {
            "name": name,
            "fingerprint": stage.fingerprint,
            "as_of": seconds(stage.as_of),
            "document": to_document(stage.document),
            "blob": stage.blob,
        }
        with self._database.write() as connection:
            put(connection, schema.stages, [row])

    def fingerprint(self, as_of: datetime, parts: Iterable[str]) -> str:
        """Changes whenever rows of ``parts`` up to ``as_of`` have been added, changed or erased.

        Raises:
            ValueError: there is no such part.
        """
        with self._database.read() as connection:
            revision = numbers(connection)
            said = [_mark(connection, part, revision.get(part, 0), as_of) for part in sorted(set(parts))]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def receive(self, key: str, payload: Mapping[str, object], at: datetime) -> bool:
        """Put an event into the inbox; False when it is there already."""
        row = {
            "key": key,
            "received_at": seconds(at),
            "payload": to_document(payload),
            "state": "received",
            "attempts": 0,
        }
        with self._database.write() as connection:
            return add_new(connection, schema.inbox, [row]) == 1

    def settle(self, key: str, state: str) -> None:
        """Mark as ``answered`` or ``failed``."""
        inbox = schema.inbox
        changed = update(inbox).where(inbox.c.key == key)
        with self._database.write() as connection:
            connection.execute(changed.values(state=state, attempts=inbox.c.attempts + 1))

    def unsettled(self) -> tuple[tuple[str, Mapping[str, object]], ...]:
        """Events received and not answered yet, oldest first."""
        columns = schema.inbox.c
        query = select(columns.key, columns.payload).where(columns.state == "received")
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(columns.received_at, columns.key)).all()
        return tuple((row.key, row.payload) for row in rows)

    def claim_posting(self, kind: str, day: date, channel: str, at: datetime) -> bool:
        """True for the one caller who may post; after ten minutes without a message, for another one."""
        row = {"kind": kind, "day": day.isoformat(), "channel": channel, "at": seconds(at)}
        columns = schema.postings.c
        # Whoever claimed it was stopped before anything was posted.
        left = and_(columns.message.is_(None), columns.at <= seconds(at - ABANDONED))
        taken_over = update(schema.postings).where(_posting(kind, day, channel), left).values(at=seconds(at))
        with self._database.write() as connection:
            if add_new(connection, schema.postings, [row]) == 1:
                return True
            return connection.execute(taken_over).rowcount == 1

    def posted(self, kind: str, day: date, channel: str) -> str | None:
        """The message's id; None where nothing is noted."""
        query = select(schema.postings.c.message).where(_posting(kind, day, channel))
        with self._database.read() as connection:
            return connection.execute(query).scalar()

    def note_posting(self, kind: str, day: date, channel: str, message: str | None) -> None:
        """Note the message's id; None gives the claim back."""
        own = _posting(kind, day, channel)
        with self._database.write() as connection:
            if message is None:
                connection.execute(delete(schema.postings).where(own))
            else:
                connection.execute(update(schema.postings).where(own).values(message=message))

    def remember(self, thread: str, at: datetime, asker: str | None, document: Mapping[str, object]) -> None:
        """Append one turn to a conversation."""
        row = {"thread": thread, "at": seconds(at), "asker": asker, "document": to_document(document)}
        with self._database.write() as connection:
            connection.execute(insert(schema.turns), [row])

    def recall(self, thread: str, *, limit: int = 6) -> tuple[Mapping[str, object], ...]:
        """The last turns, oldest first."""
        columns = schema.turns.c
        query = select(columns.document).where(columns.thread == thread)
        with self._database.read() as connection:
            found = connection.execute(query.order_by(columns.id.desc()).limit(limit)).scalars().all()
        return tuple(reversed(found))

    def audit(
        self, at: datetime, actor: str, action: str, subject: str, place: str, document: Mapping[str, object]
    ) -> None:
        """Append to the audit; nothing there is ever changed."""
        row = {
            "at": seconds(at),
            "actor": actor,
            "action": action,
            "subject": subject,
            "place": place,
            "document": to_document(document),
        }
        with self._database.write() as connection:
            connection.execute(insert(schema.audit), [row])


def _posting(kind: str, day: date, channel: str) -> ColumnElement[bool]:
    columns = schema.postings.c
    return and_(columns.kind == kind, columns.day == day.isoformat(), columns.channel == channel)


def _mark(connection: Connection, part: str, revision: int, as_of: datetime) -> str:
    if part not in PARTS:
        raise ValueError(f"no part {part!r}; there are {', '.join(PARTS)}")
    if part not in DATED:
        return f"{part} {revision}"
    at = DATED[part].c.at
    query = select(func.count(), func.max(at)).where(at <= seconds(as_of))
    count, last = connection.execute(query).one()
    return f"{part} {revision} {count} {last}"
