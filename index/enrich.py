"""What is new is read and stored: the one way from a stored feedback to its analysis and vector."""

from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np

from index.ports import Said, Store
from index.records import Analysis, Feedback, Rating
from nlp.encoder import Perceived, Perceiver
from nlp.findings import Reading, Vectors
from nlp.reader import Reader
from nlp.redaction import covered
from nlp.sentiment.rated import weigh

BATCH = 256
"""Texts a transaction: a stop loses seconds of work, yet the encoder's batches are full."""

Advance = Callable[[int], None]
Stop = Callable[[], bool]


class RememberingEncoder:
    """An encoder that asks the store for a text's vector before it works; a repeated text costs nothing."""

    def __init__(self, encoder: Perceiver, said: Said) -> None:
        self._encoder = encoder
        self._said = said
        self.name = encoder.name
        self.dimension = encoder.dimension

    def encode(
        self, texts: Sequence[str], *, prefix: str = "query: ", progress: Advance | None = None
    ) -> Vectors:
        """Unit vectors of ``texts``, shape (n, d) float32."""
        known = dict(self._said.cached(texts, self.name)) if prefix == "query: " else {}
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        if fresh:
            known.update(
                zip(fresh, self._encoder.encode(fresh, prefix=prefix, progress=progress), strict=True)
            )
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([known[text] for text in texts])

    def perceive(
        self,
        texts: Sequence[str],
        *,
        states: bool = False,
        names: bool = False,
        progress: Advance | None = None,
    ) -> Perceived:
        """Vectors and moods of ``texts``; one that occurs several times is read once."""
        fresh = list(dict.fromkeys(texts))
        found = self._encoder.perceive(fresh, states=states, names=names, progress=progress)
        places = {text: place for place, text in enumerate(fresh)}
        rows = [places[text] for text in texts]
        tokens = tuple(found.tokens[row] for row in rows) if found.tokens else ()
        told = tuple(found.names[row] for row in rows) if found.names else ()
        return Perceived(found.vectors[rows], found.moods[rows], tokens, told)


def enrich(
    store: Store,
    reader: Callable[[], Reader],
    model: str,
    as_of: datetime,
    *,
    advance: Advance = lambda _: None,
    stop: Stop = lambda: False,
) -> int:
    """Read every feedback up to ``as_of`` that ``model`` has not read yet; how many were read.

    ``reader`` is called when the first text needs it, so that nothing is loaded when nothing is new.
    Each batch is stored in one transaction: a stop at any point leaves the rest for the next call.
    """
    done = 0
    while not stop() and (batch := store.said.unread(model, as_of, limit=BATCH)):
        texts, readings, vectors = _read(reader(), [one.text for one in batch])
        analyses = [_analysis(one, found, model) for one, found in zip(batch, readings, strict=True)]
        veiled = {one.id: text for one, text in zip(batch, texts, strict=True) if text != one.text}
        store.said.save(analyses, texts, vectors, model, veiled=veiled)
        done += len(batch)
        advance(len(batch))
    return done


def _read(reader: Reader, texts: list[str]) -> tuple[list[str], list[Reading], Vectors]:
    """The texts as they shall be stored, and what is read in them.

    Reading finds names that the rules missed when a text arrived. Such a text is read once more without
    them, so that every offset points into what is stored.
    """
    readings, vectors = reader.read(texts, aspects=reader.aspects_come_along)
    rows = [row for row, found in enumerate(readings) if found.personal]
    if not rows:
        return texts, readings, vectors
    safe, vectors = list(texts), np.array(vectors)
    for row in rows:
        safe[row] = covered(texts[row], readings[row].personal)
    again, vectors[rows] = reader.read([safe[row] for row in rows], aspects=reader.aspects_come_along)
    for row, found in zip(rows, again, strict=True):
        readings[row] = found
    return safe, readings, vectors


def _analysis(feedback: Feedback, found: Reading, model: str) -> Analysis:
    mood = found.sentiment if feedback.rating is None else weigh(found.sentiment, share(feedback.rating))
    return Analysis(
        feedback_id=feedback.id,
        model=model,
        label=mood.label,
        score=mood.score,
        negative=mood.negative,
        neutral=mood.neutral,
        positive=mood.positive,
        signals=found.signals,
        aspects=found.aspects,
        emotion=found.emotion,
        mixed=found.mixed,
    )


def share(rating: Rating) -> float:
    """The rating between its worst (0) and best (1) value; NPS and free scores begin at 0, others at 1."""
    least = 0.0 if rating.scale in ("nps", "score") else 1.0
    return min(1.0, max(0.0, (rating.value - least) / max(rating.maximum - least, 1.0)))
