"""A store of its own for each test, and the way in with fakes for what reads texts."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from index.ingest import IngestReport, ingest
from index.store import SqlStore, open_store
from nlp.findings import Language, Redacted


@dataclass(frozen=True)
class Door:
    """The way in to one store, with a redaction that veils the word SECRET."""

    store: SqlStore
    folder: Path

    def take(self, name: str, content: str | bytes, **wishes: Any) -> IngestReport:
        """Write a file and ingest it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.paths([path], **wishes)

    def paths(self, paths: list[Path], **wishes: Any) -> IngestReport:
        """Ingest files."""
        return ingest(self.store, paths, redact=redact, detect=detect, **wishes)

    def rows(self, query: str) -> list[Any]:
        """Rows of a query, a value alone where there is one column."""
        with self.store.engine.connect() as connection:
            found = connection.execute(text(query)).all()
        return [row[0] if len(row) == 1 else tuple(row) for row in found]


def redact(words: str, language: Language) -> Redacted:
    """A hand-written fake."""
    del language
    return Redacted(words.replace("SECRET", "[PERSON]"), ())


def detect(words: str) -> Language:
    """A hand-written fake."""
    return "zh-Hans" if any("\u4e00" <= char <= "\u9fff" for char in words) else "en"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an empty database."""
    path = tmp_path_factory.mktemp("template") / "earful.db"
    open_store(f"sqlite:///{path}", rates={}, currency="GBP").close()
    return path.read_bytes()


@pytest.fixture
def make_door(tmp_path: Path, empty_database: bytes) -> Iterator[Callable[[], Door]]:
    """Opens as many empty stores as a test needs."""
    opened: list[SqlStore] = []

    def make() -> Door:
        folder = tmp_path / f"home{len(opened)}"
        folder.mkdir()
        (folder / "earful.db").write_bytes(empty_database)
        opened.append(open_store(f"sqlite:///{folder / 'earful.db'}", rates={}, currency="GBP"))
        return Door(opened[-1], folder)

    yield make
    for store in opened:
        with closing(store):
            pass


@pytest.fixture
def door(make_door: Callable[[], Door]) -> Door:
    """One empty store."""
    return make_door()
