"""Events from rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.cleaning.digests import name_of
from index.cleaning.fields import Faults, Fields, Terms, times
from index.cleaning.persons import handles
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


def clean_events(frame: "pl.DataFrame", terms: Terms) -> CleanEvents:
    """Typed events; kinds in lower case with ``_`` for spaces; an event without an id is named by its content."""
    fields, faults = Fields(frame, terms.layout), Faults()
    at = times(fields, "at", terms, faults)
    kinds = fields.text("event")
    faults.note(kinds.is_null(), "missing_event", fields.column("event"))
    keep = faults.sound(frame).to_list()
    columns = zip(
        frame[ROW].to_list(), fields.ids("event_id").to_list(), fields.ids("customer_id").to_list(), at.to_list(),
        kinds.str.to_lowercase().str.replace_all(r"[\s\-]+", "_").to_list(), fields.text("channel").to_list(),
        fields.text("target").to_list(), handles(fields), fields.attributes(), strict=True,
    )  # fmt: skip
    rows = (
        CleanEvent(
            number,
            key
            or "e-"
            + name_of(terms.source, given, told[:1], when, kind, channel, target, sorted(more.items())),
            given,
            when,
            kind,
            channel,
            target,
            told,
            more,
        )  # fmt: skip
        for (number, key, given, when, kind, channel, target, told, more), good in zip(
            columns, keep, strict=True
        )
        if good
    )
    return CleanEvents(tuple(rows), faults.rejected(frame))
