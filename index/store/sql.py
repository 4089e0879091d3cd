"""The database as one thing."""

from collections.abc import Mapping

from sqlalchemy import Engine, inspect

from index.migrations import upgrade
from index.store import database
from index.store.activity import SqlActivity
from index.store.cases import SqlCases
from index.store.customers import SqlCustomers
from index.store.judgements import SqlJudgements
from index.store.privacy import SqlPrivacy
from index.store.runs import SqlRuns
from index.store.said import SqlSaid
from index.store.themes import SqlThemes


class SqlStore:
    """Every question of ``index.ports.Store``, answered by SQLite or PostgreSQL."""

    def __init__(self, opened: database.Database) -> None:
        self._engine = opened.engine
        self.customers = SqlCustomers(opened)
        self.activity = SqlActivity(opened)
        self.said = SqlSaid(opened)
        self.themes = SqlThemes(opened)
        self.judgements = SqlJudgements(opened)
        self.cases = SqlCases(opened)
        self.runs = SqlRuns(opened)
        self.privacy = SqlPrivacy(opened)

    @property
    def engine(self) -> Engine:
        """For writers: each of its transactions may write."""
        return self._engine

    @property
    def words_indexed(self) -> bool:
        """Whether words are found through an index; without ``pg_trgm`` PostgreSQL reads every text."""
        found = inspect(self._engine)
        if self._engine.dialect.name == "sqlite":
            return found.has_table("feedback_words")
        return any(one["name"] == "ix_feedback_words" for one in found.get_indexes("feedback"))

    def ping(self) -> None:
        """Raise a UserError that says what to do when the database cannot be reached."""
        database.ping(self._engine)

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def open_store(url: str, *, rates: Mapping[str, float], currency: str) -> SqlStore:
    """Open the database at ``url`` and bring its tables to the newest revision.

    Args:
        url: ``sqlite:///…`` or ``postgresql+psycopg://…``.
        rates: Units of the reporting currency for one unit of each other currency.
        currency: The reporting currency.

    Raises:
        UserError: the address is wrong, the database cannot be reached, or it is of a newer version.
    """
    engine = database.connect(url)
    upgrade(engine)
    return SqlStore(database.Database(engine, dict(rates), currency))
