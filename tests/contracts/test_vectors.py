"""The vector index, embedded and behind a server."""

import multiprocessing
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from index.ports import IndexUnavailableError
from index.store import SqlStore, open_store
from index.vectors import ChromaIndex, deliver, open_index, rebuild
from index.vectors.places import Folder
from nlp.failures import UserError
from nlp.findings import Vectors
from tests.contracts.filling import add_feedback, said_by

MODEL = "m"


def circle(count: int, dimension: int = 8) -> Vectors:
    """Unit vectors whose neighbours in number are neighbours in meaning."""
    angles = np.linspace(0, np.pi / 2, count)
    vectors = np.zeros((count, dimension), dtype=np.float32)
    vectors[:, 0], vectors[:, 1] = np.cos(angles), np.sin(angles)
    return vectors


def keys(count: int) -> list[str]:
    """So many keys."""
    return [f"k{number}" for number in range(count)]


@pytest.fixture
def stored(migrated_file: Path, tmp_path: Path) -> Iterator[SqlStore]:
    """A store with thirty read texts."""
    shutil.copy(migrated_file, tmp_path / "earful.db")
    with closing(open_store(f"sqlite:///{tmp_path}/earful.db", rates={}, currency="GBP")) as store:
        texts = [f"text {number}" for number in range(30)]
        add_feedback(store, *(said_by("c1", number, text) for number, text in enumerate(texts)))
        store.said.save([], texts, circle(30), MODEL)
        yield store


def test_the_nearest_come_first(vector_index: ChromaIndex) -> None:
    """Nearest keys with their cosine, best first; never more than there are."""
    vectors = circle(5)
    vector_index.add(keys(5), vectors)
    found = vector_index.nearest(vectors[0], limit=3)
    assert [key for key, _ in found] == ["k0", "k1", "k2"]
    np.testing.assert_allclose([score for _, score in found], vectors[:3] @ vectors[0], atol=1e-5)
    assert len(vector_index.nearest(vectors[0], limit=99)) == 5


def test_adding_again_replaces(vector_index: ChromaIndex) -> None:
    """A key is held once, with its last vector."""
    vectors = circle(5)
    vector_index.add(keys(5), vectors)
    vector_index.add(["k0"], vectors[4:])
    assert vector_index.count() == 5
    assert {key for key, _ in vector_index.nearest(vectors[4], limit=2)} == {"k0", "k4"}


def test_removing_tells_how_many_were_there(vector_index: ChromaIndex) -> None:
    """Removed keys are found no more; unknown ones do not count."""
    vector_index.add(keys(5), circle(5))
    assert vector_index.remove(["k1", "k2", "nothing"]) == 2
    assert vector_index.count() == 3
    assert [key for key, _ in vector_index.nearest(circle(5)[1], limit=1)] == ["k0"]
    assert vector_index.remove([]) == 0


def test_an_empty_index_answers(vector_index: ChromaIndex) -> None:
    """Nothing is found in nothing, and clearing makes it so."""
    assert vector_index.nearest(circle(1)[0], limit=3) == ()
    vector_index.add(keys(3), circle(3))
    vector_index.check()
    vector_index.clear()
    assert vector_index.count() == 0
    vector_index.add([], circle(0))


def test_vectors_of_another_length_take_the_old_ones_place(vector_index: ChromaIndex) -> None:
    """A new encoder's vectors replace those of the one before it."""
    vector_index.add(keys(3), circle(3, 8))
    vector_index.add(["new"], circle(1, 4))
    assert vector_index.count() == 1
    assert vector_index.nearest(circle(1, 4)[0], limit=1)[0][0] == "new"


def test_more_than_a_batch(vector_index: ChromaIndex) -> None:
    """More vectors than the client takes at once are held all."""
    vector_index.add(keys(6000), circle(6000, 4))
    assert vector_index.count() == 6000


def test_a_reopened_folder_holds_everything(tmp_path: Path) -> None:
    """What one process wrote the next one reads."""
    with closing(open_index(tmp_path / "chroma")) as first:
        first.add(keys(3), circle(3))
    with closing(open_index(tmp_path / "chroma")) as second:
        assert second.count() == 3


def _add_one(folder: Path) -> None:
    with closing(open_index(folder)) as index:
        index.add(["late"], -circle(1))


def test_a_reader_sees_what_another_process_wrote(tmp_path: Path) -> None:
    """An index that is open finds vectors that came from elsewhere since."""
    folder = tmp_path / "chroma"
    with closing(open_index(folder)) as reader:
        reader.add(keys(3), circle(3))
        assert reader.nearest(-circle(1)[0], limit=1)[0][0] != "late"
        writer = multiprocessing.get_context("spawn").Process(target=_add_one, args=(folder,))
        writer.start()
        writer.join(60)
        assert writer.exitcode == 0
        assert reader.nearest(-circle(1)[0], limit=1)[0][0] == "late"


def test_a_second_writer_is_told_after_a_while(tmp_path: Path) -> None:
    """A writer that cannot get its turn says who is in the way, and nothing is written."""
    first = Folder(tmp_path / "chroma")
    second = ChromaIndex(Folder(tmp_path / "chroma", patience=0.2))
    with first.writing():
        start = monotonic()
        with pytest.raises(UserError, match="Another earful process"):
            second.add(keys(1), circle(1))
        assert monotonic() - start < 30
    second.add(keys(1), circle(1))
    second.close()


@pytest.mark.parametrize("damage", ["garbage", "truncated", "index gone", "index garbage"])
def test_a_damaged_folder_is_said_set_aside_and_made_anew(
    damage: str, stored: SqlStore, tmp_path: Path
) -> None:
    """Reading says what to do; the next delivery makes the index whole again."""
    folder = tmp_path / "chroma"
    with closing(open_index(folder)) as index:
        assert deliver(stored, index, MODEL) == 30
        assert deliver(stored, index, MODEL) == 0
        # Chroma moves vectors from its log into files only after a thousand.
        index.add(keys(1500), circle(1500))
    _damage(folder, damage)
    with closing(open_index(folder)) as index:
        with pytest.raises(IndexUnavailableError, match="earful index rebuild"):
            index.nearest(circle(30)[0], limit=1600)
        if damage == "index gone":
            assert rebuild(stored, index, MODEL) == 30
        assert deliver(stored, index, MODEL) == (0 if damage == "index gone" else 30)
        assert index.count() == 30
        assert len(index.nearest(circle(30)[0], limit=30)) == 30


def _damage(folder: Path, how: str) -> None:
    database = folder / "chroma.sqlite3"
    parts = [path for path in folder.iterdir() if path.is_dir()]
    if how == "garbage":
        database.write_bytes(b"garbage" * 1000)
    elif how == "truncated":
        database.write_bytes(database.read_bytes()[:50_000])
    for part in parts:
        if how == "index gone":
            shutil.rmtree(part)
        elif how == "index garbage":
            for file in part.iterdir():
                file.write_bytes(b"garbage" * 1000)


def test_a_lost_folder_is_noticed(stored: SqlStore, tmp_path: Path) -> None:
    """Delivered vectors that are not there any more are delivered again."""
    with closing(open_index(tmp_path / "chroma")) as index:
        deliver(stored, index, MODEL)
    shutil.rmtree(tmp_path / "chroma")
    with closing(open_index(tmp_path / "chroma")) as index:
        assert deliver(stored, index, MODEL) == 30


def test_a_stopped_delivery_goes_on(stored: SqlStore, vector_index: ChromaIndex) -> None:
    """A delivery stopped before its first slice leaves everything waiting for the next one."""
    told: list[int] = []
    assert deliver(stored, vector_index, MODEL, stop=lambda: True) == 0
    assert deliver(stored, vector_index, MODEL, progress=told.append) == 30
    assert sum(told) == 30


def test_a_missing_server_is_a_users_error() -> None:
    """Nobody at the address: reading is unavailable, writing says which setting to look at."""
    index = open_index("http://127.0.0.1:9")
    with pytest.raises(IndexUnavailableError):
        index.count()
    with pytest.raises(UserError, match="EARFUL_CHROMA_URL"):
        index.add(keys(1), circle(1))
    with pytest.raises(UserError, match="http://host:port"):
        open_index("ftp://somewhere").add(keys(1), circle(1))
