"""The terms of a text that a theme could be named by: glossary concepts, words, and pairs of words."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from nlp import lexicons
from nlp.findings import Language
from nlp.keyphrases import words
from nlp.language import aligned_simplified
from nlp.redaction.page import PLACEHOLDER
from nlp.themes.corpus import Material
from nlp.themes.glossary import base, read_glossary
from nlp.themes.wording import READ

SPOKEN = frozenset("我你您他她它佢哋咗嘅啲冇唔咁嘢個个")
"""A piece of Chinese with one of these is a scrap of a sentence, no term."""
_HALF = re.compile(r"[\s\[][^\s\[]{0,30}$")
_WITHIN = re.compile(r"(?:(?<=[a-z0-9,;] )|(?<=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff] ))[A-Za-z][a-z]+\b")
"""A word that does not begin a sentence."""
_SIGNS = re.compile(r"(?:[^\w']|[\d_])+")


@dataclass(frozen=True, slots=True)
class Term:
    """``key`` is shared by all forms of a term, ``surface`` is the form that stood in the text."""

    key: str
    surface: str


def family(language: str) -> str:
    """``zh`` for every kind of Chinese, ``en`` for all else: texts of a family share their words."""
    return "zh" if language.startswith("zh") else "en"


def terms_of(text: str, language: Language, proper: frozenset[str] = frozenset()) -> tuple[Term, ...]:
    """The text's terms, each once; words that a concept covers are not terms of their own.

    What stands for something personal (``[PHONE]``) is no word of the text. Only ``proper`` nouns keep the
    capital that they begin with.
    """
    text = PLACEHOLDER.sub(" ", text)
    found: list[Term] = []
    end = 0
    for mention in read_glossary().mentions(text):
        if mention.start < end:
            continue
        found += _literal(text[end : mention.start], language, proper)
        first, space, rest = text[mention.start : mention.end].partition(" ")
        found.append(Term(mention.concept.key, f"{_small(first, proper)}{space}{rest}"))
        end = mention.end
    found += _literal(text[end:], language, proper)
    found = found or _whole(text)
    return tuple({term.key: term for term in reversed(found)}.values())


def _whole(text: str) -> list[Term]:
    """A short answer without any content word, such as "nothing" or "没有", stands for itself."""
    answer = _SIGNS.sub(" ", text).strip().lower()
    short = len(answer.split()) <= 3 if answer.isascii() else len(answer) <= 6
    return [Term(answer, answer)] if answer and short else []


def _literal(part: str, language: Language, proper: frozenset[str]) -> list[Term]:
    if not any(character.isalpha() for character in part):
        return []
    content = [word for word in words(part, language) if not SPOKEN.intersection(word)]
    terms = [_term(word, proper) for word in content]
    lowered = part.lower()
    for first, second in pairwise(content):
        joint = " " if first.isascii() and second.isascii() else ""
        if not joint and min(len(first), len(second)) < 2:
            continue
        pair = f"{first}{joint}{second}"
        # Only words that really stood side by side make a phrase.
        if first != second and pair.lower() in lowered:
            surface = f"{_small(first, proper)}{joint}{_small(second, proper)}"
            terms.append(Term(f"{_key(first)}{joint}{_key(second)}", surface))
    return terms


def _term(word: str, proper: frozenset[str]) -> Term:
    concept = read_glossary().of_word(word)
    return Term(concept.key if concept else _key(word), _small(word, proper))


def _small(word: str, proper: frozenset[str]) -> str:
    """A word without the capital that it has at the beginning of a sentence."""
    return word.lower() if word.istitle() and word.lower() not in proper else word


def proper_nouns(texts: Iterable[str]) -> frozenset[str]:
    """Words, in small letters, that stand with a capital within sentences, more often than without."""
    capital, small = Counter[str](), Counter[str]()
    for text in texts:
        for match in _WITHIN.finditer(text):
            word = match.group()
            (capital if word[0].isupper() else small)[word.lower()] += 1
    ordinary = lexicons.lines("written_small")
    return frozenset(word for word, times in capital.items() if times > small[word] and word not in ordinary)


def _key(word: str) -> str:
    return base(word) if word.isascii() else aligned_simplified(word)


def opening(text: str) -> str:
    """As much of a text as is read for its words; no half word or placeholder at its end.

    The grouping reads no more either. What a text is about it says early, and the longer it is, the more it
    mentions in passing, which would name themes and take time.
    """
    return text if len(text) <= READ else _HALF.sub("", text[:READ])


class Reader:
    """Reads the terms of a corpus' texts, each text once however often it is asked for."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._read: dict[int, tuple[Term, ...]] = {}
        self._proper = proper_nouns(map(opening, material.texts))

    def language(self, row: int) -> Language:
        """The language of a text."""
        return self._material.languages[row]

    def text(self, row: int) -> str:
        """A text itself, of a long one the opening."""
        return opening(self._material.texts[row])

    def terms(self, row: int) -> tuple[Term, ...]:
        """The terms of a text."""
        if row not in self._read:
            self._read[row] = terms_of(self.text(row), self.language(row), self._proper)
        return self._read[row]
