"""The last step of the sentiment: what states and phrases say becomes probabilities that can be believed."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.failures import InternalError
from nlp.findings import Language, Polarity, Sentiment
from nlp.sentiment.phrases import PhraseModel

LABELS: tuple[Polarity, ...] = ("negative", "neutral", "positive")
GROUPS: tuple[str, ...] = ("en", "zh")
"""Languages that are calibrated on their own; both Chinese scripts share one."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scale:
    """How one language group's logits are joined: ``moods`` and ``phrases`` are their weights."""

    moods: float
    phrases: float
    offset: tuple[float, float, float]

    def line(self, group: str) -> str:
        """As a table of a TOML file."""
        offset = ", ".join(f"{value:.4f}" for value in self.offset)
        return f"[{group}]\nmoods = {self.moods:.4f}\nphrases = {self.phrases:.4f}\noffset = [{offset}]\n"


class SentimentHead:
    """Texts and the encoder's logits in, calibrated sentiments out."""

    def __init__(self, phrases: PhraseModel, scales: Sequence[Scale]) -> None:
        self._phrases = phrases
        self._scales = scales

    def score(
        self, texts: Sequence[str], moods: Floats, languages: Sequence[Language | None] | None = None
    ) -> list[Sentiment]:
        """One sentiment a text with its row of ``moods`` (n, 3); without a language, both scales' mean."""
        given = languages or [None] * len(moods)
        return [_sentiment(row) for row in self.probabilities(texts, moods, given)]

    def probabilities(
        self, texts: Sequence[str], moods: Floats, languages: Sequence[Language | None]
    ) -> Floats:
        """Shape (n, 3), in the order of ``LABELS``; rows sum to 1."""
        said = self._phrases.score(texts)
        by_group = np.stack(
            [softmax(moods * one.moods + said * one.phrases + one.offset) for one in self._scales]
        )
        shares = np.array([_shares(language) for language in languages], dtype=np.float32)
        return np.asarray(np.einsum("gnc,ng->nc", by_group, shares.reshape(-1, len(GROUPS))))


def softmax(scores: NDArray[np.floating]) -> Floats:
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


def _sentiment(row: Floats) -> Sentiment:
    negative, neutral, positive = (float(value) for value in row)
    return Sentiment(LABELS[int(row.argmax())], positive - negative, negative, neutral, positive)


def save(path: Path, scales: Sequence[Scale]) -> None:
    """Write one scale for each of ``GROUPS``."""
    lines = [scale.line(group) for group, scale in zip(GROUPS, scales, strict=True)]
    path.write_text("# Written by python -m nlp.sentiment.train\n\n" + "\n".join(lines), encoding="utf-8")


def _scale(kept: dict[str, Any]) -> Scale:
    return Scale(kept["moods"], kept["phrases"], tuple(kept["offset"]))


@cache
def load_head() -> SentimentHead:
    """The head for the shipped encoder's moods.

    Raises:
        InternalError: its files are not where the program was installed.
    """
    try:
        with as_file(files("nlp.sentiment") / "phrases.npz") as path:
            phrases = PhraseModel.load(path)
        kept = tomllib.loads((files("nlp.sentiment") / "calibration.toml").read_text(encoding="utf-8"))
        return SentimentHead(phrases, [_scale(kept[group]) for group in GROUPS])
    except (OSError, ValueError, KeyError) as broken:
        raise InternalError("a file of nlp/sentiment is missing or damaged") from broken
