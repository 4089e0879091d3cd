"""How rows are written: one insert that both databases understand, in batches they can take."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Item = TypeVar("Item")
BATCH = 500
"""Values in one IN list or statement; SQLite's oldest limit is 999 variables."""


def batches(items: Sequence[Item], size: int = BATCH) -> Iterator[Sequence[Item]]:
    """``items`` in slices of at most ``size``, in order."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def insertion(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT of the connection's dialect, which knows ON CONFLICT."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def add_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows whose key is new and leave the others as they are; how many were new."""
    added = 0
    for row in rows:
        # What was inserted is asked back: a count of rows is not told for an insert by every driver.
        statement = insertion(connection, table).values(row).on_conflict_do_nothing()
        added += len(connection.execute(statement.returning(*table.primary_key)).all())
    return added


def put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows, or replace those of the same primary key; all rows name the same columns."""
    if not rows:
        return
    statement = insertion(connection, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), list(rows))
