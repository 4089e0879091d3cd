"""What names in Latin letters are made of, from the word lists."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from nlp import lexicons

_HYPHENATED = r"[A-Z][a-z]{1,6}-[A-Za-z][a-z]{1,6}"
_PINYIN = r"(?:[bpmfdtnlgkhjqxzcsryw]|zh|ch|sh)?[aeiouü]{1,3}(?:ng?|r)?"
_TELLING = (
    "Zhang|Zhao|Zhou|Zheng|Zhu|Huang|Xu|Xie|Xiao|Wang|Liu|Yang|Jiang|Guo|Luo|Tsai|Hsu|Hsieh|Wu|Li|Chen|Sun"
)
"""Surnames that no English word is written like: a given name in pinyin beside them needs no cue."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names and what is no name, lower case; whole phrases as patterns."""

    given: frozenset[str]
    ambiguous: frozenset[str]
    surnames: frozenset[str]
    chinese: frozenset[str]
    not_names: frozenset[str]
    not_people: re.Pattern[str]
    romanised: re.Pattern[str]


@cache
def gazetteer() -> Gazetteer:
    """The word lists, ready for use."""
    names = lexicons.table("names")
    brands = [
        re.escape(entry) for line in names["not_people"].splitlines() for entry in line.split("|") if entry
    ]
    return Gazetteer(
        given=lexicons.lines("given_names"),
        ambiguous=frozenset(names["ambiguous_given"].split()),
        surnames=lexicons.lines("surnames"),
        chinese=frozenset(f"{names['mandarin_surnames']} {names['hong_kong_surnames']}".lower().split()),
        not_names=frozenset(names["not_names"].split()),
        not_people=re.compile(r"\b(?:" + "|".join(brands) + r")\b"),
        romanised=re.compile(_romanised(names), re.ASCII),
    )


def _romanised(names: Mapping[str, str]) -> str:
    """Surname and two syllables as in Hong Kong, hyphenated pairs as in Taiwan, pinyin; in either order."""
    hong_kong = names["hong_kong_surnames"].split()
    surname = _either([*hong_kong, *map(str.upper, hong_kong)])
    syllable = _either(names["hong_kong_syllables"].split())
    second = _either([*names["hong_kong_syllables"].split(), *names["hong_kong_syllables"].lower().split()])
    any_surname = _either([*hong_kong, *names["mandarin_surnames"].split()])
    forms = (
        rf"{surname}\s{syllable}[\s-]{second}",
        rf"{syllable}[\s-]{second}\s{surname}",
        rf"{any_surname}\s{_HYPHENATED}",
        rf"{_HYPHENATED}\s{any_surname}",
        rf"(?i:(?:{_PINYIN}){{2}})\s(?:{_TELLING})",
        rf"(?:{_TELLING})\s(?=[A-Z])(?i:(?:{_PINYIN}){{1,2}})",
    )
    return rf"(?<![\w@#'’-])(?=[A-Z][A-Za-z])(?:{'|'.join(forms)})(?![\w'’-])"


def _either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(set(words), key=lambda word: (-len(word), word))) + ")"
