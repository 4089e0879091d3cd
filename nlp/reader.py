"""The one reading pass: a text goes through the encoder once, for its vector and its sentiment alike."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from nlp.aspects import find_all as find_aspects
from nlp.batches import map_batches
from nlp.encoder import Encoder
from nlp.findings import Language, Reading, Sentiment, Vectors
from nlp.language import detect
from nlp.redaction import redact
from nlp.signals import find as find_signals

if TYPE_CHECKING:
    from nlp.sentiment import SentimentHead

BATCH = 512
"""Texts that are read together; memory does not grow with the number of texts beyond their findings."""

SILENCE = Sentiment("neutral", score=0.0, negative=0.0, neutral=1.0, positive=0.0)
"""Of a text with nothing in it."""

Advance = Callable[[int], None]


class Reader:
    """Reads texts with one encoder and the sentiment head that was trained for it."""

    def __init__(self, encoder: Encoder, head: "SentimentHead") -> None:
        self._encoder = encoder
        self._head = head

    def read(
        self,
        texts: Sequence[str],
        *,
        aspects: bool = False,
        languages: Sequence[Language | None] | None = None,
        progress: Advance | None = None,
    ) -> tuple[list[Reading], Vectors]:
        """Everything found in each text, and its vector, shape (n, d) float32 of unit length.

        The encoder sees the texts without personal data; every offset points into the text as given.
        ``languages`` are believed where they are given and detected where they are None. ``progress`` is
        told how many more texts are done.
        """
        readings: list[Reading] = []
        vectors = [np.empty((0, self._encoder.dimension), dtype=np.float32)]
        pairs = zip(texts, languages or [None] * len(texts), strict=True)

        def work(batch: list[tuple[str, Language | None]]) -> tuple[list[Reading], Vectors]:
            return self._read(batch, aspects)

        for found, part in map_batches(pairs, work, BATCH, progress):
            readings += found
            vectors.append(part)
        return readings, np.concatenate(vectors)

    def feel(self, texts: Sequence[str]) -> list[Sentiment]:
        """The sentiment alone, of clauses or whole texts."""
        return self._head.score(self._encoder.encode(texts), [detect(text) for text in texts])

    def _read(self, pairs: list[tuple[str, Language | None]], aspects: bool) -> tuple[list[Reading], Vectors]:
        texts = [text for text, _ in pairs]
        languages = [given or detect(text) for text, given in pairs]
        clean = [redact(text, language) for text, language in zip(texts, languages, strict=True)]
        vectors = self._encoder.encode([one.text for one in clean])
        felt = self._head.score(vectors, languages)
        moods = [mood if text.strip() else SILENCE for text, mood in zip(texts, felt, strict=True)]
        about = find_aspects(texts, languages, self.feel) if aspects else [()] * len(texts)
        readings = [
            Reading(language, mood, one.found, find_signals(text, language), found)
            for text, language, mood, one, found in zip(texts, languages, moods, clean, about, strict=True)
        ]
        return readings, vectors
