"""A block of rows seen through its layout: fields as columns, and what is wrong with which row."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from index.cleaning.dates import moments
from index.cleaning.layout import NESTED, Layout
from index.cleaning.style import Style
from index.cleaning.values import identifiers, present
from index.readers import ROW, BrokenRow

if TYPE_CHECKING:
    import polars as pl

SHOWN = 60
_DETAILS = {
    "missing_customer": "the column {column} names no customer",
    "missing_order": "the column {column} names no order",
    "missing_date": "the column {column} holds no date",
    "missing_amount": "there is neither an amount nor a price",
    "missing_text": "the column {column} holds no text",
    "missing_event": "the column {column} does not say what happened",
    "bad_date": "{value} in the column {column} is no date",
    "future_date": "{value} in the column {column} lies in the future",
    "old_date": "{value} in the column {column} lies before 1970",
    "bad_amount": "{value} in the column {column} is no amount",
    "bad_price": "{value} in the column {column} is no price",
    "bad_quantity": "{value} in the column {column} is no number",
    "bad_currency": "{value} in the column {column} is no currency",
    "bad_rating": "{value} in the column {column} does not lie on its scale",
    "bad_email": "{value} in the column {column} is no mail address",
}


@dataclass(frozen=True)
class Terms:
    """What every row of a file is held against: who sent it, and between which times it may lie."""

    source: str
    file_name: str
    layout: Layout
    style: Style
    latest: int
    undated: int
    """UTC seconds; rows of a file without a column of dates get ``undated``."""


@dataclass
class Faults:
    """The first thing that is wrong with each row, by its place in the frame."""

    found: dict[int, tuple[str, str]] = field(default_factory=dict)

    def note(self, mask: "pl.Series", reason: str, column: str, values: "pl.Series | None" = None) -> None:
        """Where ``mask`` is true the row is faulty, unless it was already."""
        for place in mask.fill_null(False).arg_true().to_list():
            if place not in self.found:
                value = None if values is None else values[place]
                self.found[place] = (reason, detail(reason, column, value))

    def rejected(self, frame: "pl.DataFrame") -> tuple[BrokenRow, ...]:
        """One broken row a record of ``frame`` that has a fault."""
        first: dict[int, BrokenRow] = {}
        numbers = frame[ROW]
        for place in sorted(self.found):
            number = int(numbers[place])
            if number not in first:
                reason, words = self.found[place]
                first[number] = BrokenRow(number, reason, words, _record(frame, number))
        return tuple(first.values())

    def sound(self, frame: "pl.DataFrame") -> "pl.Series":
        """Which rows belong to records without any fault."""
        import polars as pl

        if not self.found:
            return pl.Series([True]).new_from_index(0, frame.height)
        bad = frame[ROW].gather(list(self.found)).unique()
        return ~frame[ROW].is_in(bad.implode())


class Fields:
    """The columns of a block by field."""

    def __init__(self, frame: "pl.DataFrame", layout: Layout) -> None:
        self.frame = frame
        self.layout = layout
        self._shown: dict[str, pl.Series] = {}

    def column(self, name: str) -> str:
        """What the file calls the field."""
        return self.layout.fields.get(name, name)

    def raw(self, name: str) -> "pl.Series":
        """The field as it stands; all None where the file has no such column."""
        import polars as pl

        column = self.layout.fields.get(name)
        if column is None or column not in self.frame.columns:
            return pl.Series([None], dtype=pl.String).new_from_index(0, self.frame.height)
        return self.frame[column]

    def text(self, name: str) -> "pl.Series":
        """The field with None for whatever means nothing."""
        if name not in self._shown:
            self._shown[name] = present(self.raw(name))
        return self._shown[name]

    def ids(self, name: str) -> "pl.Series":
        """The field as identifiers."""
        return identifiers(self.raw(name))

    def attributes(self) -> list[dict[str, str]]:
        """The columns without a field, row by row."""
        columns = [name for name in self.layout.attributes if name in self.frame.columns]
        rows: list[dict[str, str]] = [{} for _ in range(self.frame.height)]
        for name in columns:
            for row, value in zip(rows, present(self.frame[name]).to_list(), strict=True):
                if value is not None:
                    row[name] = value
        return rows


def times(fields: Fields, name: str, terms: Terms, faults: Faults) -> "pl.Series":
    """The field's moments in UTC seconds; unreadable, too old and future ones are noted."""
    import polars as pl

    if name not in fields.layout:
        return pl.Series([terms.undated], dtype=pl.Int64).new_from_index(0, fields.frame.height)
    shown, column = fields.text(name), fields.column(name)
    at = moments(shown, terms.style.orders.get(name, "dmy"))
    faults.note(shown.is_null(), "missing_date", column, None)
    faults.note(at.is_null(), "bad_date", column, shown)
    faults.note(at < 0, "old_date", column, shown)
    faults.note(at > terms.latest, "future_date", column, shown)
    return at


def detail(reason: str, column: str, value: str | None) -> str:
    """A sentence on what is wrong."""
    shown = "" if value is None else repr(value if len(value) <= SHOWN else value[:SHOWN] + "…")
    return _DETAILS[reason].format(column=column, value=shown)


def seconds(at: datetime) -> int:
    """Whole UTC seconds."""
    return int(at.timestamp())


def _record(frame: "pl.DataFrame", number: int) -> dict[str, Any]:
    """The record as it was: what is nested nested again."""
    import polars as pl

    rows = frame.filter(pl.col(ROW) == number).drop(ROW).to_dicts()
    known = [{name: value for name, value in row.items() if value is not None} for row in rows]
    lines = [
        {name.removeprefix(NESTED): value for name, value in row.items() if name.startswith(NESTED)}
        for row in known
    ]
    top = {name: value for name, value in known[0].items() if not name.startswith(NESTED)}
    return {**top, "lines": lines} if any(lines) else top
