"""Finding feedback by its words: trigrams where the database has them, reading the texts otherwise."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, column, func, or_, select, table, text

from index.ports import Narrowing
from index.schema import feedback
from index.store.narrowing import READ, narrowed
from nlp import lexicons

TRIGRAM = 3
MOST_TERMS = 24
"""A longer question says no more about what is sought, and costs."""

_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]+(?:['’][^\W_]+)?")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def terms(phrases: Iterable[str]) -> tuple[str, ...]:
    """What to look for: words, short Chinese runs whole, and longer ones with each of their trigrams.

    English words without a topic of their own are left out where others remain.
    """
    found: dict[str, None] = {}
    for phrase in phrases:
        for run in _RUN.findall(phrase.replace("\0", " ")):
            if _HAN.match(run):
                found.update(dict.fromkeys((run, *_trigrams(run))))
            elif len(run) > 1 or run.isdigit():
                found[run.casefold()] = None
    telling = [term for term in found if term not in lexicons.lines("stopwords_en")]
    return tuple(telling or found)[:MOST_TERMS]


def find(connection: Connection, phrases: Sequence[str], narrowing: Narrowing, limit: int) -> tuple[str, ...]:
    """Ids of narrowed feedback that holds any of the terms, best first; near-duplicates left out."""
    sought = terms(phrases)
    if not sought:
        return ()
    if connection.dialect.name != "sqlite":
        return _by_reading(connection, sought, narrowing, limit)
    long = [term for term in sought if len(term) >= TRIGRAM]
    short = [term for term in sought if len(term) < TRIGRAM]
    found = _by_trigrams(connection, long, narrowing, limit) if long else ()
    if short and len(found) < limit:
        found += _by_reading(connection, short, narrowing, limit)
    return tuple(dict.fromkeys(found))[:limit]


def _trigrams(run: str) -> list[str]:
    return [run[start : start + TRIGRAM] for start in range(len(run) - TRIGRAM + 1)]


def _by_trigrams(
    connection: Connection, sought: Sequence[str], narrowing: Narrowing, limit: int
) -> tuple[str, ...]:
    """SQLite's FTS5, best BM25 first; each term is quoted, so none is read as its query language."""
    index: Any = table("feedback_words", column("rowid"))
    match = " OR ".join(f'"{term}"' for term in sought)
    query = (
        select(feedback.c.id)
        .select_from(READ.join(index, index.c.rowid == feedback.c.seq))
        .where(text("feedback_words MATCH :match").bindparams(match=match))
        .where(feedback.c.duplicate_of.is_(None))
        .order_by(text("bm25(feedback_words)"), feedback.c.at.desc())
        .limit(limit)
    )
    return tuple(connection.execute(narrowed(connection, query, narrowing)).scalars())


def _by_reading(
    connection: Connection, sought: Sequence[str], narrowing: Narrowing, limit: int
) -> tuple[str, ...]:
    """LIKE, which PostgreSQL answers from its trigram index; the longer what was found, the better."""
    holds: list[ColumnElement[bool]] = [feedback.c.text.icontains(term, autoescape=True) for term in sought]
    weight = [case((condition, len(term)), else_=0) for condition, term in zip(holds, sought, strict=True)]
    total: Any = sum(weight[1:], start=weight[0])
    query = select(feedback.c.id).select_from(READ).where(or_(*holds), feedback.c.duplicate_of.is_(None))
    # Of two texts that hold the same, the shorter one speaks more of it.
    query = query.order_by(total.desc(), func.length(feedback.c.text), feedback.c.at.desc()).limit(limit)
    return tuple(connection.execute(narrowed(connection, query, narrowing)).scalars())
