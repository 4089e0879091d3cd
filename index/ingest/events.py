"""Writes events."""

from typing import Any

from sqlalchemy import Connection, select

from index.cleaning.events import CleanEvent, CleanEvents
from index.cleaning.fields import Terms
from index.cleaning.persons import invented
from index.ingest.counting import Outcome, counted, tally
from index.ingest.people import Mentioned, settle
from index.ingest.sending import add, change
from index.schema import events
from index.store.documents import to_text
from index.store.writing import batches

CONTENT = ("given_customer", "at", "kind", "channel", "target", "attributes")


def write_events(connection: Connection, clean: CleanEvents, terms: Terms) -> Outcome:
    """Store new events and changed ones, and the customers they name."""
    known = _known(connection, {row.id for row in clean.rows})
    contents = [(row.id, _content(row)) for row in clean.rows]
    outcomes = tally(known, contents)
    people = [Mentioned(given, row.handles) for row in clean.rows if (given := _given(row)) is not None]
    settled = settle(connection, people, terms.source)
    last = dict(contents)
    fresh = [key for key in last if key not in known]
    changed = [key for key in known if last[key] != known[key]]
    names = (*CONTENT, "customer_id")

    def values(key: str) -> tuple[Any, ...]:
        content = last[key]
        owner = None if content[0] is None else settled.kept[str(content[0])]
        return (*content[:-1], to_text(dict(content[-1])), owner)  # type: ignore[call-overload]  # pairs

    add(connection, events, ("id", "source", *names), [(key, terms.source, *values(key)) for key in fresh])
    change(connection, events, names, ("id",), [(*values(key), key) for key in changed])
    wrote = frozenset({"events"}) if fresh or changed else frozenset[str]()
    return Outcome(counted(outcomes), settled.parts | wrote)


def _given(row: CleanEvent) -> str | None:
    return row.given or (invented(row.handles) if row.handles else None)


def _content(row: CleanEvent) -> tuple[object, ...]:
    return (_given(row), row.at, row.kind, row.channel, row.target, tuple(sorted(row.attributes.items())))


def _known(connection: Connection, ids: set[str]) -> dict[str, tuple[object, ...]]:
    found: dict[str, tuple[object, ...]] = {}
    for batch in batches(sorted(ids)):
        for row in connection.execute(select(events).where(events.c.id.in_(batch))).mappings():
            attributes = tuple(sorted((row["attributes"] or {}).items()))
            found[row["id"]] = (*(row[name] for name in CONTENT[:-1]), attributes)
    return found
