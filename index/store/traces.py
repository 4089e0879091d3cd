"""Where a person left traces: every row that is theirs, and every row that mentions them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, or_, select

from index import schema
from index.store.persons import same_person
from index.store.writing import batches

SHORTEST_MENTION = 3
"""A shorter id or name is found in too many texts that mean something else."""
PHONE_DIGITS = 8


@dataclass(frozen=True)
class Trace:
    """One table's rows of a person, by the column that names them."""

    table: Table
    column: Column[Any]
    values: tuple[Any, ...]


def find(connection: Connection, customer_id: str) -> tuple[Trace, ...]:
    """Rows of all tables but the shared ones (vectors, themes, segments), dependents first; maybe none."""
    ids = same_person(connection, customer_id)
    feedback = _feedback(connection, ids)
    owned = schema.customers, schema.identities, schema.claims, schema.orders, schema.events
    orders = _column(connection, schema.orders.c.id, schema.orders.c.customer_id, ids)
    cases = _column(connection, schema.cases.c.id, schema.cases.c.customer_id, ids)
    mentions = Mentions.of(connection, ids, feedback)
    found = [
        Trace(schema.order_lines, schema.order_lines.c.order_id, orders),
        Trace(schema.analyses, schema.analyses.c.feedback_id, feedback),
        Trace(schema.theme_assignments, schema.theme_assignments.c.feedback_id, feedback),
        Trace(schema.feedback, schema.feedback.c.id, feedback),
        Trace(schema.case_updates, schema.case_updates.c.case_id, cases),
        Trace(schema.turns, schema.turns.c.id, mentions.rows(connection, schema.turns, "id", "document")),
        Trace(
            schema.quarantine,
            schema.quarantine.c.id,
            mentions.rows(connection, schema.quarantine, "id", "row"),
        ),
        Trace(schema.inbox, schema.inbox.c.key, mentions.rows(connection, schema.inbox, "key", "payload")),
    ]
    personal = schema.profiles, schema.profile_changes, schema.alerts, schema.cases
    found += [Trace(table, table.c.customer_id, ids) for table in personal]
    found += [
        Trace(table, table.c.id if table is schema.customers else table.c.customer_id, ids) for table in owned
    ]
    return tuple(found)


def rows(connection: Connection, trace: Trace) -> Iterator[Mapping[str, Any]]:
    """The rows of a trace, by column name."""
    for batch in batches(trace.values):
        query = select(trace.table).where(trace.column.in_(batch))
        yield from (dict(row._mapping) for row in connection.execute(query))


@dataclass(frozen=True)
class Mentions:
    """By what a person is recognised in stored conversations and refused rows."""

    whole: frozenset[str]
    words: re.Pattern[str]
    phones: tuple[str, ...]

    @classmethod
    def of(cls, connection: Connection, ids: Sequence[str], feedback: Sequence[str]) -> "Mentions":
        """Ids, name, mail, phone and handles of these customers, and the ids under which they are quoted."""
        columns = schema.customers.c
        known: set[str] = set(ids)
        own = select(columns.name, columns.email, columns.phone).where(columns.id.in_(ids))
        for row in connection.execute(own):
            known.update(value for value in row if value)
        handles = select(schema.identities.c.value).where(schema.identities.c.customer_id.in_(ids))
        known.update(connection.execute(handles).scalars())
        names = sorted((re.escape(name.casefold()) for name in known if _tells(name)), key=len, reverse=True)
        digits = {re.sub(r"\D", "", name) for name in known if re.fullmatch(r"[\d\s()+./-]+", name)}
        # Inside a longer word or number it is another's; Chinese knows no spaces between words.
        pattern = rf"(?<![a-z0-9])(?:{'|'.join(names)})(?![a-z0-9])" if names else r"(?!)"
        phones = tuple(value[-PHONE_DIGITS:] for value in digits if len(value) >= PHONE_DIGITS)
        return cls(frozenset(name.casefold() for name in (*known, *feedback)), re.compile(pattern), phones)

    def rows(self, connection: Connection, table: Table, key: str, document: str) -> tuple[Any, ...]:
        """Keys of the rows whose document mentions the person."""
        query = select(table.c[key], table.c[document]).execution_options(yield_per=1000)
        return tuple(row[0] for row in connection.execute(query) if self.found_in(row[1]))

    def found_in(self, document: object) -> bool:
        """Whether any text of a stored document mentions the person."""
        return any(self._mentions(text) for text in _texts(document))

    def _mentions(self, text: str) -> bool:
        folded = text.casefold().strip()
        if folded in self.whole or self.words.search(folded):
            return True
        digits = re.sub(r"\D", "", text) if self.phones else ""
        return any(phone in digits for phone in self.phones)


def _tells(name: str) -> bool:
    return len(name) >= SHORTEST_MENTION or (not name.isascii() and len(name) > 1)


def _texts(document: object) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, Mapping):
        for key, value in document.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(document, list | tuple):
        for value in document:
            yield from _texts(value)


def _feedback(connection: Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """Of these customers, and what was said under one of their handles before it was known as theirs."""
    said, handles = schema.feedback.c, schema.identities.c
    query = select(handles.value, handles.source).where(
        handles.customer_id.in_(ids), handles.kind == "handle"
    )
    known: list[ColumnElement[bool]] = [
        and_(said.customer_id.is_(None), said.author == value, said.source == source)
        for value, source in connection.execute(query)
    ]
    return tuple(connection.execute(select(said.id).where(or_(said.customer_id.in_(ids), *known))).scalars())


def _column(
    connection: Connection, wanted: Column[Any], owner: Column[Any], ids: Iterable[str]
) -> tuple[Any, ...]:
    return tuple(connection.execute(select(wanted).where(owner.in_(ids))).scalars())
