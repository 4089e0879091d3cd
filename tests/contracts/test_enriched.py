"""A stored text in which its reading finds a name is stored without it, in every database."""

from collections.abc import Sequence

import numpy as np

from index.enrich import enrich
from index.ports import Narrowing
from index.store import SqlStore
from nlp.findings import PersonalData, Reading, Sentiment, Signal, Vectors
from tests.contracts.filling import add_feedback, day, said_by

MOOD = Sentiment("positive", 0.8, 0.1, 0.0, 0.9)


class Names:
    """A reader that finds Xochi, and praise where it says so."""

    aspects_come_along = False

    def read(self, texts: Sequence[str], *, aspects: bool = False) -> tuple[list[Reading], Vectors]:
        """A hand-written fake."""
        del aspects
        return [self._one(text) for text in texts], np.eye(8, dtype=np.float32)[: len(texts)]

    def _one(self, text: str) -> Reading:
        at, praise = text.find("Xochi"), text.find("great")
        personal = (PersonalData("person", at, at + 5),) if at >= 0 else ()
        return Reading("en", MOOD, personal, (Signal("praise", "great", praise, praise + 5),))


def test_a_name_found_by_reading_is_not_kept(store: SqlStore) -> None:
    """Text, words and places are those without the name, and nothing is left to read."""
    add_feedback(store, said_by("c1", 0, "great mug", day(0)), said_by("c1", 1, "Xochi was great", day(0)))
    assert enrich(store, Names, "m1", day(1)) == 2  # type: ignore[arg-type]  # a fake
    (found,) = store.said.get(["f1"])
    assert found.feedback.text == "[PERSON] was great"
    assert found.analysis is not None
    (signal,) = found.analysis.signals
    assert found.feedback.text[signal.start : signal.end] == "great"
    assert store.said.by_words(["Xochi"], Narrowing(), limit=9) == ()
    assert len(store.said.cached(["great mug", "[PERSON] was great"], "m1")) == 2
    assert enrich(store, Names, "m1", day(1)) == 0  # type: ignore[arg-type]  # a fake
