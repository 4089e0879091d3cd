"""The distinct texts of a corpus, in an order that does not depend on how its rows arrived."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Language, Vectors
from nlp.redaction.page import PLACEHOLDER

Positions = NDArray[np.int64]

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Corpus:
    """``rows``: the row that stands for each distinct text; ``distinct``: each row's distinct text, or -1."""

    rows: Positions
    distinct: Positions


@dataclass(frozen=True, slots=True)
class Material:
    """The distinct texts with their languages and their unit vectors ``(m, d)`` in the theme space."""

    texts: tuple[str, ...]
    languages: tuple[Language, ...]
    points: Vectors

    def first(self, count: int) -> "Material":
        """The first ``count`` of them."""
        return Material(self.texts[:count], self.languages[:count], self.points[:count])


def canonical(text: str) -> str:
    """A text as it counts for being a repetition: width, case and spacing do not matter."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def distinct_texts(texts: Sequence[str], vectors: Vectors) -> Corpus:
    """Group repeated texts and sort the groups by a hash of the text.

    Rows without words (a placeholder such as ``[PHONE]`` is none) or with a vector that is zero or not
    finite belong to no group (-1). A group is represented by the row whose text, as written, sorts first.
    """
    lengths = np.linalg.norm(vectors, axis=1) if len(vectors) else np.zeros(0)
    groups: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        key = canonical(text)
        if _has_words(text) and np.isfinite(lengths[row]) and lengths[row] > 0:
            groups.setdefault(key, []).append(row)
    ordered = sorted(groups.items(), key=lambda group: _digest(group[0]))
    distinct = np.full(len(texts), -1, dtype=np.int64)
    for number, (_, members) in enumerate(ordered):
        distinct[members] = number
    rows = [min(members, key=lambda row: (texts[row], row)) for _, members in ordered]
    return Corpus(np.asarray(rows, dtype=np.int64), distinct)


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in PLACEHOLDER.sub(" ", text))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def counted(labels: Positions, corpus: Corpus) -> Positions:
    """How many rows, repetitions included, bear each label ``0..k-1``."""
    own = np.where(corpus.distinct >= 0, labels[corpus.distinct], -1)
    return np.bincount(own[own >= 0], minlength=int(labels.max(initial=-1)) + 1).astype(np.int64)
