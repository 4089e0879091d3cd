"""The signal head: one linear layer on a text's vector and sentiment, joined with the rules of words."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.failures import InternalError
from nlp.findings import Language, Sentiment, Signal, Vectors
from nlp.signals.feeling import weigh
from nlp.signals.finding import found_by_rules, held
from nlp.signals.kinds import FELT_KINDS, HOLDS, SELDOM_KINDS
from nlp.signals.rivals import NOBODY, Rivals

Floats = NDArray[np.float32]

SHORT = 160
"""Characters up to which a text without telling words carries its signal as a whole."""
MOOD = 2.0
"""What sentiment probabilities are multiplied by beside the vector's numbers."""
WORDLESS = 0.75
"""Strength that a seldom kind needs where no listed word tells of it: a false alarm costs more."""
LOUD = 6.0
"""Largest logit of the layer that is believed."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The layer, shape (d + 2, kinds) with its bias (kinds,), and how it is joined with the rules."""

    layer: Floats
    bias: Floats
    trust: Floats
    """(2,): weights of the layer's logit and of the rules' strength."""
    offset: Floats
    """(kinds,)"""

    def save(self, path: Path) -> None:
        """Write to ``path``, the layer in half precision."""
        kept = {one.name: getattr(self, one.name) for one in fields(self)}
        np.savez_compressed(path, **kept | {"layer": self.layer.astype(np.float16)})

    @staticmethod
    def load(path: Path) -> "Parameters":
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return Parameters(**{name: kept[name].astype(np.float32) for name in kept.files})


class SignalHead:
    """Texts with their vectors and sentiments in, signals out."""

    def __init__(self, parameters: Parameters, rivals: Rivals = NOBODY) -> None:
        self._parameters = parameters
        self._rivals = rivals

    def read(
        self,
        texts: Sequence[str],
        languages: Sequence[Language],
        vectors: Vectors,
        moods: Sequence[Sentiment],
    ) -> list[tuple[Signal, ...]]:
        """The signals of each text; by the rules alone where the vectors come from another encoder."""
        known = vectors.shape[1] + 2 == len(self._parameters.layer)
        logits = logits_of(self._parameters, vectors, moods) if known else [None] * len(texts)
        return [
            self._joined(text, language, mood, row)
            for text, language, mood, row in zip(texts, languages, moods, logits, strict=True)
        ]

    def _joined(
        self, text: str, language: Language, mood: Sentiment, logits: Floats | None
    ) -> tuple[Signal, ...]:
        told = [weigh(one, mood) for one in found_by_rules(text, language, self._rivals)]
        if logits is None or language == "und":
            return held(told)
        judged = [self._judged(one, logits) for one in told]
        carried = {one.kind for one in judged if one.score >= HOLDS}
        whole = text.strip()
        if 0 < len(text) <= SHORT and whole:
            start = text.index(whole)
            every = (Signal(kind, whole, start, start + len(whole), 0.0, listed=False) for kind in FELT_KINDS)
            bare = (self._judged(one, logits) for one in every if one.kind not in carried)
            judged += [one for one in bare if _is_enough(one, mood)]
        return held(judged)

    def _judged(self, signal: Signal, logits: Floats) -> Signal:
        if signal.kind not in FELT_KINDS:
            return signal
        place = FELT_KINDS.index(signal.kind)
        trust, offset = self._parameters.trust, self._parameters.offset[place]
        logit = float(trust[0] * logits[place] + trust[1] * signal.score + offset)
        return replace(signal, score=1 / (1 + float(np.exp(-logit))))


def _is_enough(wordless: Signal, mood: Sentiment) -> bool:
    """Whether a signal that no listed word carries may be told."""
    if wordless.kind in SELDOM_KINDS:
        return wordless.score >= WORDLESS
    if wordless.kind in ("praise", "complaint"):
        return (mood.positive >= mood.negative) == (wordless.kind == "praise")
    return True


def logits_of(parameters: Parameters, vectors: Vectors, moods: Sequence[Sentiment]) -> Floats:
    """Shape (n, kinds), in the order of ``FELT_KINDS``."""
    logits = inputs_of(vectors, moods) @ parameters.layer + parameters.bias
    return np.asarray(np.clip(logits, -LOUD, LOUD))


def inputs_of(vectors: Vectors, moods: Sequence[Sentiment]) -> Floats:
    """What the layer reads, shape (n, d + 2)."""
    felt = np.array([[one.negative, one.positive] for one in moods], dtype=np.float32).reshape(-1, 2)
    return np.hstack([vectors, MOOD * felt])


@cache
def load_parameters() -> Parameters:
    """The parameters trained for the shipped encoder.

    Raises:
        InternalError: its weights are not where the program was installed.
    """
    try:
        with as_file(files("nlp.signals") / "head.npz") as path:
            return Parameters.load(path)
    except (OSError, ValueError, TypeError) as broken:
        raise InternalError("nlp/signals/head.npz is missing or damaged") from broken


def load_head(rivals: Rivals = NOBODY) -> SignalHead:
    """The head trained for the shipped encoder, listening for ``rivals``, too."""
    return SignalHead(load_parameters(), rivals)
