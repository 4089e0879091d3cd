"""The bilingual glossary of feedback terms: recognises them in a text and says them in each language."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from nlp.language import aligned_simplified

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
CONCEPT = "concept:"
_ES = ("sses", "xes", "zzes", "ches", "shes")


@dataclass(frozen=True, slots=True)
class Concept:
    """A term with its name in every language."""

    key: str
    names: Mapping[str, str]
    kind: str = ""
    """The table that it stands in."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text speaks of a concept; half-open character range."""

    concept: Concept
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Glossary:
    """Concepts by recognised form: English by its words in base form, Chinese in Simplified characters."""

    english: Mapping[tuple[str, ...], Concept]
    chinese: Mapping[str, Concept]
    concepts: Mapping[str, Concept]
    english_lengths: Mapping[str, Sequence[int]]
    """How many words the forms have that begin with a word, the longest first."""
    longest_chinese: int

    def mentions(self, text: str) -> list[Mention]:
        """The concepts a text speaks of, longest forms first, without overlaps, in order."""
        found = self._in_chinese(text)
        return sorted(self._in_english(text) + found, key=lambda mention: mention.start)

    def of_word(self, word: str) -> Concept | None:
        """The concept that a single word stands for: a lone character counts only where it is a word."""
        return self.chinese.get(aligned_simplified(word).lower())

    def _in_english(self, text: str) -> list[Mention]:
        found = list(_WORD.finditer(text))
        words = [base(match.group()) for match in found]
        mentions, place = [], 0
        while place < len(words):
            for length in self.english_lengths.get(words[place], ()):
                concept = self.english.get(tuple(words[place : place + length]))
                if concept and place + length <= len(words):
                    mentions.append(Mention(concept, found[place].start(), found[place + length - 1].end()))
                    place += length - 1
                    break
            place += 1
        return mentions

    def _in_chinese(self, text: str) -> list[Mention]:
        plain = aligned_simplified(text)
        if plain.isascii():
            return []
        plain = plain.lower() if len(plain.lower()) == len(plain) else plain
        mentions, place = [], 0
        while place < len(plain):
            for length in range(min(self.longest_chinese, len(plain) - place), 1, -1):
                concept = self.chinese.get(plain[place : place + length])
                if concept:
                    mentions.append(Mention(concept, place, place + length))
                    place += length - 1
                    break
            place += 1
        return mentions


@lru_cache(maxsize=50_000)
def base(word: str) -> str:
    """An English word in lower case and without a plural ending."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if len(word) <= 3 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(_ES):
        return word[:-2]
    return word.removesuffix("s")


@cache
def read_glossary() -> Glossary:
    """The glossary that lies beside this module: a form belongs to the first term that has it."""
    rows = [row for name in ("glossary.toml", "trades.toml") for row in _rows(name)]
    english: dict[tuple[str, ...], Concept] = {}
    chinese: dict[str, Concept] = {}
    concepts: dict[str, Concept] = {}
    for number, (kind, row) in enumerate(rows):
        forms = [column.split("|") for column in row]
        names = dict(zip(("en", "zh-Hans", "zh-Hant"), (column[0] for column in forms), strict=True))
        concept = Concept(f"{CONCEPT}{number}", names, kind)
        concepts[concept.key] = concept
        for form in forms[0]:
            english.setdefault(tuple(base(word) for word in _WORD.findall(form)), concept)
        for form in forms[1] + forms[2]:
            # Letters of our own alphabet are left to the English side.
            if not form.isascii():
                chinese.setdefault(aligned_simplified(form).lower(), concept)
    return Glossary(english, chinese, concepts, lengths_of(english), max(map(len, chinese)))


def lengths_of(forms: Iterable[tuple[str, ...]]) -> dict[str, list[int]]:
    """How many words forms have, by their first word, the longest first."""
    found: dict[str, set[int]] = {}
    for form in forms:
        found.setdefault(form[0], set()).add(len(form))
    return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}


def _rows(name: str) -> list[tuple[str, list[str]]]:
    document = tomllib.loads(files("nlp.themes").joinpath(name).read_text(encoding="utf-8"))
    return [(kind, row) for kind, table in document.items() if isinstance(table, list) for row in table]
