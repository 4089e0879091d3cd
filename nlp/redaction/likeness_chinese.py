"""How much Chinese characters look like a person's name: their share in names against that in other words.

Counted in jieba's dictionary, which lists fifty thousand names of people and six thousand written by sound.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from nlp import lexicons

_NAME = re.compile(r"^(\S)(\S)(\S?) \d+ nr$", re.MULTILINE)
_BY_SOUND = re.compile(r"^(\S{2,5}) \d+ (?:nrt|nrfg)$", re.MULTILINE)
_OTHER = re.compile(r"^(\S{1,4}) (\d{3,}) (?!nr)", re.MULTILINE)
_PAIR = re.compile(r"^(\S\S) (\d{3,}) nr$", re.MULTILINE)
FREQUENT = 150
"""So often no name of two characters is met, save those of the famous."""
LEAST_SOUND = -1.0
"""A character of a lower ratio hardly ever stands in a name written by its sound."""
CHARACTERS = 6000
"""About as many characters are in use."""
SURE = 2.5
"""The ratio that a character has at least which the word list says to stand in names alone."""
RARE = 300
"""So often a character that no frequent word has is taken to be met."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The log ratio of each character's share in names to that in other words, by its place in the name."""

    first: Mapping[str, float]
    """The first of two characters of a given name."""
    last: Mapping[str, float]
    """The second of two, or the only one."""
    sound: Mapping[str, float]
    """Any of a name written by its sound: 伊莎贝拉."""
    words: frozenset[str]
    """What the dictionary calls names and is too frequent to be any: 明白, 文明, 齐声."""

    def given(self, given: str) -> float:
        """How much ``given``, one or two characters behind a surname, looks like a name; above 0 it does."""
        last = self.last.get(given[-1], -1.0)
        return last if len(given) == 1 else last + self.first.get(given[0], -1.0)

    def by_sound(self, name: str) -> float:
        """The mean over the characters of ``name``; ``-inf`` where one hardly ever stands in such names."""
        ratios = [self.sound.get(character, -3.0) for character in name]
        return sum(ratios) / len(ratios) if min(ratios) > LEAST_SOUND and max(ratios) > 3 else -math.inf


@cache
def likeness() -> Likeness:
    """The ratios, counted at the first call (half a second)."""
    from importlib.resources import files

    text = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    surnames = frozenset("".join(lexicons.table("names_zh")["surnames"].split()))
    names = [found for found in _NAME.findall(text) if found[0] in surnames]
    others = Counter[str]()
    for word, times in _OTHER.findall(text):
        for character in word:
            others[character] += int(times)
    listed = lexicons.table("names_zh")
    usual = dict.fromkeys("".join(listed["typical_given"].split()), 0.0)
    usual |= dict.fromkeys("".join(listed["sure_given"].split()), SURE)
    return Likeness(
        first=_at_least(_ratios((second for _, second, third in names if third), others), usual),
        last=_at_least(_ratios((third or second for _, second, third in names), others), usual),
        sound=_ratios("".join(_BY_SOUND.findall(text)), others),
        words=frozenset(word for word, times in _PAIR.findall(text) if int(times) >= FREQUENT),
    )


def _at_least(ratios: dict[str, float], usual: Mapping[str, float]) -> dict[str, float]:
    """The ratios, none lower than ``usual`` says: the dictionary knows few names of the young."""
    return ratios | {one: max(floor, ratios.get(one, floor)) for one, floor in usual.items()}


def _ratios(found: Iterable[str], others: Mapping[str, int]) -> dict[str, float]:
    counts = Counter(found)
    total, rest = sum(counts.values()), sum(others.values())
    return {
        character: math.log((times + 0.5) / (total + CHARACTERS / 2))
        - math.log((others.get(character, 0) + RARE) / (rest + RARE * CHARACTERS))
        for character, times in counts.items()
    }
