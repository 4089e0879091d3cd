"""The emotion head: one linear layer on the encoder's vectors, joined with listed words and the sentiment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.emotions.words import EMOTIONS, Carriers, carriers
from nlp.failures import InternalError
from nlp.findings import Emotion, EmotionName, Sentiment, Stretch, Vectors

Floats = NDArray[np.float32]

SIGHT = 1e-4
"""Added to the layer's probabilities, so that none of them rules an emotion out."""
SIDES: tuple[tuple[EmotionName, ...], ...] = (("joy",), ("anger", "disappointment", "fear"), ("none",))
"""Emotions that positive, negative and neutral sentiment speak for."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The layer (d, 6) with its bias (6,), and how its evidence is joined with what else is known."""

    layer: Floats
    bias: Floats
    mix: Floats
    """(6,): weights of the layer's log-probabilities, of one listed word, of a second one, and of positive,
    negative and neutral sentiment."""
    offset: Floats
    """(6,)"""

    def save(self, path: Path) -> None:
        """Write to ``path``, the layer in half precision."""
        kept = {one.name: getattr(self, one.name) for one in fields(self)}
        np.savez_compressed(path, **kept | {"layer": self.layer.astype(np.float16)})

    @staticmethod
    def load(path: Path) -> "Parameters":
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return Parameters(**{name: kept[name].astype(np.float32) for name in kept.files})


class EmotionHead:
    """Texts with their vectors and sentiments in, emotions out."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    def read(self, texts: Sequence[str], vectors: Vectors, moods: Sequence[Sentiment]) -> list[Emotion]:
        """One emotion a text; ``vectors`` of another dimension than it was trained on count for nothing."""
        heard = [carriers(text) for text in texts]
        chances = self.probabilities(vectors, heard, moods)
        return [_emotion(row, words) for row, words in zip(chances, heard, strict=True)]

    def probabilities(
        self, vectors: Vectors, heard: Sequence[Carriers], moods: Sequence[Sentiment]
    ) -> Floats:
        """Shape (n, 6), in the order of ``EMOTIONS``; rows sum to 1."""
        evidence = evidence_of(self._felt(vectors), heard, moods)
        return softmax(np.tensordot(self._parameters.mix, evidence, 1) + self._parameters.offset)

    def _felt(self, vectors: Vectors) -> Floats:
        if vectors.shape[1] != len(self._parameters.layer):
            return np.full((len(vectors), len(EMOTIONS)), 1 / len(EMOTIONS), dtype=np.float32)
        return softmax(vectors @ self._parameters.layer + self._parameters.bias)


def evidence_of(felt: Floats, heard: Sequence[Carriers], moods: Sequence[Sentiment]) -> Floats:
    """What speaks for each emotion, shape (6 ways, n, 6 emotions), in the order of ``Parameters.mix``."""
    words = np.array(
        [[min(len(found.get(name, ())), 2) for name in EMOTIONS] for found in heard], dtype=np.float32
    ).reshape(-1, len(EMOTIONS))
    shares = np.array([[one.positive, one.negative, one.neutral] for one in moods], dtype=np.float32)
    sides = np.zeros((3, len(felt), len(EMOTIONS)), dtype=np.float32)
    for way, names in enumerate(SIDES):
        for name in names:
            sides[way, :, EMOTIONS.index(name)] = shares.reshape(-1, 3)[:, way]
    return np.stack([np.log(felt + SIGHT), np.minimum(words, 1), np.maximum(words - 1, 0), *sides])


def softmax(scores: Floats) -> Floats:
    """Rows of probabilities from rows of scores."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True)) if len(scores) else scores
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _emotion(row: Floats, words: Mapping[EmotionName, tuple[Stretch, ...]]) -> Emotion:
    label = EMOTIONS[int(row.argmax())]
    shares = {name: float(share) for name, share in zip(EMOTIONS, row, strict=True)}
    return Emotion(label, **shares, carriers=words.get(label, ()))


@cache
def load_head() -> EmotionHead:
    """The head trained for the shipped encoder.

    Raises:
        InternalError: its weights are not where the program was installed.
    """
    try:
        with as_file(files("nlp.emotions") / "head.npz") as path:
            return EmotionHead(Parameters.load(path))
    except (OSError, ValueError, TypeError) as broken:
        raise InternalError("nlp/emotions/head.npz is missing or damaged") from broken
