"""A second opinion by meaning: which example question a question is most like."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bot.answers.understand.knowledge import Encode
from nlp.findings import Vectors
from prompts import LANGUAGES, read

NEAR = 0.62
"""Cosine similarity from which an example is near enough to answer for."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The intent of the nearest example, and how near it is (cosine, -1..1)."""

    intent: str
    similarity: float


def nearest_example(text: str, encode: Encode) -> Likeness:
    """Compare ``text`` with the examples of all intents in all languages."""
    intents, matrix = _examples(encode)
    similarities = matrix @ np.asarray(encode([text]), dtype=np.float32)[0]
    place = int(np.argmax(similarities))
    return Likeness(intents[place], float(similarities[place]))


@lru_cache(maxsize=4)
def _examples(encode: Encode) -> tuple[tuple[str, ...], Vectors]:
    pairs = [
        (key.removeprefix("example."), line.strip())
        for language in LANGUAGES
        for key, text in read("understanding", language).sentences.items()
        if key.startswith("example.")
        for line in text.splitlines()
        if line.strip()
    ]
    vectors = np.asarray(encode([line for _, line in pairs]), dtype=np.float32)
    return tuple(intent for intent, _ in pairs), vectors
