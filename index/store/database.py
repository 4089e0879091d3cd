"""The connection to the database: how it is opened, how reading and writing begin, what its errors mean."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError

from index.store.documents import to_text
from nlp.failures import UserError

PATIENCE_SECONDS = 60
"""How long a writer waits for another one before it gives up."""

PAUSE_SECONDS = 0.05
"""Between two tries of what SQLite does not wait for by itself."""

WAYS = "sqlite:////folder/earful.db or postgresql+psycopg://user:password@host/database"


@dataclass(frozen=True)
class Database:
    """An open database, and the rates (reporting currency per unit) that amounts are turned with."""

    engine: Engine
    """Every transaction of it writes: on SQLite it takes the one writer's place when it begins."""
    rates: Mapping[str, float]
    currency: str

    def read(self) -> AbstractContextManager[Connection]:
        """A connection that sees one consistent state on SQLite and hinders no writer."""
        return self.engine.execution_options(reading=True).connect()

    def write(self) -> AbstractContextManager[Connection]:
        """A transaction, committed at the end of the block or wholly undone."""
        return self.engine.begin()

    def rate(self, currency: str) -> float:
        """Units of the reporting currency for one unit of ``currency``.

        Raises:
            UserError: no rate is set.
        """
        if currency == self.currency:
            return 1.0
        if currency in self.rates:
            return self.rates[currency]
        raise UserError(
            f"There are amounts in {currency} but no rate to {self.currency}. Add it to the setting "
            f"EARFUL_RATES, for example {currency}=0.9 if one {currency} is worth 0.9 {self.currency}."
        )


def connect(address: str) -> Engine:
    """An engine for ``sqlite:///…`` or ``postgresql+psycopg://…``; nothing is read or written yet.

    Raises:
        UserError: the address names another database or none.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise UserError(
            f"The database's address cannot be read. Write EARFUL_DATABASE_URL as {WAYS}."
        ) from error
    kind = url.get_backend_name()
    if kind == "sqlite":
        engine = _sqlite(url)
    elif kind in ("postgresql", "postgres"):
        engine = _postgresql(url)
    else:
        raise UserError(f"No database of the kind {kind!r} is known. Write EARFUL_DATABASE_URL as {WAYS}.")
    event.listen(engine, "handle_error", _explain)
    return engine


def ping(engine: Engine) -> None:
    """Ask the database for a sign of life.

    Raises:
        UserError: it cannot be reached; the message says what to look at.
    """
    with engine.execution_options(reading=True).connect() as connection:
        connection.execute(text("SELECT 1"))


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"The folder of {url.database} cannot be made ({error.strerror}). "
                "Choose another with EARFUL_HOME or EARFUL_DATABASE_URL."
            ) from error
    engine = create_engine(url, connect_args={"timeout": PATIENCE_SECONDS}, **_json())
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # Python's own transaction control begins too late (at the first write) and skips DDL.
    connection.isolation_level = None
    _keep_a_log(connection)
    for pragma in ("synchronous = NORMAL", "foreign_keys = OFF", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Turn to the write-ahead log, once another process that is making the database has ended its turn.

    SQLite waits for no lock while it changes the journal, whatever the timeout says: it reports busy at once.
    """
    for left in reversed(range(int(PATIENCE_SECONDS / PAUSE_SECONDS))):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as busy:
            if busy.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                raise
            sleep(PAUSE_SECONDS)


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later cannot wait for another writer, so a writer says
    # so at once (https://www.sqlite.org/lang_transaction.html).
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": 10, "options": "-c timezone=UTC"},
        pool_pre_ping=True,
        **_json(),
    )


def _json() -> dict[str, Callable[[Any], str]]:
    return {"json_serializer": to_text}


def _explain(context: ExceptionContext) -> None:
    """Turn what the user can put right into a UserError; everything else goes on as it is."""
    said = str(context.original_exception).lower()
    if "database is locked" in said:
        raise UserError(
            f"The database is busy: another earful process has been writing for over {PATIENCE_SECONDS} s. "
            "Wait for it to end, then run this again."
        ) from context.original_exception
    if "disk is full" in said or "no space left" in said:
        raise UserError("The disk is full. Make room, then run this again; nothing is lost.") from (
            context.original_exception
        )
    if "malformed" in said or "not a database" in said:
        raise UserError(
            "The database file is damaged or is not one of earful's. Put back a copy of it, or choose "
            "another with EARFUL_DATABASE_URL."
        ) from context.original_exception
    if isinstance(context.sqlalchemy_exception, OperationalError) and context.connection is None:
        raise UserError(_unreachable(context)) from context.original_exception


def _unreachable(context: ExceptionContext) -> str:
    url = context.engine.url if context.engine else None
    where = url.render_as_string(hide_password=True) if url else "the database"
    reason = str(context.original_exception).strip().splitlines()[0]
    return f"Cannot reach {where}: {reason}. Check EARFUL_DATABASE_URL and that the server runs."
