"""Many rows to the database at once: one prepared statement, tuples in, the same for both databases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table


def add(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows; one whose key is there already is left out."""
    if rows:
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join([_mark(connection)] * len(columns))
        connection.exec_driver_sql(
            f'INSERT INTO "{table.name}" ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING',  # noqa: S608 - our names
            list(rows),
        )


def change(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    keys: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Update rows: each holds the values of ``columns``, then those of ``keys``."""
    if rows:
        mark = _mark(connection)
        assigned = ", ".join(f'"{name}" = {mark}' for name in columns)
        same = " AND ".join(f'"{name}" = {mark}' for name in keys)
        connection.exec_driver_sql(
            f'UPDATE "{table.name}" SET {assigned} WHERE {same}',  # noqa: S608 - our names
            list(rows),
        )


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"
