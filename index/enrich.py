"""What is new is read and stored: the one way from a stored feedback to its analysis and vector."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from index.ports import Said, Store
from index.records import Analysis, Feedback, Rating
from nlp.encoder import Perceived, Perceiver, Without
from nlp.findings import Reading, Vectors
from nlp.reader import Reader, Veiled
from nlp.sentiment.rated import weigh

BATCH = 256
"""Texts a transaction: a stop loses seconds of work, yet the encoder's batches are full."""

Advance = Callable[[int], None]
Stop = Callable[[], bool]
Forgotten = Callable[[Sequence[str]], object]


@dataclass(frozen=True, slots=True)
class Under:
    """Names under which is kept what was read: vectors may be of another model than that which reads."""

    analyses: str
    vectors: str
    subjects: str
    """Vectors of subjects; the same name where the vectors serve for them."""


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
        without: Without | None = None,
        progress: Advance | None = None,
    ) -> Perceived:
        """Vectors and moods of ``texts``, each read anew: moods are not kept."""
        return self._encoder.perceive(texts, states=states, without=without, progress=progress)


def enrich(
    store: Store,
    reader: Callable[[], Reader],
    under: Under,
    as_of: datetime,
    *,
    advance: Advance = lambda _: None,
    stop: Stop = lambda: False,
    forgotten: Forgotten = lambda _: None,
) -> int:
    """Read every feedback up to ``as_of`` that was not read under this name yet; how many were read.

    ``reader`` is called when the first text needs it, so that nothing is loaded when nothing is new. Each
    batch is stored in one transaction: a stop at any point leaves the rest for the next call. ``forgotten``
    is told keys of texts that nobody has said any more, for the vector index to lose.
    """
    done, veiled = 0, False
    try:
        while not stop() and (batch := store.said.unread(under.analyses, as_of, limit=BATCH)):
            changed, gone = _keep(store, reader().veil([one.text for one in batch]), batch, under)
            veiled = veiled or changed
            if gone:
                forgotten(gone)
            done += len(batch)
            advance(len(batch))
    finally:
        # Once for all batches, since it is long work where much is stored.
        if veiled:
            store.said.settle_words()
    return done


def _keep(
    store: Store, seen: Veiled, batch: Sequence[Feedback], under: Under
) -> tuple[bool, tuple[str, ...]]:
    """Store what was read; whether a text was veiled, and the keys of texts that are gone."""
    rows = zip(batch, seen.readings, strict=True)
    analyses = [_analysis(one, found, under.analyses) for one, found in rows]
    read = {one.id: one.text for one in batch}
    veiled = {one.id: text for one, text in zip(batch, seen.texts, strict=True) if text != one.text}
    others = {} if under.subjects == under.vectors else {under.subjects: seen.subjects}
    gone = store.said.save(
        analyses, seen.texts, seen.vectors, under.vectors, others=others, read=read, veiled=veiled
    )
    return bool(veiled), gone


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
