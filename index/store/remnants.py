"""What may be left of a text that is gone: its vector under the old key, its trigrams among the words."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, select

from index.schema import feedback, vectors
from index.store.writing import batches


def orphans(connection: Connection, keys: Collection[str]) -> tuple[str, ...]:
    """Those keys of texts that no feedback has, sorted."""
    said = feedback.c.text_hash
    still = {
        key
        for batch in batches(sorted(keys))
        for key in connection.execute(select(said).where(said.in_(batch))).scalars()
    }
    return tuple(sorted(set(keys) - still))


def drop_vectors(connection: Connection, keys: Sequence[str]) -> tuple[str, ...]:
    """Delete every model's vectors of these keys; those that had one."""
    dropped: set[str] = set()
    for batch in batches(keys):
        statement = delete(vectors).where(vectors.c.text_hash.in_(batch))
        dropped |= set(connection.execute(statement.returning(vectors.c.text_hash)).scalars())
    return tuple(sorted(dropped))


def wipe_words(connection: Connection) -> None:
    """Merge SQLite's word index anew: until then it keeps the trigrams of texts that are gone."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO feedback_words(feedback_words) VALUES ('optimize')")
