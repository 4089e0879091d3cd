"""Parts of a text that make one statement each."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.aspects.mentions import Mention, Vocabulary

_SENTENCE = re.compile(r"[.!?…]+(?=\s|$)|[。！？；\n]+")
_BREAK = re.compile(
    r"[,，;:：、~～—]+\s*|\s-\s|[.!?…]+(?=\s|$)|[。！？；\n]+\s*"
    r"|(?<=\s)(?=(?:but|however|although|though|while|whereas|yet|except|despite|unfortunately|still)\b)"
    r"|(?=但是|但|不过|可是|然而|只是|虽然|虽|尽管|却|可惜|就是(?=[^，。]{2,}))",
    re.IGNORECASE,
)
_AND = re.compile(
    r"(?<=\s)(?=and\s)|(?=而且|并且|另外|同时|而(?!且|已))|(?<=[^\s和])\s+(?=[^\s])", re.IGNORECASE
)
LONG = 400
"""Characters of a clause that is too long to be looked through for pairs."""
SHORT = 14
"""Up to so many letters (a Chinese character counts for two) a part without an opinion is no statement."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A half-open character range with the mentions in it."""

    start: int
    end: int
    mentions: tuple[Mention, ...]


def clauses(text: str, mentions: Sequence[Mention], vocabulary: Vocabulary) -> tuple[Clause, ...]:
    """The clauses of ``text`` (in Simplified form) that mention something, in order.

    Breaks are signs and words of contrast, and "and" between two parts that each name and judge something.
    A short part that judges nothing ("The food, …") belongs to the next part of its sentence, or the last.
    """
    parts = _cut(text, mentions)
    joined = _join(text, parts, vocabulary)
    return tuple(
        Clause(start, end, inside)
        for whole in joined
        for start, end in _split_pairs(text, whole, mentions, vocabulary)
        if (inside := _inside(mentions, start, end))
    )


def _cut(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    within = {place for mention in mentions for place in range(mention.start + 1, mention.end)}
    borders = [0, *(match.end() for match in _BREAK.finditer(text) if match.end() not in within)]
    borders.append(len(text))
    return [(start, end) for start, end in itertools.pairwise(borders) if text[start:end].strip()]


def _join(text: str, parts: list[tuple[int, int]], vocabulary: Vocabulary) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    carried: int | None = None
    for start, end in parts:
        begin = start if carried is None else carried
        ends_sentence = bool(_SENTENCE.search(text, start, end))
        if _is_statement(text[begin:end], vocabulary):
            joined.append((begin, end))
            carried = None
        elif not ends_sentence:
            carried = begin
        elif joined and not _SENTENCE.search(text, *joined[-1]):
            joined[-1] = (joined[-1][0], end)
            carried = None
        else:
            joined.append((begin, end))
            carried = None
    if carried is not None:
        joined.append((carried, len(text)))
    return joined


def _is_statement(part: str, vocabulary: Vocabulary) -> bool:
    size = sum(2 if character > "⺀" else 1 for character in part.strip())
    return size > SHORT or vocabulary.judges(part)


def _split_pairs(
    text: str, whole: tuple[int, int], mentions: Sequence[Mention], vocabulary: Vocabulary
) -> list[tuple[int, int]]:
    start, end = whole
    if end - start > LONG:
        return [whole]
    pieces = []
    for match in _AND.finditer(text, start, end):
        cut = match.start()
        left, right = _inside(mentions, start, cut), _inside(mentions, cut, end)
        if left and right and vocabulary.judges(text[start:cut]) and vocabulary.judges(text[cut:end]):
            pieces.append((start, cut))
            start = cut
    return [*pieces, (start, end)]


def _inside(mentions: Sequence[Mention], start: int, end: int) -> tuple[Mention, ...]:
    first = bisect_left(mentions, start, key=lambda mention: mention.start)
    last = bisect_left(mentions, end, key=lambda mention: mention.start)
    return tuple(mention for mention in mentions[first:last] if mention.end <= end)
