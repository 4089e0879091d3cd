"""What a training run learns from, and what it keeps for the figures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.sentiment.corpus import held_out, key
from nlp.sentiment.head import GROUPS, LABELS, group_of
from nlp.sentiment.sources import Sample
from nlp.sentiment.tuning import Floats, Rows

LEAST, MOST = 0.25, 4.0
"""Bounds of a text's weight: none is passed over, none drags the layers along."""


WRITTEN = ("lines", "examples")
"""Sources whose texts were written for this project."""
REHEARSED = 24_000
"""Texts of other sources that are gone through once more while the written ones are learned again."""

RENEWED: Mapping[str, int] = {
    "shopping": 150, "delivery": 500, "weibo": 850, "valence": 400, "surveys": 350, "sentences": 150,
    "tweets": 850, "points": 500, "films": 500, "goods": 340, "hotels": 150, "opposed": 300, "questions": 400,
}  # fmt: skip
"""Texts of a label in a source of large sets that are gone through when training goes on."""


def split(samples: Sequence[Sample]) -> tuple[Rows, Rows]:
    """Positions of the texts to learn from, and of those that are kept for the figures."""
    kept = np.array([held_out(sample) for sample in samples], dtype=bool)
    return np.flatnonzero(~kept), np.flatnonzero(kept)


def rehearsal(samples: Sequence[Sample], learned: Rows, seed: int = 0) -> Rows:
    """What the second run learns from: every written text twice, and a draw of ``learned``'s others once."""
    written = np.array([samples[row].source.split("/")[0] in WRITTEN for row in learned], dtype=bool)
    others = np.random.default_rng(seed).permutation(learned[~written])[:REHEARSED]
    return np.concatenate([learned[written], learned[written], others])


def renewal(samples: Sequence[Sample], learned: Rows) -> Rows:
    """What a run that goes on from the shipped weights learns from, sorted by source.

    All texts of small sets and all written ones, and of large sets as many of each label as ``RENEWED``
    says: those whose letters have the lowest check sums, so that further texts do not change the draw.
    """
    taken: Counter[tuple[str, str, str]] = Counter()
    chosen = []
    for row in sorted(learned, key=lambda row: crc32(key(samples[row].text).encode())):
        one = samples[row]
        place = (one.source, one.language, one.label)
        taken[place] += 1
        if taken[place] <= RENEWED.get(one.source.split("/")[0], len(samples)):
            chosen.append(row)
    return np.array(sorted(chosen, key=lambda row: samples[row].source), dtype=np.int64)


def truth(samples: Sequence[Sample]) -> NDArray[np.int64]:
    """The true classes, shape (n,), as positions in ``LABELS``."""
    return np.array([LABELS.index(sample.label) for sample in samples], dtype=np.int64)


def groups(samples: Sequence[Sample]) -> NDArray[np.int64]:
    """The calibration group of each text, shape (n,), as positions in ``GROUPS``."""
    return np.array([group_of(sample.language) or 0 for sample in samples], dtype=np.int64)


def weigh(samples: Sequence[Sample]) -> Floats:
    """Weights of mean 1: large sets count with the root of their size, classes alike in both languages."""
    places = [(one.source, one.language, one.label) for one in samples]
    counts = Counter(places)
    weights = np.array([counts[place] ** -0.5 for place in places])
    classes, languages = truth(samples), groups(samples)
    for group in range(len(GROUPS)):
        for label in range(len(LABELS)):
            rows = (languages == group) & (classes == label)
            if rows.any():
                weights[rows] /= weights[rows].sum()
    return np.asarray(np.clip(weights / weights.mean(), LEAST, MOST), dtype=np.float32)
