"""Cuts a long text down to the stretch that matters, letter by letter as it was written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.understand.speech import normal

LONGEST = {"en": 220, "zh": 90}
"""Characters of a quote, by writing."""

_STOPS = re.compile(r"[。！？!?；;，,.]")
_SENTENCE_ENDS = re.compile(r"[。！？!?；\n]|[.](?=\s)")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a text: ``begun``: something stood before it, ``ends_early``: more follows."""

    text: str
    begun: bool
    ends_early: bool


def excerpt(text: str, language: str, words: Sequence[str] = ()) -> Excerpt:
    """The whole text, or of a long one as much as fits, from the sentence that holds one of ``words``."""
    longest = LONGEST[writing(language)]
    if len(text) <= longest:
        return Excerpt(text, begun=False, ends_early=False)
    start = _start(text, words, longest)
    rest = text[start:]
    shown = _shorten(rest, longest)
    return Excerpt(shown, begun=start > 0, ends_early=shown != rest)


def writing(language: str) -> str:
    """Chinese or not: Chinese says as much with fewer characters."""
    return "zh" if language.startswith("zh") else "en"


def _start(text: str, words: Sequence[str], longest: int) -> int:
    """Where the sentence with the first of ``words`` begins, if a cut from the beginning would lose it."""
    plain = normal(text)
    places = [place for place in (plain.find(word) for word in words) if place >= 0]
    if not places or min(places) < longest * 2 // 3:
        return 0
    begins = [match.end() for match in _SENTENCE_ENDS.finditer(text, 0, min(places))]
    start = begins[-1] if begins else 0
    return start + len(text[start:]) - len(text[start:].lstrip())


def _shorten(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    head = text[: longest + 1]
    space = max(head.rfind(" "), head.rfind("\n"))
    if space > longest // 2:
        return head[:space].rstrip(" \n,;:，；：")
    stops = [match.end() for match in _STOPS.finditer(head) if longest // 2 < match.end() <= longest]
    return head[: stops[-1] if stops else longest].rstrip(" \n,，;；")
