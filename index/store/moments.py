"""Between aware datetimes and the whole UTC seconds that the tables hold."""

from datetime import UTC, datetime
from math import floor
from typing import Any

from sqlalchemy import Column, ColumnElement


def seconds(moment: datetime) -> int:
    """Whole UTC seconds since 1970, rounded down.

    Raises:
        ValueError: ``moment`` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return floor(moment.timestamp())


def maybe_seconds(moment: datetime | None) -> int | None:
    """``seconds``, or None for None."""
    return None if moment is None else seconds(moment)


def moment(at: int) -> datetime:
    """The aware UTC datetime of ``at`` seconds."""
    return datetime.fromtimestamp(at, UTC)


def maybe_moment(at: int | None) -> datetime | None:
    """``moment``, or None for None."""
    return None if at is None else moment(at)


def nearly_all(column: Column[Any], as_of: datetime) -> ColumnElement[bool]:
    """The condition that ``column`` is not after ``as_of``, where most rows pass.

    Reckoning with the column keeps SQLite from its index, which is slower than reading the table through.
    """
    return column + 0 <= seconds(as_of)
