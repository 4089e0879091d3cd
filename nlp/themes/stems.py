"""The stems of English words: crude, but the same for all forms of a word."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from nlp.themes.glossary import base

NOT = frozenset(("not", "never", "cannot", "unable"))
SHORTEST_STEM = 3
WORDS_KEPT = 50_000
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")


@dataclass(frozen=True, slots=True)
class Stem:
    """An English word without its endings and where it stands."""

    stem: str
    start: int
    end: int


def stems(text: str) -> list[Stem]:
    """The words of an English text that bear meaning, without endings; every negation is "not"."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("’", "'")
        if word in NOT or word.endswith("n't"):
            found.append(Stem("not", match.start(), match.end()))
        elif word not in _little():
            found.append(Stem(stem(word), match.start(), match.end()))
    return found


@lru_cache(maxsize=WORDS_KEPT)
def stem(word: str) -> str:
    """An English word without plural, past and progressive endings; crude, but the same for all its forms."""
    word = base(_irregular().get(word, word))
    for ending in ("ing", "ed"):
        cut = word.removesuffix(ending)
        if cut != word and len(cut) >= SHORTEST_STEM:
            word = cut[:-1] if cut[-1] == cut[-2] and cut[-1] not in "ls" else cut
            break
    word = f"{word[:-1]}y" if word.endswith("i") else word
    return word.removesuffix("e") if len(word) > SHORTEST_STEM else word


@cache
def _little() -> frozenset[str]:
    return frozenset(str(_document()["little"]).split())


@cache
def _irregular() -> dict[str, str]:
    table = _document()["irregular"]
    return {str(form): str(verb) for form, verb in table.items()} if isinstance(table, dict) else {}


@cache
def _document() -> dict[str, object]:
    return tomllib.loads(files("nlp.themes").joinpath("states.toml").read_text(encoding="utf-8"))
