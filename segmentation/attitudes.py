"""Which texts show which attitude: learnt from sentences that do, in three languages, and the owner's own.

A ridge regression on the encoder's vectors, tried on each sentence without it and its translations; from
those trials come the probabilities, and the least probability that counts in each language.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Vectors
from prompts.reading import LANGUAGES, read
from segmentation.risk.additive import sigmoid
from segmentation.risk.training import platt
from segmentation.utterances import unit

Embed = Callable[[Sequence[str]], Vectors]
Floats = NDArray[np.float64]
AXES = (
    "price",
    "quality",
    "convenience",
    "eco",
    "style",
    "family",
    "gifting",
    "service",
    "novelty",
    "local",
)
MOODS = ("neutral", "pleased", "cross")
"""Sentences that show no attitude."""
NONE = "none"
PENALTY = 3.0
PRECISION = 0.9
"""Share of the sentences counted for an axis that are meant for it."""
USUALLY_NONE = 4.0
"""Weight of sentences without an attitude in that share: in life most texts have none."""
LEAST_SURE, MOST_SURE = 0.5, 0.9


@dataclass(frozen=True)
class OwnAxis:
    """An axis that the owner added, with sentences that show it, in any of the languages."""

    key: str
    names: Mapping[str, str]
    sentences: tuple[tuple[str, str], ...]
    """Language and sentence."""


@dataclass(frozen=True)
class AxisModel:
    """What turns a text's vector into a probability for each axis."""

    axes: tuple[str, ...]
    weights: Floats
    """Shape (d + 1, axes + 1), the last row for a constant, the last column for no attitude."""
    slope: float
    shift: float
    sure: Mapping[str, float]
    """Least probability that counts, by language."""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Names of the owner's axes by language."""

    def least(self, languages: Sequence[str]) -> Floats:
        """Least probability that counts for texts of these languages, shape (n,)."""
        usual = max(self.sure.values(), default=MOST_SURE)
        return np.array([self.sure.get(language, usual) for language in languages], dtype=np.float64)


@dataclass(frozen=True)
class _Sentences:
    """Sentences without the mean of their language."""

    kinds: NDArray[np.str_]
    """Axis of each, or none."""
    languages: NDArray[np.str_]
    twins: NDArray[np.int64]
    """Sentences of the same number say the same in several languages."""
    vectors: Vectors


def prototype_axes(embed: Embed, own: Sequence[OwnAxis] = ()) -> AxisModel:
    """The axes of the catalogue ``psychographics`` and the owner's."""
    axes = (*AXES, *(axis.key for axis in own))
    sentences = _embedded(embed, own)
    wanted = (sentences.kinds[:, None] == np.array([*axes, NONE])[None, :]).astype(np.float64)
    table = _with_constant(sentences.vectors)
    inverse: Floats = np.linalg.inv(table @ table.T + PENALTY * np.eye(len(table))).astype(np.float64)
    dual: Floats = inverse @ wanted
    tried = _contrast(_left_out(inverse, dual, wanted, sentences.twins))
    slope, shift = platt(tried.ravel(), wanted[:, :-1].ravel())
    chance = sigmoid(slope * tried + shift)
    sure = {one: _least(chance, wanted, sentences.languages == one) for one in LANGUAGES}
    names = {axis.key: axis.names for axis in own}
    return AxisModel(axes, table.T @ dual, slope, shift, sure, names)


def shown(model: AxisModel, vectors: Vectors) -> Floats:
    """Probability that each text shows each attitude, shape (n, axes).

    Args:
        model: from ``prototype_axes`` with the same encoder.
        vectors: unit vectors without the mean of their language, shape (n, d).
    """
    return sigmoid(model.slope * _contrast(_with_constant(vectors) @ model.weights) + model.shift)


def _embedded(embed: Embed, own: Sequence[OwnAxis]) -> _Sentences:
    listed = [
        (key.partition(".")[0], language, key, sentence)
        for language in LANGUAGES
        for key, sentence in read("psychographics", language).sentences.items()
    ]
    listed += [
        (axis.key, language, f"own {axis.key} {number}", sentence)
        for axis in own
        for number, (language, sentence) in enumerate(axis.sentences)
    ]
    vectors = np.array(embed([sentence for *_, sentence in listed]), dtype=np.float32)
    languages = np.array([language for _, language, _, _ in listed])
    shipped = np.array([not key.startswith("own ") for _, _, key, _ in listed])
    for language in LANGUAGES:
        rows = languages == language
        vectors[rows] -= vectors[rows & shipped].mean(axis=0)
    kinds = [NONE if kind in MOODS else kind for kind, *_ in listed]
    twins = np.unique([key for _, _, key, _ in listed], return_inverse=True)[1]
    return _Sentences(np.array(kinds), languages, twins.astype(np.int64), unit(vectors))


def _with_constant(vectors: Vectors) -> Floats:
    return np.hstack([vectors, np.ones((len(vectors), 1))]).astype(np.float64)


def _left_out(inverse: Floats, dual: Floats, wanted: Floats, twins: NDArray[np.int64]) -> Floats:
    """What the regression would say of each sentence had it not seen it nor its twins."""
    said = np.zeros_like(wanted)
    for twin in np.unique(twins):
        rows = np.flatnonzero(twins == twin)
        said[rows] = wanted[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], dual[rows])
    return said


def _contrast(scores: Floats) -> Floats:
    """Each axis against its closest rival, no attitude among them; shape (n, axes)."""
    ordered = np.sort(scores, axis=1)
    rival = np.where(scores == ordered[:, -1:], ordered[:, -2:-1], ordered[:, -1:])
    contrast: Floats = (scores - rival)[:, :-1]
    return contrast


def _least(chance: Floats, wanted: Floats, rows: NDArray[np.bool_]) -> float:
    """The least probability at which enough of what is counted in these rows is right."""
    own = wanted[rows, :-1] > 0
    weight = np.where(own.any(axis=1), 1.0, USUALLY_NONE)[:, None]
    for least in np.arange(LEAST_SURE, MOST_SURE, 0.01).tolist():
        counted = (chance[rows] >= least) * weight
        if (counted * own).sum() >= PRECISION * counted.sum():
            return round(float(least), 2)
    return MOST_SURE
