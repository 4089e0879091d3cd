"""Rows that could not be taken: kept with their reasons, listed, and tried again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select, update

from index.readers import BrokenRow
from index.schema import quarantine
from index.store.writing import batches, insertion


@dataclass(frozen=True)
class Quarantined:
    """A row in quarantine; ``number`` counts the file's rows from 1."""

    id: int
    digest: str
    kind: str
    source: str
    number: int
    reason: str
    detail: str
    row: Mapping[str, Any]


def put_away(connection: Connection, name: str, kind: str, source: str, rows: Sequence[BrokenRow]) -> None:
    """Store broken rows; one that is there already stays as it is."""
    for part in batches(rows):
        connection.execute(
            insertion(connection, quarantine).on_conflict_do_nothing(),
            [
                {
                    "digest": name,
                    "kind": kind,
                    "source": source,
                    "row_number": one.number,
                    "reason": one.reason,
                    "detail": one.detail,
                    "row": dict(one.row),
                }
                for one in part
            ],
        )


def quarantined(
    engine: Engine, *, reason: str | None = None, limit: int | None = None
) -> tuple[Quarantined, ...]:
    """The rows in quarantine, in the order they came."""
    query = select(quarantine).order_by(quarantine.c.id).limit(limit)
    if reason is not None:
        query = query.where(quarantine.c.reason == reason)
    with engine.connect() as connection:
        rows = connection.execute(query).mappings().all()
    names = ("id", "digest", "kind", "source", "row_number", "reason", "detail", "row")
    return tuple(Quarantined(*(row[name] for name in names)) for row in rows)


def still_there(connection: Connection, name: str) -> dict[str, int]:
    """How many rows of a reading are in quarantine, by reason."""
    query = select(quarantine.c.reason, func.count()).where(quarantine.c.digest == name)
    return {
        str(reason): int(count) for reason, count in connection.execute(query.group_by(quarantine.c.reason))
    }


def release(connection: Connection, ids: Sequence[int]) -> None:
    """Take rows out of quarantine."""
    for part in batches(ids):
        connection.execute(delete(quarantine).where(quarantine.c.id.in_(part)))


def restate(connection: Connection, key: int, kind: str, why: BrokenRow) -> None:
    """Note why a row that was tried again is still no good."""
    row = update(quarantine).where(quarantine.c.id == key)
    connection.execute(row.values(kind=kind, reason=why.reason, detail=why.detail))
