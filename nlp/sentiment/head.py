"""The sentiment head: a few small networks on the encoder's vectors, averaged, in numpy alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.failures import InternalError, UserError
from nlp.findings import Language, Polarity, Sentiment, Vectors

LABELS: tuple[Polarity, ...] = ("negative", "neutral", "positive")
GROUPS: tuple[str, ...] = ("en", "zh")
"""Languages that are calibrated on their own; both Chinese scripts share one."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Parameters:
    """``m`` networks with one hidden layer of ``h``, and the calibration of their mean by language group."""

    hidden: Floats
    """(m, d, h)"""
    hidden_bias: Floats
    """(m, h)"""
    output: Floats
    """(m, h, 3)"""
    output_bias: Floats
    """(m, 3)"""
    sharpness: Floats
    """(2,): what log-probabilities are multiplied by, for each of ``GROUPS``."""
    offset: Floats
    """(2, 3): what is then added to them."""

    def save(self, path: Path) -> None:
        """Write to ``path``; the networks in half precision, which changes no probability by 0.001."""
        halves = {name: getattr(self, name).astype(np.float16) for name in ("hidden", "output")}
        rest = {name: getattr(self, name) for name in ("hidden_bias", "output_bias", "sharpness", "offset")}
        np.savez_compressed(path, **halves, **rest)

    @staticmethod
    def load(path: Path) -> "Parameters":
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return Parameters(**{name: kept[name].astype(np.float32) for name in kept.files})


class SentimentHead:
    """Vectors in, calibrated sentiments out."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    def score(self, vectors: Vectors, languages: Sequence[Language | None] | None = None) -> list[Sentiment]:
        """One sentiment for each of ``vectors``, shape (n, d); without a language, both calibrations' mean.

        Raises:
            UserError: the vectors come from another encoder than the head was trained on.
        """
        given = languages or [None] * len(vectors)
        return [_sentiment(row) for row in self.probabilities(vectors, given)]

    def probabilities(self, vectors: Vectors, languages: Sequence[Language | None]) -> Floats:
        """Shape (n, 3), in the order of ``LABELS``; rows sum to 1."""
        raw = uncalibrated(self._parameters, vectors)
        by_group = np.stack([_calibrated(self._parameters, raw, group) for group in range(len(GROUPS))])
        shares = np.array([_shares(language) for language in languages], dtype=np.float32)
        return np.asarray(np.einsum("gnc,ng->nc", by_group, shares.reshape(-1, len(GROUPS))))


def uncalibrated(parameters: Parameters, vectors: Vectors) -> Floats:
    """Mean probabilities of the networks, shape (n, 3)."""
    wanted = parameters.hidden.shape[1]
    if vectors.ndim != 2 or vectors.shape[1] != wanted:
        raise UserError(
            f"The sentiment head reads vectors of {wanted} numbers, this encoder gives {vectors.shape[-1]}. "
            "Set EARFUL_EMBEDDER to e5-small, or train a head for this encoder: python -m nlp.sentiment.train"
        )
    total = np.zeros((len(vectors), len(LABELS)), dtype=np.float32)
    for network in range(len(parameters.hidden)):
        inside = vectors @ parameters.hidden[network] + parameters.hidden_bias[network]
        outside = np.maximum(inside, 0) @ parameters.output[network] + parameters.output_bias[network]
        total += softmax(outside)
    return total / np.float32(len(parameters.hidden))


def softmax(scores: Floats) -> Floats:
    """Rows of probabilities from rows of scores."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def group_of(language: str | None) -> int | None:
    """Position in ``GROUPS``; None when the language is neither."""
    if language and language.startswith("zh"):
        return GROUPS.index("zh")
    return GROUPS.index("en") if language == "en" else None


def _shares(language: str | None) -> list[float]:
    group = group_of(language)
    return [1 / len(GROUPS) if group is None else float(group == place) for place in range(len(GROUPS))]


def _calibrated(parameters: Parameters, raw: Floats, group: int) -> Floats:
    scores = np.log(np.maximum(raw, 1e-6)) * parameters.sharpness[group] + parameters.offset[group]
    return softmax(scores)


def _sentiment(row: Floats) -> Sentiment:
    negative, neutral, positive = (float(value) for value in row)
    return Sentiment(LABELS[int(row.argmax())], positive - negative, negative, neutral, positive)


@cache
def load_head() -> SentimentHead:
    """The head trained for the shipped encoder.

    Raises:
        InternalError: its weights are not where the program was installed.
    """
    try:
        with as_file(files("nlp.sentiment") / "head.npz") as path:
            return SentimentHead(Parameters.load(path))
    except (OSError, ValueError, TypeError) as broken:
        raise InternalError("nlp/sentiment/head.npz is missing or damaged") from broken
