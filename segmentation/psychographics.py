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
MOODS = ("neutral", "pleased", "cross")
"""Sentences that show no attitude."""
RIVAL = 0.5
"""How much the closest other axis counts against an axis."""
SHOWS = 0.5
"""A text shows an attitude from this probability on."""
MOST_CITED = 5


@dataclass(frozen=True)
class AxisModel:
    """Middle of each axis' sentences, and what turns a contrast of cosines into a probability."""

    axes: tuple[str, ...]
    centres: Vectors
    """Unit vectors, shape (axes, d)."""
    tone: Vectors
    """Unit vector from cross to pleased, shape (d,); taken out, as praise is no attitude."""
    slope: float
    shift: float


@dataclass(frozen=True)
class _Sentences:
    """Prototype sentences without the mean of their language."""

    kinds: tuple[str, ...]
    """Axis or mood of each."""
    vectors: Vectors


def prototype_axes(embed: Embed) -> AxisModel:
    """The axes of the catalogue ``psychographics``, calibrated on their sentences, each left out in turn."""
    sentences = _embedded(embed)
    kinds = np.array(sentences.kinds)
    pleased, cross = (_middle(sentences.vectors[kinds == mood]) for mood in MOODS[1:])
    tone = _middle((pleased - cross)[None, :])
    vectors = _toneless(sentences.vectors, tone)
    centres = np.stack([_middle(vectors[kinds == axis]) for axis in AXES])
    own = (kinds[:, None] == np.array(AXES)[None, :]).astype(np.float64)
    slope, shift = platt(_contrast(_left_out(vectors, kinds, centres)).ravel(), own.ravel())
    return AxisModel(AXES, centres, tone, slope, shift)


def shown(model: AxisModel, vectors: Vectors) -> NDArray[np.float64]:
    """Probability that each text shows each attitude, shape (n, axes).

    Args:
        model: from ``prototype_axes`` with the same encoder.
        vectors: unit vectors without the mean of their language, shape (n, d).
    """
    contrast = _contrast(_toneless(vectors, model.tone) @ model.centres.T)
    return sigmoid(model.slope * contrast + model.shift)


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
    kinds: list[str] = []
    spoken: list[str] = []
    for language in LANGUAGES:
        for key, sentence in read("psychographics", language).sentences.items():
            texts.append(sentence)
            kinds.append(key.partition(".")[0])
            spoken.append(language)
    vectors = np.array(embed(texts), dtype=np.float32)
    for language in LANGUAGES:
        rows = np.array(spoken) == language
        vectors[rows] -= vectors[rows].mean(axis=0)
    return _Sentences(tuple(kinds), unit(vectors))


def _middle(vectors: Vectors) -> Vectors:
    middle: Vectors = unit(vectors.mean(axis=0, keepdims=True))[0]
    return middle


def _toneless(vectors: Vectors, tone: Vectors) -> Vectors:
    """Without what is praise or blame; unit length."""
    return unit(vectors - np.outer(vectors @ tone, tone))


def _contrast(cosines: Vectors) -> NDArray[np.float64]:
    """Each axis against its closest rival, shape as given."""
    ordered = np.sort(cosines, axis=1)
    rival = np.where(cosines == ordered[:, -1:], ordered[:, -2:-1], ordered[:, -1:])
    contrast: NDArray[np.float64] = (cosines - RIVAL * rival).astype(np.float64)
    return contrast


def _left_out(vectors: Vectors, kinds: NDArray[np.str_], centres: Vectors) -> Vectors:
    """Cosine of every sentence with every axis, its own without itself."""
    cosines = vectors @ centres.T
    for row, kind in enumerate(kinds.tolist()):
        if kind in AXES:
            others = kinds == kind
            others[row] = False
            cosines[row, AXES.index(kind)] = float(vectors[row] @ _middle(vectors[others]))
    return cosines
