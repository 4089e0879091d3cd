"""Trains heads on a corpus: for use on all of it, for honest figures with whole sets held out."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Vectors
from nlp.sentiment.calibration import calibrate
from nlp.sentiment.fitting import Classes, Recipe, fit
from nlp.sentiment.head import GROUPS, LABELS, Floats, Parameters, group_of, uncalibrated
from nlp.sentiment.sources import Sample

FOLDS = 2
NEUTRAL = 0.67
"""How many neutral texts to expect for one of either pole: feedback is seldom given without a feeling."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Samples and what is computed from them, row by row."""

    samples: Sequence[Sample]
    vectors: Vectors
    truth: Classes
    groups: Classes
    families: NDArray[np.str_]

    def part(self, rows: NDArray[np.bool_]) -> "Corpus":
        """The rows chosen."""
        chosen = [sample for sample, wanted in zip(self.samples, rows, strict=True) if wanted]
        return Corpus(chosen, self.vectors[rows], self.truth[rows], self.groups[rows], self.families[rows])

    def of(self, names: Collection[str]) -> NDArray[np.bool_]:
        """Which rows belong to these sources, named whole (``shopping``) or in part (``shopping/手机``)."""
        return np.array(
            [one.source in names or one.source.split("/")[0] in names for one in self.samples], dtype=bool
        )


def corpus_of(samples: Sequence[Sample], vectors: Vectors) -> Corpus:
    """Put samples and their vectors side by side."""
    return Corpus(
        samples,
        vectors,
        np.array([LABELS.index(one.label) for one in samples]),
        np.array([group_of(one.language) or 0 for one in samples]),
        np.array([one.source.split("/")[0] for one in samples]),
    )


def train(corpus: Corpus, recipe: Recipe) -> Parameters:
    """A calibrated head; calibration uses predictions for texts that were left out in turn.

    Leaving out whole sets instead was tried: probabilities for Chinese then came out far too cautious.
    """
    raw = np.zeros((len(corpus.samples), len(LABELS)), dtype=np.float32)
    folds = np.array([crc32(one.text.encode()) % FOLDS for one in corpus.samples])
    for fold in range(FOLDS):
        left_out = folds == fold
        rest = corpus.part(~left_out)
        parameters = fit(rest.vectors, rest.truth, weigh(rest), recipe)
        raw[left_out] = uncalibrated(parameters, corpus.vectors[left_out])
    weights = weigh(corpus)
    whole = fit(corpus.vectors, corpus.truth, weights, recipe)
    expected = weights * np.where(corpus.truth == LABELS.index("neutral"), NEUTRAL, 1).astype(np.float32)
    return calibrate(whole, raw, corpus.truth, expected, corpus.groups)


def weigh(corpus: Corpus) -> Floats:
    """Weights of mean 1: large sets count with the root of their size, classes alike in both languages."""
    places = [(one.source, one.language, one.label) for one in corpus.samples]
    counts = Counter(places)
    weights = np.array([counts[place] ** -0.5 for place in places], dtype=np.float32)
    for group in range(len(GROUPS)):
        for label in range(len(LABELS)):
            rows = (corpus.groups == group) & (corpus.truth == label)
            if rows.any():
                weights[rows] /= weights[rows].sum()
    return np.asarray(weights / weights.mean())
