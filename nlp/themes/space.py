"""The space in which themes are compared: vectors with their language's common part taken off.

Sentence encoders put texts of one language closer together than texts of one meaning in two languages. Most
of that is one offset a language, so subtracting each language's mean lets a complaint meet its translation.
"""

from collections.abc import Sequence

import numpy as np

from nlp.findings import ThemeSpace, Vectors

ANY = "und"
PRIOR_TEXTS = 20.0
"""A language's mean counts as if this many texts at the mean of all were among its own."""


def measure_space(vectors: Vectors, languages: Sequence[str]) -> ThemeSpace:
    """Measure the mean of every language and of all texts (kept under ``und``), from ``(n, d)`` vectors."""
    overall = vectors.mean(axis=0)
    tags = np.asarray(languages)
    means = {ANY: overall.astype(np.float32)}
    for tag in sorted(set(languages) - {ANY}):
        own = vectors[tags == tag]
        total = own.sum(axis=0) + PRIOR_TEXTS * overall
        means[tag] = (total / (len(own) + PRIOR_TEXTS)).astype(np.float32)
    return ThemeSpace(means)


def centre(vectors: Vectors, languages: Sequence[str], space: ThemeSpace) -> Vectors:
    """Unit vectors ``(n, d)`` in the theme space; a language that the space has not met counts as ``und``."""
    if not space.means or not len(vectors):
        return unit(vectors)
    overall = space.means[ANY]
    taken_off = np.stack([space.means.get(tag, overall) for tag in languages])
    return unit(vectors - taken_off)


def unit(vectors: Vectors) -> Vectors:
    """The vectors at length 1; zero vectors stay zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
