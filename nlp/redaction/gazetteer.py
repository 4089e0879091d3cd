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
_COMPOUND = (
    "Ouyang|Situ|Shangguan|Sima|Zhuge|Murong|Huangfu|Xiahou|Linghu|Dongfang|Nangong|Au-Yeung|Szeto|Soo-hoo"
)
_KOREAN = "Kim Park Choi Jung Kang Yoon Jang Kwon Hwang Ahn Yoo Shin Seo Bae Baek Jeong Lee Cho Lim Han"
_VIETNAMESE = "Nguyen|Tran|Pham|Huynh|Nguyễn|Trần|Phạm"


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names and what is no name, lower case; whole phrases as patterns."""

    given: frozenset[str]
    ambiguous: frozenset[str]
    surnames: frozenset[str]
    chinese: frozenset[str]
    not_names: frozenset[str]
    small: frozenset[str]
    """What is usually written small."""
    words: frozenset[str]
    """``small`` and ``not_names``."""
    not_people: re.Pattern[str]
    romanised: re.Pattern[str]

    def may_be_surname(self, word: str) -> bool:
        """Whether a capitalised ``word`` behind a given name may be the surname."""
        return word in self.surnames or (
            len(word) > 1 and word not in self.not_names and word not in self.small and word not in self.given
        )


def plain(word: str) -> str:
    """``word`` in small letters, without the signs around it."""
    return word.strip(" .,!?;:'’\"()").replace("’", "'").lower()


@cache
def gazetteer() -> Gazetteer:
    """The word lists, ready for use."""
    names = lexicons.table("names")
    brands = [
        re.escape(entry)
        for table in ("not_people", "not_people_more")
        for line in names[table].splitlines()
        for entry in line.split("|")
        if entry
    ]
    return Gazetteer(
        given=lexicons.lines("given_names"),
        ambiguous=frozenset(names["ambiguous_given"].split()),
        surnames=lexicons.lines("surnames"),
        chinese=frozenset(f"{names['mandarin_surnames']} {names['hong_kong_surnames']}".lower().split()),
        not_names=frozenset(names["not_names"].split()),
        small=lexicons.lines("written_small") | lexicons.lines("english"),
        words=lexicons.lines("written_small")
        | lexicons.lines("english")
        | frozenset(names["not_names"].split()),
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
    korean = _either(_KOREAN.split())
    forms = (
        rf"{_HYPHENATED}\s{korean}",
        rf"{korean}\s{_HYPHENATED}",
        rf"{surname}\s{syllable}[\s-]{second}",
        rf"{syllable}[\s-]{second}\s{surname}",
        rf"{any_surname}\s{_HYPHENATED}",
        rf"{_HYPHENATED}\s{any_surname}",
        rf"(?:{_COMPOUND})\s(?=[A-Z])(?i:(?:{_PINYIN}){{1,2}})",
        rf"(?:{_VIETNAMESE})\s(?:(?:Thi|Van|Thị|Văn)\s)?[A-Z][a-z]{{1,5}}(?:\s[A-Z][a-z]{{1,5}})?",
        rf"(?i:(?:{_PINYIN}){{2}})\s(?:{_TELLING})",
        rf"(?:{_TELLING})\s(?=[A-Z])(?i:(?:{_PINYIN}){{1,2}})",
    )
    return rf"(?<![\w@#'’-])(?=[A-Z][A-Za-z])(?:{'|'.join(forms)})(?![\w-]|['’](?!s\b))"


def _either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(set(words), key=lambda word: (-len(word), word))) + ")"
