"""Takes out of stored texts what is personal in them, once their reading has found it."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, func, update

from index.digests import text_hash
from index.schema import feedback


def veil(connection: Connection, texts: Mapping[str, str]) -> int:
    """Put these texts in the place of the stored ones, by feedback id; how many changed.

    The hash that a text arrived with is kept, so that the same text arriving again is no news. Indexes of
    words follow by themselves.
    """
    if not texts:
        return 0
    columns = feedback.c
    statement = (
        update(feedback)
        .where(columns.id == bindparam("known"), columns.text_hash != bindparam("key"))
        .values(
            text=bindparam("words"),
            arrived_hash=func.coalesce(columns.arrived_hash, columns.text_hash),
            text_hash=bindparam("key"),
        )
    )
    changed = 0
    for known, words in texts.items():
        parameters = {"known": known, "words": words, "key": text_hash(words)}
        changed += connection.execute(statement, parameters).rowcount
    return changed
