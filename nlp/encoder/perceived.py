"""What one run of the shipped model makes of a text beside its vector."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Vectors

Floats = NDArray[np.float32]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TokenStates:
    """A text's own tokens, and where each stands in the legible text."""

    lower: Floats
    """(t, d): states under the layers that were trained further, as the published model has them."""
    states: Floats
    """(t, d): states of the last layer."""
    starts: Places
    """(t,), characters of ``nlp.encoder.legible.legible(text)``"""
    ends: Places
    """(t,), past the last character"""


@dataclass(frozen=True, slots=True)
class TokenNames:
    """A text's own tokens: how surely each belongs to a person's name, and where it stands."""

    sure: Floats
    """(t,), 0..1"""
    starts: Places
    """(t,), characters of ``nlp.encoder.legible.legible(text)``"""
    ends: Places
    """(t,), past the last character"""


Without = Callable[[int, TokenNames], str | None]
"""Told of the names that a text may hold, by the text's position: the text to read instead, or None to go on.
It is asked again about what it gives, and by several threads about different texts."""


@dataclass(frozen=True, slots=True)
class Perceived:
    """Texts after one run each."""

    vectors: Vectors
    """(n, d), of unit length"""
    moods: Floats
    """(n, 3): logits of negative, neutral, positive, not calibrated"""
    subjects: Vectors
    """(n, d), of unit length: what the texts are about, rare words counting more than frequent ones"""
    tokens: tuple[TokenStates, ...] = ()
    """Empty unless asked for."""

    def of(self, rows: Sequence[int]) -> "Perceived":
        """Those of the texts at these positions."""
        tokens = tuple(self.tokens[row] for row in rows) if self.tokens else ()
        return Perceived(self.vectors[rows], self.moods[rows], self.subjects[rows], tokens)
