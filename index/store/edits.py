"""The log of analysts' edits of themes: rows are added, and only their problem is ever changed."""

from collections.abc import Mapping

from sqlalchemy import Connection, select, update

from index import schema
from index.records import ThemeEdit
from index.store.documents import from_document, to_document
from index.store.moments import moment, seconds
from nlp.findings import ThemeOrder


def listing(connection: Connection) -> tuple[ThemeEdit, ...]:
    """All of them, oldest first."""
    rows = connection.execute(select(schema.theme_edits).order_by(schema.theme_edits.c.id)).all()
    return tuple(
        ThemeEdit(
            id=row.id,
            at=moment(row.at),
            actor=row.actor,
            why=row.why,
            order=from_document(ThemeOrder, row.document),
            undoes=row.undoes,
            problem=row.problem,
        )
        for row in rows
    )


def append(connection: Connection, edit: ThemeEdit) -> int:
    """Add one; the id it got, which is above all others."""
    row = {
        "at": seconds(edit.at),
        "actor": edit.actor,
        "why": edit.why,
        "document": to_document(edit.order),
        "undoes": edit.undoes,
        "problem": edit.problem,
    }
    statement = schema.theme_edits.insert().values(row).returning(schema.theme_edits.c.id)
    return int(connection.execute(statement).scalar_one())


def judge(connection: Connection, problems: Mapping[int, str]) -> None:
    """Note which of them do not hold, and why; all others hold."""
    columns = schema.theme_edits.c
    connection.execute(update(schema.theme_edits).values(problem=None))
    for number, problem in problems.items():
        connection.execute(update(schema.theme_edits).where(columns.id == number).values(problem=problem))


def highest_piece(connection: Connection) -> int:
    """The highest number ever given to a piece split off, -1 where there is none."""
    pieces = (piece.number for edit in listing(connection) for piece in edit.order.pieces)
    return max(pieces, default=-1)
