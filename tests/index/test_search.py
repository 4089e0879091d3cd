"""Finding by words and meaning, with an encoder that knows a few words."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.ports import Hit, IndexUnavailableError, Narrowing
from index.search import Search
from index.store import SqlStore, open_store
from index.vectors import ChromaIndex, deliver, open_index
from nlp.findings import Vectors
from tests.contracts.filling import add_feedback, day, said_by

MEANINGS = (
    ("refund", "money back", "退款", "退費"),
    ("mug", "cup", "杯"),
    ("late", "slow", "慢", "delivery"),
)


class Meanings:
    """An encoder whose directions are a few meanings; the last one is what has none of them."""

    name = "meanings"
    dimension = len(MEANINGS) + 1

    def encode(
        self, texts: Sequence[str], *, prefix: str = "query: ", progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors."""
        rows = [[float(any(word in text.lower() for word in words)) for words in MEANINGS] for text in texts]
        vectors = np.array([[*row, 0.1] for row in rows], dtype=np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


class Broken:
    """A vector index that lost everything."""

    def _fail(self, *_: object, **__: object) -> NoReturn:
        raise IndexUnavailableError("gone")

    add = nearest = remove = count = clear = check = _fail


TEXTS = (
    ("I want my money back", "en", "f9", "review"),
    ("Refund took three weeks, far too slow", "en", None, "ticket"),
    ("退款等了一個月", "zh-Hant", None, "chat"),
    ("退款等了一个月", "zh-Hans", None, "review"),
    ("The cup is lovely", "en", None, "review"),
    ("The cup is lovely", "en", None, "review"),
    ("Delivery was late again", "en", None, "review"),
    ("我要退費", "zh-Hant", None, "chat"),
    ("nothing to say", "en", None, "review"),
    ("I want my money back!", "en", "f0", "review"),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """A store with ten read texts, the last one a near-duplicate of the first."""
    path = tmp_path_factory.mktemp("search") / "earful.db"
    with closing(open_store(f"sqlite:///{path}", rates={}, currency="GBP")) as opened:
        said = [
            said_by(
                f"c{number % 3}",
                number,
                text,
                day(number),
                language=language,
                channel=channel,
                duplicate_of=other if number == 9 else None,
            )
            for number, (text, language, other, channel) in enumerate(TEXTS)
        ]
        add_feedback(opened, *said)
        texts = [text for text, *_ in TEXTS]
        opened.said.save([], texts, Meanings().encode(texts), Meanings.name)
        yield opened


@pytest.fixture(scope="module")
def index(store: SqlStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaIndex]:
    """Chroma with the same vectors."""
    with closing(open_index(tmp_path_factory.mktemp("chroma") / "chroma")) as opened:
        deliver(store, opened, Meanings.name)
        yield opened


@pytest.fixture(params=["exact", "chroma", "database"])
def search(request: pytest.FixtureRequest, store: SqlStore) -> Search:
    """Every way to the same answer: all vectors in memory, the index, and the database in its stead."""
    if request.param == "exact":
        return Search(store, Broken(), Meanings())
    index = Broken() if request.param == "database" else request.getfixturevalue("index")
    return Search(store, index, Meanings(), exact=2)


def ids(hits: Sequence[Hit]) -> list[str]:
    """The found ids, best first."""
    return [hit.found.feedback.id for hit in hits]


def test_words_and_meaning_together_win(search: Search) -> None:
    """What is found both ways stands above what is found one way, and says how it was found."""
    hits = search.find("slow refund", limit=4)
    assert ids(hits)[0] == "f1"
    assert hits[0].ways == ("words", "meaning")
    assert hits[0].score > hits[1].score
    assert hits[0].similarity == pytest.approx(1.0, abs=0.01)


def test_meaning_crosses_languages(search: Search) -> None:
    """A question in English finds what was said in both Chinese scripts."""
    found = ids(search.find("refund", limit=5))
    assert {"f0", "f2", "f3", "f7"} <= set(found)


@pytest.mark.parametrize("query", ["一个月", "一個月"])
def test_words_cross_scripts(search: Search, query: str) -> None:
    """Words in one Chinese script are found in the other."""
    found = {hit.found.feedback.id for hit in search.find(query) if "words" in hit.ways}
    assert found == {"f2", "f3"}


def test_filters_come_first(search: Search) -> None:
    """Only narrowed feedback is found, however near other feedback is."""
    assert set(ids(search.find("refund", Narrowing(channels=("chat",))))) == {"f2", "f7"}
    assert ids(search.find("money back", Narrowing(until=day(1)))) == ["f0"]
    assert ids(search.find("refund", Narrowing(customer_id="nobody"))) == []


def test_each_text_stands_once(search: Search) -> None:
    """Exact and near repeats are one hit."""
    found = ids(search.find("cup", limit=10))
    assert len({"f4", "f5"} & set(found)) == 1
    assert "f9" not in ids(search.find("money back", limit=10))


def test_the_limit_holds(search: Search) -> None:
    """Never more hits than asked for; none for an empty question."""
    assert len(search.find("refund", limit=2)) == 2
    assert search.find("refund", limit=0) == ()
    for empty in ("", "   ", "\0\n\t"):
        assert search.find(empty) == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_no_question_breaks_it(store: SqlStore, query: str) -> None:
    """Any text is a question."""
    assert len(Search(store, Broken(), Meanings()).find(query, limit=3)) <= 3


def test_new_feedback_is_found_at_once(tmp_path: Path) -> None:
    """What was read after the last question is found by the next one."""
    with closing(open_store(f"sqlite:///{tmp_path}/e.db", rates={}, currency="GBP")) as store:
        search = Search(store, Broken(), Meanings())
        assert search.find("refund") == ()
        add_feedback(store, said_by("c1", 0, "money back please"))
        assert [hit.ways for hit in search.find("money")] == [("words",)]
        store.said.save([], ["money back please"], Meanings().encode(["money back please"]), Meanings.name)
        assert [hit.ways for hit in search.find("refund")] == [("meaning",)]
