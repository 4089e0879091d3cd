"""Moves what was found in a redacted text to its place in the text as it was written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nlp.findings import Aspect, PersonalData, Redacted


def placed(aspects: Iterable[Aspect], text: str, clean: Redacted) -> tuple[Aspect, ...]:
    """``aspects`` of ``clean.text`` with offsets into ``text``; one that holds personal data is left out."""
    if not clean.found:
        return tuple(aspects)
    origin = _origin(text, clean.found)
    moved = (_moved(one, origin) for one in aspects if one.end <= len(origin))
    return tuple(one for one in moved if text[one.start : one.end] == one.term)


def _moved(one: Aspect, origin: Sequence[int]) -> Aspect:
    return replace(one, start=origin[one.start], end=origin[one.end - 1] + 1)


def _origin(text: str, found: Sequence[PersonalData]) -> list[int]:
    """The place in ``text`` of each character of the redacted text; a placeholder's is its first letter's."""
    places, last = list[int](), 0
    for span in _outer(found):
        places += range(last, span.start)
        places += [span.start] * len(f"[{span.type.upper()}]")
        last = span.end
    return [*places, *range(last, len(text))]


def _outer(found: Sequence[PersonalData]) -> Iterator[PersonalData]:
    """Without those within another one, which a later look took in."""
    reach = 0
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if span.start >= reach:
            reach = span.end
            yield span
