"""Chinese terms out to the borders of their words, and those left out that name no thing."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.aspects.mentions import vocabulary
from nlp.aspects.tagger import Span
from nlp.keyphrases import splits

LONGEST = 4
"""Characters of a word that a term is drawn out to; longer ones are names and idioms."""

_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_GRAMMAR = frozenset("的了在是和及与就都也很太又嘅咗啲我你他她它这那个黎嚟系")
"""Characters that begin or end no name of a thing."""
_EDGES = _GRAMMAR | frozenset("同最真好少多既得落超够冇有")
"""Words of one character that begin or end no name of a thing."""


def whole_terms(text: str, terms: Sequence[Span]) -> Iterator[Span]:
    """``terms`` of ``text`` (in Simplified form), those in Chinese with whole words.

    Without characters of grammar at their edges. A single character counts if the word lists have it: what
    else the tagger takes for a term is a verb, a measure or a piece of a word that it does not know.
    """
    borders = _borders(text) if any(_HAN_RUN.match(text[one.start : one.end]) for one in terms) else ()
    last = 0
    for term in terms:
        if not _HAN_RUN.fullmatch(text, term.start, term.end):
            yield term
            last = term.end
            continue
        seen = _stripped(text, term)
        whole = _trimmed(text, seen, _drawn_out(seen, borders))
        if whole.start >= last and _names(text[whole.start : whole.end]):
            yield whole
            last = whole.end


def _borders(text: str) -> Sequence[tuple[int, int]]:
    """The character ranges of the words in ``text``."""
    ranges: list[tuple[int, int]] = []
    for run in _HAN_RUN.finditer(text):
        ends = itertools.accumulate(map(len, splits(run.group())), initial=run.start())
        ranges += itertools.pairwise(ends)
    return ranges


def _drawn_out(term: Span, words: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """The words that a term touches; where one is too long, the part of it that the term has."""
    touched = [(first, last) for first, last in words if last > term.start and first < term.end]
    return [
        (first, last) if last - first <= LONGEST else (max(first, term.start), min(last, term.end))
        for first, last in touched
    ]


def _trimmed(text: str, term: Span, words: Sequence[tuple[int, int]]) -> Span:
    """The term from its first to its last word that may belong to a name."""
    telling = [(first, last) for first, last in words if text[first:last] not in _EDGES]
    return _stripped(text, replace(term, start=telling[0][0], end=telling[-1][1])) if telling else term


def _stripped(text: str, term: Span) -> Span:
    """The term without characters of grammar at its edges; empty if it has no others."""
    start, end = term.start, term.end
    while start < end and text[start] in _GRAMMAR:
        start += 1
    while start < end and text[end - 1] in _GRAMMAR:
        end -= 1
    return replace(term, start=start, end=end)


def _names(word: str) -> bool:
    return len(word) > 1 or word in vocabulary("zh").entries
