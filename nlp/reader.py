"""The one reading pass: a text goes through the encoder once, for its vector and its sentiment alike."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from nlp.batches import map_batches
from nlp.encoder import Encoder
from nlp.findings import Language, Reading, Redacted, Sentiment, Vectors
from nlp.language import detect
from nlp.redaction import redact
from nlp.signals import find as find_signals

if TYPE_CHECKING:
    from nlp.sentiment import SentimentHead

BATCH = 512
"""Texts that are read together; memory does not grow with the number of texts beyond their findings."""

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
        for found, part in map_batches(pairs, self._read, BATCH, progress):
            readings += found
            vectors.append(part)
        return readings, np.concatenate(vectors)

    def feel(
        self, texts: Sequence[str], languages: Sequence[Language | None] | None = None
    ) -> list[Sentiment]:
        """The sentiment alone, of texts that hold no personal data."""
        return self._head.score(self._encoder.encode(texts), languages)

    def _read(self, pairs: list[tuple[str, Language | None]]) -> tuple[list[Reading], Vectors]:
        languages = [given or detect(text) for text, given in pairs]
        clean = [redact(text, language) for (text, _), language in zip(pairs, languages, strict=True)]
        vectors = self._encoder.encode([one.text for one in clean])
        moods = self._head.score(vectors, languages)
        readings = [
            _reading(text, *rest) for (text, _), *rest in zip(pairs, languages, clean, moods, strict=True)
        ]
        return readings, vectors


def _reading(text: str, language: Language, clean: Redacted, mood: Sentiment) -> Reading:
    return Reading(language, mood, clean.found, find_signals(text, language))
