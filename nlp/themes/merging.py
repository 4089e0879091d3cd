"""Joins themes that say the same: one that fell into two, or one that fell apart by language."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Vectors
from nlp.themes.corpus import Positions
from nlp.themes.density import LARGEST_SHARE
from nlp.themes.keywords import leading, listen, usual_of
from nlp.themes.space import unit
from nlp.themes.terms import Reader

SAME = 0.92
"""Centroids this close are one theme whatever their words."""
CLOSE = 0.75
"""Centroids this close are one theme if they share half of their words."""
SHARED = 0.5
TRANSLATED = 0.6
"""Centroids this close are one theme if each is the other's nearest in the other language."""
RELATED = 0.3
LEADING_WORDS = 6
COMMON_WORDS = 2
"""So are those only this close if so many of their leading words are the same."""
PURE = 0.9
TOP_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Side:
    words: frozenset[str]
    leading: frozenset[str]
    language: str
    """The family of languages that nearly all of the texts are in, or nothing."""


def merge_alike(labels: Positions, points: Vectors, reader: Reader) -> Positions:
    """Merge near-duplicate themes, the closest pair first; the labels that remain are 0..k-1.

    ``points`` are the unit vectors of the labelled texts, ``reader`` reads their terms. No merged theme
    holds more than the clustering would allow.
    """
    ears = _Ears(reader, labels)
    sides = [ears.side(labels == label) for label in range(int(labels.max(initial=-1)) + 1)]
    while len(sides) > 2:
        centroids = centroids_of(points, labels)
        sizes = np.bincount(labels[labels >= 0], minlength=len(sides))
        largest = LARGEST_SHARE * len(labels)
        pairs = [
            (one, other)
            for one, other in _pairs(centroids @ centroids.T, sides)
            if sizes[one] + sizes[other] <= largest
        ]
        if not pairs:
            break
        target = _join(pairs, len(sides))
        labels = np.where(labels >= 0, target[labels], -1).astype(np.int64)
        # Only themes that were joined speak otherwise than before.
        counts = np.bincount(target)
        heard = {int(new): side for new, side in zip(target, sides, strict=True) if counts[new] == 1}
        sides = [heard.get(label) or ears.side(labels == label) for label in range(len(counts))]
    return labels


def centroids_of(points: Vectors, labels: Positions) -> Vectors:
    """The unit mean of each label ``0..k-1``, shape ``(k, d)``."""
    count = int(labels.max(initial=-1)) + 1
    return unit(np.stack([points[labels == label].mean(axis=0) for label in range(count)]))


def _pairs(similarity: Vectors, sides: Sequence[_Side]) -> list[tuple[int, int]]:
    count = len(sides)
    found = []
    for one in range(count):
        for other in range(one + 1, count):
            close = float(similarity[one, other])
            if (
                close >= SAME
                or (close >= CLOSE and _overlap(sides[one], sides[other]) >= SHARED)
                or (_kindred(close, sides[one], sides[other]) and _mutual(one, other, similarity, sides))
            ):
                found.append((close, one, other))
    return [(one, other) for _, one, other in sorted(found, reverse=True)]


def _join(pairs: Sequence[tuple[int, int]], count: int) -> Positions:
    """The new label of each; of pairs with a side that was joined before in this round, none is joined.

    Chains wait for fresh centroids.
    """
    target = np.arange(count)
    touched: set[int] = set()
    for one, other in pairs:
        if not touched & {one, other}:
            target[other] = one
            touched |= {one, other}
    return np.asarray(np.unique(target, return_inverse=True)[1], dtype=np.int64)


def _overlap(one: _Side, other: _Side) -> float:
    smaller = min(len(one.words), len(other.words))
    return len(one.words & other.words) / smaller if smaller else 0.0


def _kindred(close: float, one: _Side, other: _Side) -> bool:
    """Whether one theme may be the other in another language."""
    if not one.language or not other.language or one.language == other.language:
        return False
    return close >= TRANSLATED or (close >= RELATED and len(one.leading & other.leading) >= COMMON_WORDS)


def _mutual(one: int, other: int, similarity: Vectors, sides: Sequence[_Side]) -> bool:
    def best(of: int, language: str) -> int:
        peers = [number for number, side in enumerate(sides) if side.language == language]
        return max(peers, key=lambda number: float(similarity[of, number]))

    return best(one, sides[other].language) == other and best(other, sides[one].language) == one


class _Ears:
    """Hears what the texts of a theme say, against what is usual in all themes as they were at first."""

    def __init__(self, reader: Reader, labels: Positions) -> None:
        self._reader = reader
        count = int(labels.max(initial=-1)) + 1
        speeches = [listen(reader, np.flatnonzero(labels == label).tolist()) for label in range(count)]
        self._usual = {tongue: usual_of(speeches, tongue) for tongue in ("en", "zh")}

    def side(self, members: NDArray[np.bool_]) -> _Side:
        """The words of these texts."""
        families = listen(self._reader, np.flatnonzero(members).tolist()).families
        words = {tongue: leading(uses, self._usual[tongue], TOP_WORDS) for tongue, uses in families.items()}
        sizes = {tongue: uses.texts for tongue, uses in families.items()}
        main = max(sorted(sizes), key=lambda tongue: sizes[tongue])
        pure = sizes[main] >= PURE * sum(sizes.values())
        every = frozenset(word for own in words.values() for word in own)
        return _Side(every, frozenset(words[main][:LEADING_WORDS]), main if pure else "")
