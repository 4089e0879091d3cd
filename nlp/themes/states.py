"""What customers say about things ("not arrived", "态度差"): recognises and words them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.keyphrases import DEGREES, splits
from nlp.language import aligned_simplified
from nlp.themes.glossary import Concept, lengths_of
from nlp.themes.stems import stems

TONES = {"-": -1, "0": 0, "+": 1}
NEGATIONS = frozenset("不没无未唔冇别")


@dataclass(frozen=True, slots=True)
class State:
    """A state with a pattern by language that names a thing in it; ``tone`` is -1, 0 or 1."""

    key: str
    patterns: Mapping[str, str]
    tone: int
    is_doing: bool = False
    """Whether it is what a customer wants done: such words stand in names of things too (exchange rate)."""

    first: frozenset[str] = frozenset()
    """The stems that its English forms begin with."""

    table: str = ""
    """The table that it stands in."""

    def of(self, thing: str, language: str) -> str:
        """The name of a thing in this state."""
        return self.patterns[language].replace("{}", thing)


@dataclass(frozen=True, slots=True)
class Said:
    """A state that a text speaks of; half-open character range."""

    state: State
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class States:
    """States by recognised form: English by its stems, Chinese in Simplified characters."""

    english: Mapping[tuple[str, ...], State]
    chinese: Mapping[str, State]
    by_key: Mapping[str, State]
    never: frozenset[str]
    """English names of glossary terms that are in no state."""
    persons: frozenset[str]
    """English names of glossary terms that are people."""
    fits: Mapping[str, frozenset[str]]
    """The kinds of things that a table's states are said of; none for all."""
    english_lengths: Mapping[str, Sequence[int]]
    """How many stems the forms have that begin with a stem, the longest first."""
    longest_chinese: int

    def suits(self, state: State, thing: Concept) -> bool:
        """Whether a state can be said of a glossary term."""
        kinds = self.fits[state.table]
        kind = "persons" if thing.names["en"] in self.persons else thing.kind
        return not kinds or kind in kinds

    def in_english(self, clause: str) -> list[Said]:
        """The states in an English clause, in order; a denied one is none."""
        words = stems(clause)
        found: list[Said] = []
        place = 0
        while place < len(words):
            for length in self.english_lengths.get(words[place].stem, ()):
                run = words[place : place + length]
                state = self.english.get(tuple(word.stem for word in run))
                if state:
                    if not (place and words[place - 1].stem == "not"):
                        found.append(Said(state, run[0].start, run[-1].end))
                    place += length - 1
                    break
            place += 1
        return found

    def in_chinese(self, clause: str) -> list[Said]:
        """The states in a clause of Simplified characters; a lone character counts only as a word."""
        lone = _lone_words(clause)
        found: list[Said] = []
        place = 0
        while place < len(clause):
            for length in range(min(self.longest_chinese, len(clause) - place), 0, -1):
                state = self.chinese.get(clause[place : place + length])
                if state and (length > 1 or place in lone):
                    if not (place and clause[place - 1] in NEGATIONS):
                        found.append(Said(state, place, place + length))
                    place += length - 1
                    break
            place += 1
        return found


@cache
def read_states() -> States:
    """The states that lie beside this module."""
    document = tomllib.loads(files("nlp.themes").joinpath("states.toml").read_text(encoding="utf-8"))
    rows = [(row, name) for name, table in document["states"].items() for row in table]
    english: dict[tuple[str, ...], State] = {}
    chinese: dict[str, State] = {}
    by_key: dict[str, State] = {}
    for number, ((*columns, tone), table) in enumerate(rows):
        forms = [column.split("|") for column in columns]
        patterns = dict(zip(("en", "zh-Hans", "zh-Hant"), (column[0] for column in forms), strict=True))
        state = State(
            f"s{number}",
            patterns,
            TONES[tone],
            table == "doing",
            frozenset(stems(form)[0].stem for form in forms[0][1:]),
            table,
        )
        by_key[state.key] = state
        for form in forms[0][1:]:
            english.setdefault(tuple(word.stem for word in stems(form)), state)
        for form in _simplified(forms[1][1:] + forms[2][1:]):
            chinese.setdefault(form, state)
    fits = {table: frozenset(str(kinds).split()) for table, kinds in document["fits"].items()}
    return States(
        english,
        chinese,
        by_key,
        _names(document, "never"),
        _names(document, "persons"),
        fits,
        lengths_of(english),
        max(map(len, chinese)),
    )


def _simplified(forms: list[str]) -> list[str]:
    return [aligned_simplified(form).lower() for form in forms]


def _lone_words(clause: str) -> frozenset[int]:
    """Where a character stands that is a word of its own, alone or after "too" and "very"."""
    places, position = set(), 0
    for part in splits(clause):
        if len(part) == 1 or (len(part) == 2 and part[0] in DEGREES):
            places.add(position + len(part) - 1)
        position += len(part)
    return frozenset(places)


def _names(document: dict[str, object], which: str) -> frozenset[str]:
    return frozenset("".join(str(document[which]).split("\n")).split("|"))
