"""The listed words that carry an emotion, in three ways of writing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from nlp import lexicons
from nlp.findings import EmotionName, Stretch
from nlp.language import aligned_simplified

EMOTIONS: tuple[EmotionName, ...] = ("none", "anger", "disappointment", "joy", "fear", "surprise")
REACH = 40
"""Characters before a word in which a negation may stand."""
LONGEST = 4000
"""Characters that are searched; what comes later does not change an emotion."""

_LATIN = re.compile(r"[A-Za-z]{3}")
_CLAUSE_START = re.compile(r"[.!?;:,。！？；：，、\n]")
_STRAIGHT = str.maketrans("’‘", "''")

Carriers = Mapping[EmotionName, tuple[Stretch, ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of each emotion in one language, and what before them takes their sense away."""

    words: Mapping[EmotionName, re.Pattern[str]]
    not_before: re.Pattern[str]


def carriers(text: str) -> Carriers:
    """Where words of each emotion stand in ``text``; emotions without any are left out."""
    plain = text[:LONGEST].translate(_STRAIGHT)
    found: dict[EmotionName, tuple[Stretch, ...]] = {}
    if not plain.isascii():
        found = _found(aligned_simplified(plain), lexicon("zh"))
    if _LATIN.search(plain):
        lowered = plain.lower()
        english = _found(lowered if len(lowered) == len(plain) else plain, lexicon("en"))
        found |= {name: (*found.get(name, ()), *spans) for name, spans in english.items()}
    return found


def _found(text: str, known: Lexicon) -> dict[EmotionName, tuple[Stretch, ...]]:
    spans = {
        name: tuple(
            Stretch(*match.span())
            for match in words.finditer(text)
            if not known.not_before.search(_clause(text, match.start()))
        )
        for name, words in known.words.items()
    }
    return {name: places for name, places in spans.items() if places}


def _clause(text: str, start: int) -> str:
    return _CLAUSE_START.split(text[max(0, start - REACH) : start])[-1]


@cache
def lexicon(tongue: str) -> Lexicon:
    """The lexicon of ``en`` or ``zh``, compiled."""
    table = lexicons.table("emotions")[tongue]
    border = (r"(?<![\w'])(?:", r")(?![\w])") if tongue == "en" else ("(?:", ")")
    words = {name: re.compile(border[0] + "|".join(table[name]) + border[1]) for name in EMOTIONS[1:]}
    return Lexicon(words, re.compile(table["not_before"]))
