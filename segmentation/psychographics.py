"""What customers care about: their words against sentences that show an attitude, in three languages.

Nothing about sex, origin, faith or health is measured; only what a customer says about buying.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ports import FeedbackVectors, SaidColumns
from index.records import AxisScore
from nlp.findings import Vectors
from prompts.reading import LANGUAGES, read
from segmentation.behaviour import Behaviour
from segmentation.risk.additive import sigmoid
from segmentation.risk.training import platt
from segmentation.vectors import centred_by_language, moments_of, unit

Embed = Callable[[Sequence[str]], Vectors]
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
NEUTRAL = "neutral"
SHOWS = 0.5
"""A text shows an attitude from this probability on."""
MOST_CITED = 5


@dataclass(frozen=True)
class AxisModel:
    """Middle of each axis' sentences, and what turns a contrast of cosines into a probability."""

    axes: tuple[str, ...]
    centres: Vectors
    """Unit vectors, shape (axes, d)."""
    neutral: Vectors
    """Unit vector, shape (d,)."""
    slope: float
    shift: float


@dataclass(frozen=True)
class _Sentences:
    """Prototype sentences with axis and language, vectors without the mean of their language."""

    axis: NDArray[np.int64]
    """Position in AXES; -1 for neutral ones."""
    vectors: Vectors


def prototype_axes(embed: Embed) -> AxisModel:
    """The axes of the catalogue ``psychographics``, calibrated on their sentences, each left out in turn."""
    sentences = _embedded(embed)
    neutral = _middle(sentences.vectors[sentences.axis < 0])
    centres = np.stack([_middle(sentences.vectors[sentences.axis == i]) for i in range(len(AXES))])
    contrast, own = _left_out(sentences, centres, neutral)
    slope, shift = platt(contrast, own)
    return AxisModel(AXES, centres, neutral, slope, shift)


def shown(model: AxisModel, vectors: Vectors) -> NDArray[np.float64]:
    """Probability that each text shows each attitude, shape (n, axes).

    Args:
        model: from ``prototype_axes`` with the same encoder.
        vectors: unit vectors without the mean of their language, shape (n, d).
    """
    contrast = vectors @ model.centres.T - (vectors @ model.neutral)[:, None]
    return sigmoid(model.slope * contrast.astype(np.float64) + model.shift)


def psychographics(
    model: AxisModel | None,
    behaviour: Behaviour,
    said: SaidColumns | None,
    vectors: FeedbackVectors | None,
) -> tuple[tuple[AxisScore, ...], ...]:
    """Scores of every customer, strongest first; only axes that at least one text shows.

    A score is the sum of the probabilities of the texts that show the axis, over their number plus one: one
    text never makes more than a half.
    """
    n = len(behaviour.customer_ids)
    if model is None or vectors is None or len(vectors.ids) == 0:
        return ((),) * n
    position = {name: place for place, name in enumerate(behaviour.customer_ids)}
    moments = moments_of(said)
    chance = shown(model, centred_by_language(vectors))
    cited: list[dict[int, list[tuple[float, str]]]] = [{} for _ in range(n)]
    for row, axis in zip(*np.nonzero(chance >= SHOWS), strict=True):
        owner = position.get(vectors.customer_ids[row] or "", -1)
        if owner >= 0 and moments.get(vectors.ids[row], behaviour.moment + 1) <= behaviour.moment:
            found = (float(chance[row, axis]), vectors.ids[row])
            cited[owner].setdefault(int(axis), []).append(found)
    return tuple(_scores(model, by_axis) for by_axis in cited)


def _scores(model: AxisModel, by_axis: dict[int, list[tuple[float, str]]]) -> tuple[AxisScore, ...]:
    scores = []
    for axis, texts in by_axis.items():
        texts.sort(key=lambda text: (-text[0], text[1]))
        total = sum(chance for chance, _ in texts) / (len(texts) + 1)
        evidence = tuple(feedback for _, feedback in texts[:MOST_CITED])
        scores.append(AxisScore(model.axes[axis], round(total, 3), len(texts), evidence))
    return tuple(sorted(scores, key=lambda score: (-score.score, score.axis)))


def _embedded(embed: Embed) -> _Sentences:
    texts: list[str] = []
    axis: list[int] = []
    languages: list[int] = []
    for place, language in enumerate(LANGUAGES):
        for key, sentence in read("psychographics", language).sentences.items():
            texts.append(sentence)
            kind = key.partition(".")[0]
            axis.append(-1 if kind == NEUTRAL else AXES.index(kind))
            languages.append(place)
    vectors = np.array(embed(texts), dtype=np.float32)
    spoken = np.array(languages)
    for place in range(len(LANGUAGES)):
        vectors[spoken == place] -= vectors[spoken == place].mean(axis=0)
    return _Sentences(np.array(axis), unit(vectors))


def _middle(vectors: Vectors) -> Vectors:
    middle: Vectors = unit(vectors.mean(axis=0, keepdims=True))[0]
    return middle


def _left_out(
    sentences: _Sentences, centres: Vectors, neutral: Vectors
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Contrast of every sentence with every axis, its own without itself, and whether the axis is its own."""
    contrast = sentences.vectors @ centres.T
    for row, axis in enumerate(sentences.axis):
        if axis >= 0:
            others = sentences.axis == axis
            others[row] = False
            contrast[row, axis] = float(sentences.vectors[row] @ _middle(sentences.vectors[others]))
    contrast = contrast - (sentences.vectors @ neutral)[:, None]
    own = (sentences.axis[:, None] == np.arange(len(AXES))[None, :]).astype(np.float64)
    return contrast.astype(np.float64).ravel(), own.ravel()
