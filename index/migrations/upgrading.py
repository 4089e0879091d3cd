"""Brings a database to the newest revision, once, however many processes open it together."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from nlp.failures import UserError

HEAD = "0007"
"""The newest revision; read here so that opening an up-to-date database needs no migration machinery."""
LOCK = 0x656172
"""Names PostgreSQL's advisory lock under which one process at a time changes the tables."""


def upgrade(engine: Engine) -> None:
    """Run the revisions that the database lacks, in one transaction.

    Raises:
        UserError: the database was written by a newer version.
    """
    with engine.connect() as connection:
        known = _revision(connection)
    if known == HEAD:
        return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        known = _revision(connection)
        if known is not None and known > HEAD:
            raise UserError(
                f"This database is of a newer version (revision {known}, this program knows {HEAD}). "
                "Upgrade earful, or point EARFUL_DATABASE_URL to another database."
            )
        if known != HEAD:
            _run(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
