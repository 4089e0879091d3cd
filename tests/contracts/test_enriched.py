"""A stored text in which its reading finds a name is stored without it, in every database."""

from collections.abc import Callable, Sequence

import numpy as np
from sqlalchemy import text, update

from index.digests import text_hash
from index.enrich import Under, enrich
from index.ports import Narrowing
from index.schema import feedback
from index.store import SqlStore
from nlp.findings import Reading, Sentiment, Signal
from nlp.reader import Veiled
from tests.contracts.filling import add_feedback, day, said_by

MOOD = Sentiment("positive", 0.8, 0.1, 0.0, 0.9)
UNDER = Under(analyses="m1 read by r1", vectors="m1", subjects="m1/subjects")


class Names:
    """A reader that takes out Xochi, and finds praise where it says so."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self._meanwhile = meanwhile

    def veil(self, texts: Sequence[str]) -> Veiled:
        """A hand-written fake."""
        self._meanwhile()
        safe = [one.replace("Xochi", "[PERSON]") for one in texts]
        vectors = np.eye(8, dtype=np.float32)[: len(texts)]
        return Veiled(safe, [self._one(one) for one in safe], vectors, vectors[:, ::-1])

    def _one(self, safe: str) -> Reading:
        praise = safe.find("great")
        return Reading("en", MOOD, (), (Signal("praise", "great", praise, praise + 5),))


def run(store: SqlStore, reader: Names, under: Under = UNDER) -> tuple[int, list[str]]:
    """How many were read, and the keys that the vector index is to lose."""
    gone: list[str] = []
    done = enrich(store, lambda: reader, under, day(1), forgotten=gone.extend)  # type: ignore[arg-type,return-value]  # a fake
    return done, gone


def test_a_name_found_by_reading_is_not_kept(store: SqlStore) -> None:
    """Text, words and places are those without the name, and nothing is left to read."""
    add_feedback(store, said_by("c1", 0, "great mug", day(0)), said_by("c1", 1, "Xochi was great", day(0)))
    assert run(store, Names()) == (2, [])
    (found,) = store.said.get(["f1"])
    assert found.feedback.text == "[PERSON] was great"
    assert found.analysis is not None
    (signal,) = found.analysis.signals
    assert found.feedback.text[signal.start : signal.end] == "great"
    assert store.said.by_words(["Xochi"], Narrowing(), limit=9) == ()
    assert len(store.said.cached(["great mug", "[PERSON] was great"], "m1")) == 2
    assert run(store, Names()) == (0, [])


def test_the_index_of_words_forgets_the_name(store: SqlStore) -> None:
    """SQLite's own pages of the index hold its trigrams no longer once all is read."""
    if store.engine.dialect.name != "sqlite":
        return
    add_feedback(store, said_by("c1", 0, "great mug", day(0)), said_by("c1", 1, "Xochi was great", day(0)))
    assert b"xoc" in pages(store)
    run(store, Names())
    assert b"xoc" not in pages(store)


def pages(store: SqlStore) -> bytes:
    """What SQLite keeps of the words."""
    with store.engine.connect() as connection:
        return b"".join(connection.execute(text("SELECT block FROM feedback_words_data")).scalars())


def test_a_correction_during_reading_is_read_next(store: SqlStore) -> None:
    """A text that changes while it is with the encoder is not overwritten with what it was before."""
    add_feedback(store, said_by("c1", 0, "Xochi was great", day(0)))
    waiting = ["great, says Xochi's friend"]

    def correct() -> None:
        if waiting:
            words = waiting.pop()
            changed = update(feedback).where(feedback.c.id == "f0")
            with store.engine.begin() as connection:
                connection.execute(changed.values(text=words, text_hash=text_hash(words)))

    assert run(store, Names(correct)) == (2, [])
    (found,) = store.said.get(["f0"])
    assert found.feedback.text == "great, says [PERSON]'s friend"


def test_what_another_version_read_is_read_again(store: SqlStore) -> None:
    """Vectors of one model stand while that which reads beside it changes, but for those of veiled texts."""
    add_feedback(store, said_by("c1", 0, "great mug", day(0)), said_by("c1", 1, "Xochi was great", day(0)))
    words = ["great mug", "Xochi was great"]
    store.said.save([], words, np.eye(2, dtype=np.float32), "m1")
    assert run(store, Names()) == (2, [text_hash("Xochi was great")])
    assert run(store, Names(), Under(analyses="m1 read by r2", vectors="m1", subjects="m1/subjects")) == (
        2,
        [],
    )
    assert set(store.said.cached([*words, "[PERSON] was great"], "m1")) == {"great mug", "[PERSON] was great"}
