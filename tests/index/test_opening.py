"""Opening a database: its tables, its revisions, and what is said when it cannot be opened."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from index import migrations
from index.digests import text_hash
from index.schema import metadata
from index.store import SqlStore, open_store
from nlp.failures import UserError

MOMENT = datetime(2024, 1, 1, tzinfo=UTC)


def opened(path: Path) -> SqlStore:
    """A store in a file."""
    return open_store(f"sqlite:///{path}", rates={}, currency="GBP")


def test_the_newest_revision_is_the_one_aimed_at() -> None:
    """The head that opening compares with is the head of the revisions' files."""
    folder = Path(migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_heads() == [migrations.HEAD]


def test_the_revisions_make_the_tables(tmp_path: Path) -> None:
    """After all revisions the database has the tables of the schema, no more and no less."""
    with closing(opened(tmp_path / "e.db")) as store, store.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: kind != "table" or not _word_index(name)}
        )
        assert compare_metadata(context, metadata) == []


def _word_index(name: str | None) -> bool:
    return (name or "").startswith(("feedback_words", "sqlite_"))


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    """A second opening finds the rows of the first."""
    with closing(opened(tmp_path / "e.db")) as store:
        assert store.runs.receive("e1", {}, MOMENT)
    with closing(opened(tmp_path / "e.db")) as store:
        assert not store.runs.receive("e1", {}, MOMENT)


def test_a_filled_database_of_before_the_veils_opens(tmp_path: Path) -> None:
    """Its texts stand as they arrived, and can be veiled."""
    address, words = f"sqlite:///{tmp_path / 'e.db'}", "Xochi was great"
    engine = create_engine(address)
    row = {"id": "f1", "at": 1, "text": words, "text_hash": text_hash(words), "channel": "review"}
    names = [*row, "source", "language"]
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        marks = ", ".join(f":{name}" for name in names)
        statement = text(f"INSERT INTO feedback ({', '.join(names)}) VALUES ({marks})")
        connection.execute(statement, {**row, "source": "s", "language": "en"})
    engine.dispose()
    with closing(opened(tmp_path / "e.db")) as store:
        query = text("SELECT text, text_hash, arrived_hash FROM feedback")
        with store.engine.connect() as connection:
            assert tuple(connection.execute(query).one()) == (words, text_hash(words), None)
        left, nothing = "[PERSON] was great", np.zeros((0, 1), dtype=np.float32)
        store.said.save([], [], nothing, "m", read={"f1": words}, veiled={"f1": left})
        with store.engine.connect() as connection:
            assert tuple(connection.execute(query).one()) == (left, text_hash(left), text_hash(words))


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    """A database of a version to come is refused with advice."""
    with closing(opened(tmp_path / "e.db")) as store, store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UserError, match="newer version"):
        opened(tmp_path / "e.db")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "EARFUL_DATABASE_URL"),
        ("mysql://host/db", "No database of the kind 'mysql'"),
        ("postgresql+psycopg://somebody:secret@127.0.0.1:9/db", "Cannot reach"),
        ("sqlite:////proc/nowhere/e.db", "cannot be made"),
    ],
)
def test_a_wrong_address_says_what_to_do(address: str, said: str) -> None:
    """Whatever is wrong with the address, one sentence says so and hides the password."""
    with pytest.raises(UserError, match=said) as told:
        open_store(address, rates={}, currency="GBP")
    assert "secret" not in str(told.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """Another kind of file is said to be one, and is not touched."""
    path = tmp_path / "e.db"
    path.write_bytes(b"something else entirely" * 100)
    with pytest.raises(UserError, match="damaged or is not one of earful's"):
        opened(path)
    assert path.read_bytes().startswith(b"something else")
