"""Finds what has not been read yet without looking again at what was."""

from typing import Any

from sqlalchemy import Connection, Row, select

from index.schema import analyses, feedback
from index.store.writing import BATCH

Arrival = Row[*tuple[Any, ...]]


class Arrivals:
    """Walks feedback in order of arrival, and remembers how far everything had been read.

    A text that changes is a new arrival, so nothing before that place becomes unread again; only another
    model or another moment starts from the beginning. Looked up in steps, since a database without
    statistics would compare every feedback with every analysis.
    """

    def __init__(self) -> None:
        self._reached: tuple[tuple[str, int], int] = (("", 0), 0)

    def unread(self, connection: Connection, model: str, until: int, limit: int) -> list[Arrival]:
        """At most ``limit`` rows of feedback without an analysis of ``model``, said until ``until``."""
        question, place = self._reached
        if question != (model, until):
            place = 0
        found: list[Arrival] = []
        while len(found) < limit:
            rows = _next(connection, place, until)
            if not rows:
                break
            read = _read(connection, model, [row.id for row in rows])
            found += [row for row in rows if row.id not in read]
            place = rows[-1].seq
            if not found:
                self._reached = ((model, until), place)
        return found[:limit]


def _next(connection: Connection, place: int, until: int) -> list[Arrival]:
    query = select(feedback).where(feedback.c.seq > place, feedback.c.at <= until)
    return list(connection.execute(query.order_by(feedback.c.seq).limit(BATCH)))


def _read(connection: Connection, model: str, ids: list[str]) -> set[str]:
    query = select(analyses.c.feedback_id).where(analyses.c.model == model)
    return set(connection.execute(query.where(analyses.c.feedback_id.in_(ids))).scalars())
