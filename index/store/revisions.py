"""How often each part of the memory has changed: what makes a fingerprint cheap."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from index.schema import revisions
from index.store.writing import insertion

PARTS = ("customers", "orders", "events", "feedback", "analyses", "themes", "profiles")


def bump(connection: Connection, part: str) -> None:
    """Note that rows of ``part`` were added, changed or erased; call once a transaction that did so.

    Raises:
        ValueError: there is no such part.
    """
    if part not in PARTS:
        raise ValueError(f"no part {part!r}; there are {', '.join(PARTS)}")
    connection.execute(
        insertion(connection, revisions)
        .values(part=part, number=1)
        .on_conflict_do_update(index_elements=["part"], set_={"number": revisions.c.number + 1})
    )


def numbers(connection: Connection) -> Mapping[str, int]:
    """How often each part has changed so far; parts that never have are left out."""
    return {row.part: row.number for row in connection.execute(select(revisions))}
