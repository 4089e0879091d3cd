"""Names as the encoder's tokens tell them, with those that the rules hold for names."""

import re
from collections.abc import Iterator, Sequence

from nlp.encoder import TokenNames
from nlp.encoder.legible import legible
from nlp.findings import PersonalData
from nlp.redaction.demanding import needed
from nlp.redaction.finding import Draft
from nlp.redaction.page import PLACEHOLDER

ALIKE = 0.2
"""Probability that every token of a name has at least; one must have as much as `needed` says."""
DOUBTED = 0.4
"""A name by the rules none of whose tokens is so probable is none."""

_LETTER = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_EDGES = " \t\n.,!?;:，。！？；：、（）()「」『』“”\"'‘’*~～@#<>[]…—–-·&/\\|"
_TITLE = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam)", re.IGNORECASE)
_BETWEEN = re.compile(rf"[、，,/&+]|{PLACEHOLDER.pattern}")
"""What parts the names of a list that were told as one; a placeholder is none of them."""
Span = tuple[int, int]


def names_in(draft: Draft, told: TokenNames | None) -> tuple[PersonalData, ...]:
    """The names in ``draft.text``: those that the tokens tell, and the rules' unless the tokens deny them."""
    if told is None:
        return ()
    text = draft.text
    if len(legible(text)) < int(told.ends.max(initial=0)) or len(legible(text)) != len(text):
        # Offsets of what the encoder read hold for what was written only where both are as long.
        return draft.unsure
    pieces = [piece for run in _runs(told) for piece in _apart(text, *run)]
    sure = [piece for piece in pieces if _most(told, *piece) >= needed(text, *piece)]
    ruled = [(one.start, one.end) for one in draft.unsure if _most(told, one.start, one.end) >= DOUBTED]
    return tuple(PersonalData("person", start, end) for start, end in _merged([*sure, *ruled]))


def _runs(told: TokenNames) -> Iterator[Span]:
    """Neighbouring tokens that may all belong to a name."""
    first = 0
    likely = [*(told.sure >= ALIKE).tolist(), False]
    for place, alike in enumerate(likely):
        if alike:
            continue
        if first < place:
            yield int(told.starts[first]), int(told.ends[place - 1])
        first = place + 1


def _whole(text: str, start: int, end: int) -> Span:
    """Out to the borders of words in Latin letters, without signs at the edges."""
    while start > 0 and _LETTER.match(text[start]) and _LETTER.match(text[start - 1]):
        start -= 1
    while end < len(text) and _LETTER.match(text[end]) and _LETTER.match(text[end - 1]):
        end += 1
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip(_EDGES))
    return start, start if _TITLE.fullmatch(inner.strip(_EDGES)) else start + len(inner.strip(_EDGES))


def _apart(text: str, start: int, end: int) -> Iterator[Span]:
    """The names between placeholders and the signs of a list."""
    signs = [match.span() for match in _BETWEEN.finditer(text) if match.start() < end and start < match.end()]
    begins, ends = [start, *(after for _, after in signs)], [*(before for before, _ in signs), end]
    for begin, stop in zip(begins, ends, strict=True):
        if begin < stop:
            first, last = _whole(text, begin, stop)
            if first < last:
                yield first, last


def _most(told: TokenNames, start: int, end: int) -> float:
    inside = (told.starts < end) & (told.ends > start)
    return float(told.sure[inside].max(initial=0))


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Spans that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
