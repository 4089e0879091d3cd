"""Reads a text's token states: where its terms and its words of opinion are, and how any part is judged."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from nlp.aspects.network import Floats, Network
from nlp.failures import InternalError, UserError
from nlp.findings import Polarity, Vectors

LABELS: tuple[Polarity, ...] = ("negative", "neutral", "positive")
LEAST = 0.4
"""Probability from which a token belongs to a term."""

_LETTER = re.compile(r"[A-Za-z0-9]")
_EDGES = ' \t\n.,!?;:，。！？；：、（）()「」“”"*~～'


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open character range, and how sure it is that it is one (0..1)."""

    start: int
    end: int
    sure: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """Of one span: probabilities in the order of ``LABELS``, and by category."""

    polarity: Polarity
    certainty: float
    categories: dict[str, float]


class Look:
    """One text as the network sees it."""

    def __init__(self, network: Network, text: str, states: Vectors, ranges: NDArray[np.int32]) -> None:
        self._network = network
        self._text = text
        self._ranges = ranges
        self._hidden = network.read(states)
        term, opinion = network.tags(self._hidden)
        self._term: Floats = term
        self.terms = self._spans(term)
        self.opinions = self._spans(opinion)

    def share(self, start: int, end: int) -> float:
        """How surely the surest token of a character range belongs to a term, 0..1."""
        inside = self._inside(start, end)
        return float(1 - self._term[inside, 0].min()) if len(inside) else 0.0

    def judge(self, places: Sequence[tuple[int, int]]) -> list[Judgement]:
        """How each character range is spoken of, and what it is; each must hold a token (see ``holds``)."""
        if not places:
            return []
        inside = [self._inside(*place) for place in places]
        polarities, kinds = self._network.judge(
            self._hidden, [(int(one[0]), int(one[-1]) + 1) for one in inside]
        )
        return [
            Judgement(
                LABELS[int(polarity.argmax())],
                float(polarity.max()),
                dict(zip(self._network.categories, map(float, kind), strict=True)),
            )
            for polarity, kind in zip(polarities, kinds, strict=True)
        ]

    def holds(self, start: int, end: int) -> bool:
        """Whether a character range has been read at all; the end of a very long text has not."""
        return len(self._inside(start, end)) > 0

    def _inside(self, start: int, end: int) -> NDArray[np.intp]:
        return np.flatnonzero((self._ranges[:, 0] < end) & (self._ranges[:, 1] > start))

    def _spans(self, tags: Floats) -> list[Span]:
        """Runs of tokens that are sure enough; a token that rather begins a span begins another one."""
        found: list[tuple[int, int]] = []
        for place, (outside, begin, within) in enumerate(tags):
            if 1 - outside < LEAST:
                continue
            if found and found[-1][1] == place and within >= begin:
                found[-1] = (found[-1][0], place + 1)
            else:
                found.append((place, place + 1))
        spans = [self._whole(first, last, float(1 - tags[first:last, 0].mean())) for first, last in found]
        return [span for span in _apart(spans) if self._text[span.start : span.end].strip(_EDGES)]

    def _whole(self, first: int, last: int, sure: float) -> Span:
        """Characters of the tokens, out to the borders of English words, without signs at the edges."""
        text, start, end = self._text, int(self._ranges[first, 0]), int(self._ranges[last - 1, 1])
        while start > 0 and _LETTER.match(text[start]) and _LETTER.match(text[start - 1]):
            start -= 1
        while end < len(text) and _LETTER.match(text[end]) and _LETTER.match(text[end - 1]):
            end += 1
        inner = text[start:end]
        start += len(inner) - len(inner.lstrip(_EDGES))
        return Span(start, max(start, start + len(inner.strip(_EDGES))), sure)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Spans that grew into one another as one."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Span(last.start, max(last.end, span.end), max(last.sure, span.sure))
        else:
            merged.append(span)
    return merged


class Tagger:
    """Looks at texts with one network."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def look(self, text: str, states: Vectors, ranges: NDArray[np.int32]) -> Look:
        """What is seen in ``text``; ``states`` (t, width) of its tokens, ``ranges`` (t, 2) where they stand.

        Raises:
            UserError: the states come from another encoder than the network was trained on.
        """
        if states.shape[-1] != self._network.width:
            raise UserError(
                f"The aspect tagger reads states of {self._network.width} numbers, this encoder gives "
                f"{states.shape[-1]}. Set EARFUL_EMBEDDER to e5-small, or train a tagger for this encoder: "
                "python -m nlp.aspects.train"
            )
        return Look(self._network, text, states, ranges)


@cache
def load_tagger() -> Tagger:
    """The tagger trained for the shipped encoder.

    Raises:
        InternalError: its weights are not where the program was installed.
    """
    try:
        with as_file(files("nlp.aspects") / "tagger.npz") as path:
            return Tagger(Network.load(path))
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise InternalError("nlp/aspects/tagger.npz is missing or damaged") from broken
