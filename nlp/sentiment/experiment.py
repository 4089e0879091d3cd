"""What a training run learns from, and what it keeps for the figures."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.sentiment.corpus import held_out
from nlp.sentiment.head import GROUPS, LABELS, group_of
from nlp.sentiment.sources import Sample
from nlp.sentiment.tuning import Floats, Rows

LEAST, MOST = 0.25, 4.0
"""Bounds of a text's weight: none is passed over, none drags the layers along."""


WRITTEN = ("lines", "examples")
"""Sources whose texts were written for this project."""
REHEARSED = 24_000
"""Texts of other sources that are gone through once more while the written ones are learned again."""


def split(samples: Sequence[Sample]) -> tuple[Rows, Rows]:
    """Positions of the texts to learn from, and of those that are kept for the figures."""
    kept = np.array([held_out(sample) for sample in samples], dtype=bool)
    return np.flatnonzero(~kept), np.flatnonzero(kept)


def rehearsal(samples: Sequence[Sample], learned: Rows, seed: int = 0) -> Rows:
    """What the second run learns from: every written text twice, and a draw of ``learned``'s others once."""
    written = np.array([samples[row].source.split("/")[0] in WRITTEN for row in learned], dtype=bool)
    others = np.random.default_rng(seed).permutation(learned[~written])[:REHEARSED]
    return np.concatenate([learned[written], learned[written], others])


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
