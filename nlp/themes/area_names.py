"""Names areas of themes by the words that their themes share and other areas' themes do not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nlp.findings import FoundTheme
from nlp.language import aligned_simplified
from nlp.themes.glossary import read_glossary
from nlp.themes.terms import family

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
KEYWORDS = 8
NAME_WORDS = 3
LEAST_WEIGHT = 0.5
"""What a name's further words must weigh against its first."""
CONCEPT_BONUS = 1.25
"""A concept is said in every language, so an area has one name, not three."""
SEPARATORS = {"en": ", ", "zh": "、"}


@dataclass(frozen=True, slots=True)
class AreaNaming:
    """An area's name and keywords (heaviest first) by language."""

    names: dict[str, str]
    keywords: dict[str, tuple[str, ...]]


def name_areas(areas: Sequence[Sequence[FoundTheme]]) -> tuple[AreaNaming, ...]:
    """Name areas, each given as its themes; no two get the same name in a language."""
    taken: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    heard = [_heard(themes) for themes in areas]
    spread = Counter(key for words in heard for key in words)
    namings = []
    for number, (themes, words) in enumerate(zip(areas, heard, strict=True)):
        weights = {key: weight * _telling(spread[key], len(areas)) for key, weight in words.items()}
        names, keywords = {}, {}
        for language in LANGUAGES:
            forms = _forms(themes, language)
            ranked = sorted((key for key in forms if key in weights), key=lambda key: (-weights[key], key))
            told = _unlike([(forms[key], weights[key]) for key in ranked]) or [(f"#{number + 1}", 1.0)]
            keywords[language] = tuple(form for form, _ in told)
            names[language] = _distinct(told, language, taken[language])
            taken[language].add(names[language])
        namings.append(AreaNaming(names, keywords))
    return tuple(namings)


def shared_words(themes: Sequence[FoundTheme]) -> NDArray[np.float64]:
    """How alike the words of themes are, 0..1, shape (n, n): cosine of weighted keywords, rare ones more."""
    heard = [_heard([theme], even=True) for theme in themes]
    spread = Counter(key for words in heard for key in words)
    places = {key: place for place, key in enumerate(sorted(spread))}
    matrix = np.zeros((len(themes), max(len(places), 1)))
    for row, words in enumerate(heard):
        for key, weight in words.items():
            matrix[row, places[key]] = weight * _telling(spread[key], len(themes))
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
    return np.asarray(matrix @ matrix.T, dtype=np.float64)


def _heard(themes: Sequence[FoundTheme], *, even: bool = False) -> Mapping[str, float]:
    """The weight of every word of the themes by its key: first words and large themes weigh more."""
    weights: dict[str, float] = {}
    for theme in themes:
        own: dict[str, float] = {}
        for words in theme.keywords.values():
            for rank, word in enumerate(words):
                key = _key(word)
                bonus = CONCEPT_BONUS if key in read_glossary().concepts else 1.0
                own[key] = max(own.get(key, 0.0), bonus / (1 + rank))
        part = 1.0 if even else float(np.sqrt(theme.size))
        for key, weight in own.items():
            weights[key] = weights.get(key, 0.0) + part * weight
    return weights


def _telling(used: int, groups: int) -> float:
    return float(np.log(1 + groups / used))


def _forms(themes: Sequence[FoundTheme], language: str) -> Mapping[str, str]:
    """How the language writes each key, as the largest theme that has it does."""
    forms: dict[str, str] = {}
    for theme in sorted(themes, key=lambda one: -one.size):
        for word in theme.keywords.get(language, ()):
            forms.setdefault(_key(word), word)
    return forms


def _unlike(words: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    told: list[tuple[str, float]] = []
    for form, weight in words:
        lowered = form.lower()
        if not any(lowered in other.lower() or other.lower() in lowered for other, _ in told):
            told.append((form, weight))
    return told[:KEYWORDS]


def _distinct(words: Sequence[tuple[str, float]], language: str, taken: set[str]) -> str:
    """The leading words; where another area is called so, one word more or less."""
    separator = SEPARATORS[family(language)]
    strong = [form for form, weight in words if weight >= LEAST_WEIGHT * words[0][1]][:NAME_WORDS]
    every = [form for form, _ in words]
    tries = [strong, *(every[:count] for count in range(len(strong) + 1, len(every) + 1))]
    for forms in tries:
        if separator.join(forms) not in taken:
            return separator.join(forms)
    name, number = separator.join(strong), 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


@cache
def _key(word: str) -> str:
    concept = read_glossary().of_word(word)
    if concept is not None:
        return concept.key
    return word.lower() if word.isascii() else aligned_simplified(word)
