"""Texts compared: a form without case and signs, and a sketch that near repeats share."""

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

GRAM = 3
HAN_WEIGHT = 2.5
"""A Chinese character says about as much as this many letters."""

_SIGNS = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BITS = np.arange(64, dtype=np.uint64)


def plain(text: str) -> str:
    """``text`` in lower case and half width, without spaces and signs."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).lower())


def weight(normalised: str) -> float:
    """How much a normalised text says, in letters."""
    return len(normalised) + (HAN_WEIGHT - 1) * len(_HAN.findall(normalised))


def sketch(normalised: str) -> int:
    """A signed 64-bit SimHash over character trigrams (Charikar 2002); 0 for less than a trigram.

    Texts whose trigrams mostly agree differ in few of its bits.
    """
    points = np.frombuffer(normalised.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    if len(points) < GRAM:
        return 0
    with np.errstate(over="ignore"):
        grams = (points[:-2] << np.uint64(42)) ^ (points[1:-1] << np.uint64(21)) ^ points[2:]
        grams = (grams ^ (grams >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        grams = (grams ^ (grams >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        grams = grams ^ (grams >> np.uint64(31))
    votes: NDArray[np.int64] = ((grams[:, None] >> _BITS) & np.uint64(1)).sum(axis=0, dtype=np.int64)
    bits = (votes * 2 > len(grams)).astype(np.uint64)
    return int(np.bitwise_or.reduce(bits << _BITS).astype(np.int64))
