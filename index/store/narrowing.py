"""A ``Narrowing`` as SQL: feedback with its analysis and its theme, filtered."""

from collections.abc import Iterator
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Text,
    cast,
    func,
    literal_column,
    or_,
    select,
)

from index.ports import Narrowing
from index.schema import analyses, feedback, theme_assignments
from index.store.documents import to_text
from index.store.moments import seconds
from index.store.persons import same_person

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])

NO_THEME = -1
UNREAD = "unread"
MIXED = "mixed"

READ: FromClause = feedback.outerjoin(analyses, analyses.c.feedback_id == feedback.c.id).outerjoin(
    theme_assignments, theme_assignments.c.feedback_id == feedback.c.id
)
"""Every feedback once, with what is known about it."""

# Written out, not bound: PostgreSQL groups by an expression only where it is the same to the letter.
LABEL: ColumnElement[str] = func.coalesce(analyses.c.label, literal_column(f"'{UNREAD}'"))
THEME: ColumnElement[int] = func.coalesce(theme_assignments.c.theme_id, literal_column(str(NO_THEME)))


def narrowed(connection: Connection, query: Query, narrowing: Narrowing) -> Query:
    """``query``, which reads from ``READ``, with the narrowing's conditions."""
    return query.where(*_conditions(connection, narrowing))


def read_query() -> Select[Any]:
    """All that a ``ReadFeedback`` is made of."""
    return select(
        *feedback.c,
        *analyses.c,
        theme_assignments.c.theme_id,
        theme_assignments.c.forced,
    ).select_from(READ)


def _conditions(connection: Connection, narrowing: Narrowing) -> Iterator[ColumnElement[bool]]:
    said = feedback.c
    if narrowing.since is not None:
        yield said.at >= seconds(narrowing.since)
    if narrowing.until is not None:
        yield said.at < seconds(narrowing.until)
    if narrowing.customer_id is not None:
        yield said.customer_id.in_(same_person(connection, narrowing.customer_id))
    if narrowing.channels:
        yield said.channel.in_(narrowing.channels)
    if narrowing.language == "zh":
        yield or_(said.language == "zh", said.language.startswith("zh-"))
    elif narrowing.language is not None:
        yield said.language == narrowing.language
    if narrowing.theme_id is not None:
        yield THEME == narrowing.theme_id  # noqa: SIM300  (a condition, not a comparison)
    if narrowing.labels:
        yield LABEL.in_(narrowing.labels)
    if narrowing.signal is not None:
        yield _written(analyses.c.signals, "kind", narrowing.signal)
    if narrowing.emotion == MIXED:
        yield analyses.c.mixed.is_not(None)
    elif narrowing.emotion is not None:
        yield _written(analyses.c.emotion, "label", narrowing.emotion)


def _written(column: ColumnElement[Any], name: str, value: str) -> ColumnElement[bool]:
    """Whether the text of a JSON column has ``name`` with this value: the databases share no JSON path."""
    return cast(column, Text).contains(to_text({name: value})[1:-1], autoescape=True)
