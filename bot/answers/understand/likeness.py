"""A second opinion by meaning: which example question a question is most like."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bot.answers.understand.knowledge import Encode
from nlp.findings import Vectors
from prompts import LANGUAGES, read

NEAR = 0.9
"""Cosine similarity from which an example is near enough to answer for; with the shipped encoder two of three
test questions that reach it are understood rightly, and none that is out of scope reaches it."""
LEAD = 0.03
"""How much nearer it must be than every example of what cannot be answered."""
OUTSIDE = "unknown"


@dataclass(frozen=True, slots=True)
class Likeness:
    """The intent of the nearest example, and how near it is (cosine, -1..1)."""

    intent: str
    similarity: float
    lead: float
    """How much nearer it is than what cannot be answered."""

    @property
    def enough(self) -> bool:
        """Whether it is near enough to answer for."""
        return self.similarity >= NEAR and self.lead >= LEAD


def nearest_example(text: str, encode: Encode) -> Likeness:
    """The nearest of the examples of what can be answered, in all languages."""
    intents, matrix = _examples(encode)
    similarities = matrix @ np.asarray(encode([text]), dtype=np.float32)[0]
    outside = np.array([intent == OUTSIDE for intent in intents])
    place = int(np.argmax(np.where(outside, -1.0, similarities)))
    lead = similarities[place] - similarities[outside].max()
    return Likeness(intents[place], float(similarities[place]), float(lead))


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
