"""What was discovered in what customers say, and what analysts made of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from index import schema
from index.records import Area, Drift, HighestIds, Theme, ThemeAssignment, ThemeEdit
from index.shapes import Arrangement
from index.store import edits
from index.store.database import Database
from index.store.documents import to_document
from index.store.moments import seconds
from index.store.revisions import bump, numbers
from index.store.rows import said, themed
from index.store.writing import put
from nlp.findings import ThemePlace

STATE = "themes.state"
"""The row of ``stages`` that holds what assigning new texts needs."""


class SqlThemes:
    """The tables ``themes``, ``theme_assignments``, ``areas`` and ``theme_edits``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, *, hidden: bool = False, retired: bool = False) -> tuple[Theme, ...]:
        """Those in use, largest first; on wish also those hidden and those no longer in use."""
        columns = schema.themes.c
        query = select(schema.themes)
        query = query if retired else query.where(columns.retired.is_(False))
        query = query if hidden or retired else query.where(columns.hidden.is_(False))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(columns.size.desc(), columns.id)).all()
        return tuple(said.theme(row) for row in rows)

    def replace(self, themes: Sequence[Theme], assignments: Sequence[ThemeAssignment], state: bytes) -> None:
        """The outcome of a refit, in one transaction; ``state`` is what assigning new texts needs."""
        with self._database.write() as connection:
            _replace(connection, Arrangement(themes, assignments), state)

    def arrange(
        self, arrangement: Arrangement, *, state: bytes | None = None, revision: int | None = None
    ) -> bool:
        """Replace themes, places and areas, and note which edits do not hold, in one transaction.

        Without ``state`` the stored one stays. False, and nothing changes, when themes were changed by
        somebody else since ``revision``.
        """
        with self._database.write() as connection:
            if revision is not None and numbers(connection).get("themes", 0) != revision:
                return False
            _replace(connection, arrangement, state)
            edits.judge(connection, arrangement.problems)
            return True

    def revision(self) -> int:
        """How often themes, places or edits have been changed."""
        with self._database.read() as connection:
            return numbers(connection).get("themes", 0)

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

    def places(self) -> Mapping[str, ThemePlace]:
        """Where the clustering put each text, by feedback id, whatever edits made of it."""
        columns = schema.theme_assignments.c
        found = func.coalesce(columns.found_id, columns.theme_id)
        query = select(columns.feedback_id, found, columns.forced, columns.probability)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return {row[0]: ThemePlace(row[1], bool(row[2]), row[3]) for row in rows}

    def areas(self) -> tuple[Area, ...]:
        """Those in use, by id."""
        columns = schema.areas.c
        query = select(schema.areas).where(columns.retired.is_(False)).order_by(columns.id)
        with self._database.read() as connection:
            return tuple(themed.area(row) for row in connection.execute(query).all())

    def highest(self) -> HighestIds:
        """The highest ids ever given, also to what is no longer in use."""
        with self._database.read() as connection:
            theme = connection.execute(select(func.max(schema.themes.c.id))).scalar()
            area = connection.execute(select(func.max(schema.areas.c.id))).scalar()
            piece = edits.highest_piece(connection)
        return HighestIds(max(-1 if theme is None else theme, piece), -1 if area is None else area)

    def edits(self) -> tuple[ThemeEdit, ...]:
        """The whole log, oldest first."""
        with self._database.read() as connection:
            return edits.listing(connection)

    def edit(self, edit: ThemeEdit) -> int:
        """Add to the log; the id it got. What it asks for is arranged by whoever calls."""
        with self._database.write() as connection:
            number = edits.append(connection, edit)
            bump(connection, "themes")
            return number

    def note_drifts(self, drifts: Mapping[int, Drift]) -> None:
        """Keep the drift of these themes; no other theme has one."""
        columns = schema.themes.c
        with self._database.write() as connection:
            connection.execute(update(schema.themes).values(drift=None))
            for number, drift in drifts.items():
                changed = update(schema.themes).where(columns.id == number)
                connection.execute(changed.values(drift=to_document(drift)))
            bump(connection, "themes")


def count_members(connection: Connection) -> None:
    """Set the size of every theme to the number of texts that belong to it."""
    members = (
        select(func.count())
        .select_from(schema.theme_assignments)
        .where(schema.theme_assignments.c.theme_id == schema.themes.c.id)
        .scalar_subquery()
    )
    connection.execute(update(schema.themes).values(size=members))


def _replace(connection: Connection, wanted: Arrangement, state: bytes | None) -> None:
    connection.execute(update(schema.themes).values(retired=True))
    put(connection, schema.themes, [said.theme_values(theme) for theme in wanted.themes])
    connection.execute(delete(schema.theme_assignments))
    _assign(connection, wanted.assignments)
    if wanted.areas is not None:
        connection.execute(update(schema.areas).values(retired=True))
        put(connection, schema.areas, [themed.area_values(area) for area in wanted.areas])
    if state is not None:
        row: dict[str, Any] = {
            "name": STATE,
            "fingerprint": "",
            "as_of": max((seconds(theme.as_of) for theme in wanted.themes), default=0),
            "document": {},
            "blob": state,
        }
        put(connection, schema.stages, [row])
    bump(connection, "themes")


def _assign(connection: Connection, assignments: Sequence[ThemeAssignment]) -> None:
    rows = {
        assignment.feedback_id: {
            "feedback_id": assignment.feedback_id,
            "theme_id": int(assignment.place.theme),
            "forced": bool(assignment.place.forced),
            "probability": float(assignment.place.probability),
            "found_id": assignment.found,
        }
        for assignment in assignments
    }
    put(connection, schema.theme_assignments, list(rows.values()))
