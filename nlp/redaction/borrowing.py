"""Other names in place of those of a line, of the same make, so that no single name is learned by heart."""

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from nlp import lexicons
from nlp.language import aligned_simplified, to_traditional
from nlp.redaction.marked import Marked, joined

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ'’.-]*(?: [A-Za-zÀ-ɏḀ-ỿ'’.-]+)*")
_NICK = re.compile(r"([小老大阿])([\u3400-\u9fff])")
_LONG = 4
"""A Chinese name of so many characters is written by its sound, or of another people."""
LOWER = 0.12
"""The share of English lines that are written small."""


class Borrower:
    """Draws names; ``lines`` lend theirs where no list has such names."""

    def __init__(self, lines: Sequence[Marked], random: Random) -> None:
        self._random = random
        names: dict[str, str] = lexicons.table("names")
        self._given = sorted(lexicons.lines("given_names"))
        self._rare = sorted(lexicons.lines("given_names_rare"))
        self._last = sorted(lexicons.lines("surnames"))
        self._syllables = names["hong_kong_syllables"].split()
        self._romanised = names["hong_kong_surnames"].split()
        chinese: dict[str, str] = lexicons.table("names_zh")
        self._titles = sorted(chinese["titles"].split(), key=len, reverse=True)
        self._surnames = _weighed(chinese)
        self._sounds = chinese["by_sound"].split()
        lent = [aligned_simplified(one.text[start:end]) for one in lines for start, end in one.names]
        self._lent = sorted({name for name in lent if _HAN.fullmatch(name) and len(name) >= _LONG})
        self._ending = [name[-2:] for name in lent if _HAN.fullmatch(name) and len(name) == 3]
        self._letters = sorted({letter for pair in self._ending for letter in pair})
        self._latin = sorted({name for name in lent if _LATIN.fullmatch(name)})

    def lend(self, line: Marked) -> Marked:
        """``line`` with other names; one that occurs twice in it is changed the same way."""
        found = [line.text[start:end] for start, end in line.names]
        other = {name: self._other(name) for name in dict.fromkeys(found)}
        borders = [0, *(border for span in line.names for border in span), len(line.text)]
        between = [line.text[a:b] for a, b in zip(borders[::2], borders[1::2], strict=True)]
        lent = joined(between, [other[name] for name in found], line.language)
        if line.language == "en" and self._random.random() < LOWER:
            lent = replace(lent, text=lent.text.lower())
        return lent if len(lent.text) == len(lent.text.lower()) else line

    def _other(self, name: str) -> str:
        simplified = aligned_simplified(name)
        if _HAN.fullmatch(simplified):
            made = self._chinese(simplified)
            return to_traditional(made) if simplified != name else made
        return self._cased(name, self._foreign(name)) if _LATIN.fullmatch(name) else name

    def _chinese(self, name: str) -> str:
        draw = self._random.choice
        title = next((one for one in self._titles if name.endswith(one) and len(name) > len(one)), "")
        bare = name.removesuffix(title)
        if len(bare) == 1:
            return draw(self._surnames) + (title or name[1:])
        if nick := _NICK.fullmatch(bare):
            return nick[1] + draw(self._letters if nick[1] == "阿" else self._surnames) + title
        if len(bare) == 2 and bare[0] == bare[1]:
            return draw(self._letters) * 2 + title
        if len(bare) >= _LONG:
            return draw(self._lent if self._random.random() < 0.5 else self._sounds) + title
        kinds = [self._sounds, self._ending] if len(bare) == 2 else [self._sounds]
        if self._random.random() < 0.2:
            return draw(draw(kinds)) + title
        return draw(self._surnames) + self._ends(len(bare) - 1) + title

    def _ends(self, length: int) -> str:
        if length == 2 and self._random.random() < 0.5:
            return self._random.choice(self._ending)
        return "".join(self._random.choice(self._letters) for _ in range(length))

    def _foreign(self, name: str) -> str:
        draw, words = self._random.choice, name.split()
        if self._random.random() < 0.25:
            return draw(self._latin)
        given = draw(self._given if self._random.random() < 0.5 else self._rare).capitalize()
        if len(words) == 1:
            return given if self._random.random() < 0.85 else draw(self._last).capitalize()
        if any(word in self._romanised for word in words):
            return f"{draw(self._romanised)} {draw(self._syllables)} {draw(self._syllables)}"
        return f"{given} {draw(self._last).capitalize()}"

    def _cased(self, name: str, other: str) -> str:
        if name == name.lower():
            return other.lower()
        return other.upper() if name == name.upper() and len(name) > 1 else other


def _weighed(chinese: dict[str, str]) -> list[str]:
    """Surnames; those that are common stand in the list several times."""
    every, common = "".join(chinese["surnames"].split()), "".join(chinese["common"].split())
    return [*every, *(common * 6), *chinese["compound"].split()]
