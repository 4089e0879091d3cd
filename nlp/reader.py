"""The one reading pass: a text goes through the encoder once, for its vector and its sentiment alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlp.aspects import Finder
from nlp.batches import map_batches
from nlp.encoder import Perceived, Perceiver, TokenStates
from nlp.findings import Aspect, Language, Reading, Redacted, Sentiment, Vectors
from nlp.language import detect
from nlp.redaction.reading import perceive_redacted
from nlp.sentiment.sentences import read_parts
from nlp.signals import SignalHead
from nlp.signals import load_head as load_signals

if TYPE_CHECKING:
    from nlp.emotions import EmotionHead
    from nlp.sentiment import SentimentHead

BATCH = 512
"""Texts that are read together; memory does not grow with the number of texts beyond their findings."""

SILENCE = Sentiment("neutral", score=0.0, negative=0.0, neutral=1.0, positive=0.0)
"""Of a text with nothing in it."""

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Veiled:
    """Texts without what is personal in them, and what is read there."""

    texts: list[str]
    readings: list[Reading]
    """Every offset points into ``texts``; nothing personal is told."""
    vectors: Vectors
    """(n, d), of unit length"""
    subjects: Vectors
    """(n, d), of unit length: what the texts are about, for finding themes"""


class Reader:
    """Reads texts with one encoder and the heads that were trained for it.

    Without ``emotions`` none are told. ``signals`` may know the owner's competitors. ``finder`` finds
    aspects, by word lists alone when none is given.
    """

    def __init__(
        self,
        encoder: Perceiver,
        head: "SentimentHead",
        emotions: "EmotionHead | None" = None,
        signals: SignalHead | None = None,
        finder: Finder | None = None,
    ) -> None:
        self._encoder = encoder
        self._head = head
        self._emotions = emotions
        self._signals = signals or load_signals()
        self._finder = finder or Finder()

    @property
    def aspects_come_along(self) -> bool:
        """Whether aspects need no further pass of the encoder."""
        return self._finder.tagger is not None

    def read(
        self,
        texts: Sequence[str],
        *,
        aspects: bool = False,
        sentences: bool = False,
        languages: Sequence[Language | None] | None = None,
        progress: Advance | None = None,
    ) -> tuple[list[Reading], Vectors]:
        """Everything found in each text, and its vector, shape (n, d) float32 of unit length.

        What is told comes from the texts without personal data; every offset points into the text as given.
        ``aspects`` and ``sentences`` (the scores of a long text's sentences) cost further encoder runs.
        ``languages`` are believed where they are given and detected where they are None. ``progress`` is
        told how many more texts are done.
        """
        readings: list[Reading] = []
        vectors = [np.empty((0, self._encoder.dimension), dtype=np.float32)]
        pairs = zip(texts, languages or [None] * len(texts), strict=True)

        def work(batch: list[tuple[str, Language | None]]) -> tuple[list[Reading], Vectors]:
            given, tongues, clean, seen = self._perceive(batch, aspects)
            return self._read(given, tongues, clean, seen, aspects=aspects, sentences=sentences), seen.vectors

        for found, part in map_batches(pairs, work, BATCH, progress):
            readings += found
            vectors.append(part)
        return readings, np.concatenate(vectors)

    def veil(self, texts: Sequence[str]) -> Veiled:
        """The texts without what is personal, and what is read in them, to be kept in the others' place.

        Aspects come along where they cost nothing. Nothing is run again for it: what is read comes from the
        texts without personal data anyway.
        """
        pairs: list[tuple[str, Language | None]] = [(text, None) for text in texts]
        aspects = self.aspects_come_along
        _, languages, clean, seen = self._perceive(pairs, aspects)
        safe = [one.text for one in clean]
        bare = [Redacted(text, ()) for text in safe]
        readings = self._read(safe, languages, bare, seen, aspects=aspects)
        return Veiled(safe, readings, seen.vectors, seen.subjects)

    def feel(self, texts: Sequence[str]) -> list[Sentiment]:
        """The sentiment alone, of clauses or whole texts."""
        moods = self._encoder.perceive(texts).moods
        return self._head.score(texts, moods, [detect(text) for text in texts])

    def _perceive(
        self, pairs: Sequence[tuple[str, Language | None]], aspects: bool
    ) -> tuple[list[str], list[Language], list[Redacted], Perceived]:
        texts = [text for text, _ in pairs]
        languages = [given or detect(text) for text, given in pairs]
        states = aspects and self.aspects_come_along
        return texts, languages, *perceive_redacted(texts, languages, self._encoder, states=states)

    def _read(
        self,
        texts: Sequence[str],
        languages: Sequence[Language],
        clean: Sequence[Redacted],
        seen: Perceived,
        *,
        aspects: bool,
        sentences: bool = False,
    ) -> list[Reading]:
        vectors, felt = seen.vectors, self._head.score([one.text for one in clean], seen.moods, languages)
        moods = [mood if text.strip() else SILENCE for text, mood in zip(texts, felt, strict=True)]
        about = self._aspects(texts, languages, clean, seen.tokens) if aspects else [()] * len(texts)
        signals = self._signals.read(texts, languages, vectors, moods)
        felt_as = self._emotions.read(texts, vectors, moods) if self._emotions else [None] * len(texts)
        personal = [one.found for one in clean]
        parts = read_parts(texts, moods, signals, personal, self.feel, every=sentences)
        columns = (languages, moods, personal, signals, about, felt_as, parts)
        return [
            Reading(language, mood, found, done, spoken, emotion, part.mixed, part.sentences)
            for language, mood, found, done, spoken, emotion, part in zip(*columns, strict=True)
        ]

    def _aspects(
        self,
        texts: Sequence[str],
        languages: Sequence[Language],
        clean: Sequence[Redacted],
        tokens: Sequence[TokenStates],
    ) -> list[tuple[Aspect, ...]]:
        if tokens:
            return self._finder.by_states(texts, languages, clean, tokens)
        return self._finder.by_lists(texts, languages, self.feel)
