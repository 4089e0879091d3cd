"""One batch of rows: made fit, then written in one transaction with where the file now stands."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, Engine

from index.cleaning.events import clean_events
from index.cleaning.fields import Terms
from index.cleaning.opinions import clean_feedback
from index.cleaning.orders import clean_orders
from index.cleaning.persons import clean_customers
from index.cleaning.veiling import Reading
from index.ingest.counting import Counters, Outcome
from index.ingest.customers import write_customers
from index.ingest.events import write_events
from index.ingest.lines import write_orders
from index.ingest.repeats import Repeats
from index.ingest.said import write_feedback
from index.readers import ROW, Block, BrokenRow
from index.store import revisions

ROWS = {"customers": 5_000, "orders": 100_000, "events": 10_000, "feedback": 1_000}
"""Rows a transaction, by kind: feedback is redacted text by text, orders are written by columns."""


@dataclass
class Desk:
    """What writing needs beside the rows; holds what was said so far, read from the database once."""

    engine: Engine
    reading: Reading
    _repeats: dict[bool, Repeats] = field(default_factory=dict)

    def repeats(self, connection: Connection, *, dated: bool) -> Repeats:
        """Earlier feedback to compare with; in files without dates days mean nothing."""
        if dated not in self._repeats:
            self._repeats.clear()
            self._repeats[dated] = Repeats(dated=dated)
            self._repeats[dated].load(connection)
        return self._repeats[dated]


@dataclass(frozen=True)
class Prepared:
    """A batch made fit: ``write`` stores its good rows; ``rejected`` are the others."""

    write: Callable[[Connection], Outcome]
    rejected: tuple[BrokenRow, ...]


def prepare(block: Block, terms: Terms, desk: Desk) -> Prepared:
    """Clean the rows; nothing is written yet."""
    kind = terms.layout.kind
    broken = block.broken
    if kind != "orders":
        # Only orders have lines; whatever else nests records is one row all the same.
        block = Block(block.frame.unique(subset=ROW, keep="first", maintain_order=True), broken)
    if kind == "customers":
        people = clean_customers(block.frame, terms, desk.reading)
        return Prepared(lambda one: write_customers(one, people, terms), (*broken, *people.rejected))
    if kind == "orders":
        lines = clean_orders(block.frame, terms)
        return Prepared(lambda one: write_orders(one, lines, terms), (*broken, *lines.rejected))
    if kind == "events":
        events = clean_events(block.frame, terms, desk.reading)
        return Prepared(lambda one: write_events(one, events, terms), (*broken, *events.rejected))
    said = clean_feedback(block.frame, terms, desk.reading)
    veiled = (desk.reading.veil(one, terms.layout) for one in broken)
    dated = "at" in terms.layout
    return Prepared(
        lambda one: write_feedback(one, said, terms, desk.repeats(one, dated=dated)),
        (*veiled, *said.rejected),
    )


def write(connection: Connection, prepared: Prepared) -> Counters:
    """Store the batch; what became of its rows."""
    outcome = prepared.write(connection)
    for part in sorted(outcome.parts):
        revisions.bump(connection, part)
    return replace(
        outcome.counters,
        quarantined=len(prepared.rejected),
        reasons=reasons_of(prepared.rejected),
    )


def reasons_of(rejected: Sequence[BrokenRow]) -> dict[str, int]:
    """How many rows for each reason."""
    return dict(sorted(Counter(one.reason for one in rejected).items()))
