"""Events from rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.cleaning.digests import name_of
from index.cleaning.fields import Faults, Fields, Terms, times
from index.cleaning.persons import handles
from index.cleaning.veiling import Reading
from index.identity.handles import Handle
from index.readers import ROW, BrokenRow

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class CleanEvent:
    """A row about something a customer did."""

    row: int
    id: str
    given: str | None
    at: int
    kind: str
    channel: str | None
    target: str | None
    handles: tuple[Handle, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CleanEvents:
    """The good rows of a block, and the others."""

    rows: tuple[CleanEvent, ...]
    rejected: tuple[BrokenRow, ...]


def clean_events(frame: "pl.DataFrame", terms: Terms, reading: Reading) -> CleanEvents:
    """Typed events, kinds in lower case; an event without an id is named by its content."""
    fields, faults = Fields(frame, terms.layout), Faults()
    at = times(fields, "at", terms, faults).to_list()
    kinds = fields.text("event")
    faults.note(kinds.is_null(), "missing_event", fields.column("event"))
    kinds = kinds.str.to_lowercase().str.replace_all(r"[\s\-]+", "_")
    numbers, kind = frame[ROW].to_list(), kinds.to_list()
    ids, given = fields.ids("event_id").to_list(), fields.ids("customer_id").to_list()
    channel, target = fields.text("channel").to_list(), fields.text("target").to_list()
    told, more = handles(fields), reading.attributes(fields)
    rows = []
    for place in faults.sound(frame).arg_true().to_list():
        content = (
            given[place],
            at[place],
            kind[place],
            channel[place],
            target[place],
            told[place],
            more[place],
        )
        named = ids[place] or "e-" + name_of(terms.source, *content[:6], sorted(more[place].items()))
        rows.append(CleanEvent(numbers[place], named, *content))
    return CleanEvents(tuple(rows), faults.rejected(frame))
