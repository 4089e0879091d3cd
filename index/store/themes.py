"""What was discovered in what customers say."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from index import schema
from index.records import Theme, ThemeAssignment
from index.store.database import Database
from index.store.revisions import bump
from index.store.rows import said
from index.store.writing import put

STATE = "themes.state"
"""The row of ``stages`` that holds what assigning new texts needs."""


class SqlThemes:
    """The tables ``themes`` and ``theme_assignments``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Theme, ...]:
        """Those in use, largest first."""
        columns = schema.themes.c
        query = select(schema.themes).where(columns.retired.is_(False))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(columns.size.desc(), columns.id)).all()
        return tuple(said.theme(row) for row in rows)

    def replace(self, themes: Sequence[Theme], assignments: Sequence[ThemeAssignment], state: bytes) -> None:
        """The outcome of a refit, in one transaction; ``state`` is what assigning new texts needs."""
        with self._database.write() as connection:
            connection.execute(update(schema.themes).values(retired=True))
            put(connection, schema.themes, [said.theme_values(theme) for theme in themes])
            connection.execute(delete(schema.theme_assignments))
            _assign(connection, assignments)
            as_of = max((theme["as_of"] for theme in map(said.theme_values, themes)), default=0)
            row: dict[str, Any] = {
                "name": STATE,
                "fingerprint": "",
                "as_of": as_of,
                "document": {},
                "blob": state,
            }
            put(connection, schema.stages, [row])
            bump(connection, "themes")

    def assign(self, assignments: Sequence[ThemeAssignment]) -> None:
        """Places of new texts; sizes follow."""
        if not assignments:
            return
        with self._database.write() as connection:
            _assign(connection, assignments)
            count_members(connection)
            bump(connection, "themes")

    def state(self) -> bytes | None:
        """As given to ``replace``."""
        query = select(schema.stages.c.blob).where(schema.stages.c.name == STATE)
        with self._database.read() as connection:
            return connection.execute(query).scalar()


def count_members(connection: Connection) -> None:
    """Set the size of every theme to the number of texts that belong to it."""
    members = (
        select(func.count())
        .select_from(schema.theme_assignments)
        .where(schema.theme_assignments.c.theme_id == schema.themes.c.id)
        .scalar_subquery()
    )
    connection.execute(update(schema.themes).values(size=members))


def _assign(connection: Connection, assignments: Sequence[ThemeAssignment]) -> None:
    rows = {
        assignment.feedback_id: {
            "feedback_id": assignment.feedback_id,
            "theme_id": int(assignment.place.theme),
            "forced": bool(assignment.place.forced),
            "probability": float(assignment.place.probability),
        }
        for assignment in assignments
    }
    put(connection, schema.theme_assignments, list(rows.values()))
