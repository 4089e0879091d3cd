"""Takes out of stored texts what is personal in them, once their reading has found it."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, func, select, update

from index.digests import text_hash
from index.schema import feedback
from index.store.writing import batches


def outdated(connection: Connection, read: Mapping[str, str]) -> frozenset[str]:
    """Of texts as they were read, by feedback id, those in whose place another one stands by now, or none."""
    standing: dict[str, str] = {}
    columns = feedback.c
    for batch in batches(sorted(read)):
        query = select(columns.id, columns.text_hash).where(columns.id.in_(batch))
        # PostgreSQL holds the rows, in the order of files, so that nothing arrives before all is saved.
        for row in connection.execute(query.order_by(columns.seq).with_for_update()):
            standing[row.id] = row.text_hash
    return frozenset(known for known, text in read.items() if standing.get(known) != text_hash(text))


def veil(connection: Connection, read: Mapping[str, str], veiled: Mapping[str, str]) -> int:
    """Put these texts in the place of those that were read, by feedback id; how many changed.

    The hash that a text arrived with is kept, so that the same text arriving again is no news. Indexes of
    words follow by themselves.
    """
    columns = feedback.c
    statement = (
        update(feedback)
        .where(columns.id == bindparam("known"), columns.text_hash == bindparam("read"))
        .values(
            text=bindparam("words"),
            arrived_hash=func.coalesce(columns.arrived_hash, columns.text_hash),
            text_hash=bindparam("key"),
        )
    )
    changed = 0
    for known, words in veiled.items():
        parameters = {"known": known, "words": words, "key": text_hash(words), "read": text_hash(read[known])}
        changed += connection.execute(statement, parameters).rowcount
    return changed
