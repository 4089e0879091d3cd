"""What one run of the shipped model makes of a text beside its vector."""

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


@dataclass(frozen=True, slots=True)
class Perceived:
    """Texts after one run each."""

    vectors: Vectors
    """(n, d), of unit length"""
    moods: Floats
    """(n, 3): logits of negative, neutral, positive, not calibrated"""
    tokens: tuple[TokenStates, ...] = ()
    """Empty unless asked for."""
    names: tuple[TokenNames | None, ...] = ()
    """Empty unless asked for; None for a text in which hardly a token may belong to a name."""
