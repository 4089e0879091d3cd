"""How often each part of the memory has changed: what makes a fingerprint cheap."""

from collections.abc import Mapping

from sqlalchemy import Connection, literal_column, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from index.schema import revisions

PARTS = ("customers", "orders", "events", "feedback", "analyses", "themes", "profiles")


def bump(connection: Connection, part: str) -> None:
    """Note that rows of ``part`` were added, changed or erased; call once a transaction that did so.

    Raises:
        ValueError: there is no such part.
    """
    if part not in PARTS:
        raise ValueError(f"no part {part!r}; there are {', '.join(PARTS)}")
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    statement = insert(revisions).values(part=part, number=1)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[revisions.c.part], set_={"number": revisions.c.number + literal_column("1")}
        )
    )


def numbers(connection: Connection) -> Mapping[str, int]:
    """How often each part has changed so far; parts that never have are left out."""
    return {row.part: row.number for row in connection.execute(select(revisions))}
