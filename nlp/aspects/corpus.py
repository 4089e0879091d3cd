"""The tagger's training texts, aligned to the encoder's tokens; some of several sentences."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nlp.aspects.kinds import categories, category_of
from nlp.aspects.labelled import Labelled, Term, joined
from nlp.findings import Vectors

UNKNOWN = -100
"""A tag or category that was not marked: no loss is taken on it."""
POLARITIES = ("negative", "neutral", "positive")
REPORTS, LONG = "finance/zho", 150
"""Sentences of annual reports above so many characters are left out: they are not how customers write."""
LONGER = 14
"""One text of several sentences is made for so many single ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A text with its token states and what is marked in it; spans are half-open token ranges."""

    marked: Labelled
    states: Vectors
    ranges: NDArray[np.int32]
    """Character range of each token, shape (t, 2), without the space before it."""
    tags: NDArray[np.int64]
    words: NDArray[np.int64]
    spans: tuple[tuple[int, int, int, int], ...]
    """Start, end, number of the polarity, number of the category."""


def training_texts(found: Sequence[Labelled], seed: int = 0) -> list[Labelled]:
    """The training part in random order: half of the tokenised English as people write it, some joined."""
    draw = random.Random(seed)  # noqa: S311 -- a reproducible draw, no secret
    single = [_as_written(one, draw) for one in found if one.split == "train"]
    sources: dict[str, list[Labelled]] = defaultdict(list)
    for one in single:
        sources[one.source].append(one)
    longer = [glued for texts in sources.values() for glued in _longer(texts, draw)]
    both = [one for one in (*single, *longer) if one.source != REPORTS or len(one.text) <= LONG]
    draw.shuffle(both)
    return both


def aligned(marked: Labelled, states: Vectors, ranges: NDArray[np.int32]) -> Example:
    """``marked`` by tokens.

    A term that shares its place with an earlier one is judged but not tagged; of a term that is not named the
    words of opinion are judged.
    """
    ranges = trimmed(marked.text, ranges)
    tags = np.full(len(ranges), 0 if marked.tagged else UNKNOWN, dtype=np.int64)
    words = np.full(len(ranges), 0 if marked.has_words else UNKNOWN, dtype=np.int64)
    spans = []
    for term in marked.terms:
        said = [place for one in term.words if (place := _tokens(ranges, one))]
        for place in said:
            _mark(words, *place)
        named = _tokens(ranges, term.span) if term.span else None
        if named and not tags[slice(*named)].any():
            _mark(tags, *named)
        category = category_of(term.category)
        number = categories().index(category) if category else UNKNOWN
        judged = [named] if named else said if term.span is None else []
        spans += [(*place, POLARITIES.index(term.polarity), number) for place in judged]
    return Example(marked, states, ranges, tags, words, tuple(spans))


def trimmed(text: str, ranges: NDArray[np.int32]) -> NDArray[np.int32]:
    """Token ranges without the white space that a token begins with."""
    shifted = ranges.copy()
    for row in shifted:
        while row[0] < row[1] and text[row[0]].isspace():
            row[0] += 1
    return shifted


def _mark(tags: NDArray[np.int64], start: int, end: int) -> None:
    tags[start] = 1
    tags[start + 1 : end] = 2


def _tokens(ranges: NDArray[np.int32], span: tuple[int, int]) -> tuple[int, int] | None:
    inside = np.flatnonzero(
        (ranges[:, 0] < span[1]) & (ranges[:, 1] > span[0]) & (ranges[:, 0] < ranges[:, 1])
    )
    return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else None


def _as_written(one: Labelled, draw: random.Random) -> Labelled:
    if not one.source.endswith("/eng") or draw.random() < 0.5:
        return one
    text, terms = joined(one.text, one.terms)
    return replace(one, text=text, terms=terms)


def _longer(texts: Sequence[Labelled], draw: random.Random) -> Iterator[Labelled]:
    for _ in range(len(texts) // LONGER):
        count = draw.choice((2, 3, 4))
        start = draw.randrange(max(len(texts) - count, 1))
        yield _glued(texts[start : start + count], draw)


def _glued(parts: Sequence[Labelled], draw: random.Random) -> Labelled:
    text, terms = "", list[Term]()
    for part in parts:
        if text:
            text += " " if part.language == "en" else draw.choice(("，", "。", " ", "\n"))
        terms += _moved(part.terms, len(text))
        text += part.text
    return replace(parts[0], text=text, terms=tuple(terms))


def _moved(terms: Iterable[Term], by: int) -> Iterator[Term]:
    for term in terms:
        span = term.span and (term.span[0] + by, term.span[1] + by)
        yield replace(term, span=span, words=tuple((start + by, end + by) for start, end in term.words))
