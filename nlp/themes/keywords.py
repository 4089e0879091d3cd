"""What sets a theme's words apart: class-based weighting of terms (after c-TF-IDF, Grootendorst 2022).

A term's weight in a theme is p * ln(p / q): ``p`` the share of the theme's texts that use it, ``q`` the share
of all texts. What is said everywhere has p = q and weighs nothing; a word of one long rant has a small p.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from nlp.themes.corpus import Positions
from nlp.themes.glossary import CONCEPT
from nlp.themes.terms import Reader, family

TEXTS_READ = 250
"""So many of a theme's texts in a family of languages are read for its words; more would not change them."""
ENOUGH = 8
"""From so many texts on, a term must be used twice to count."""
CONCEPT_BONUS = 1.15
COMMON = 0.02
"""What a common term weighs although it sets nothing apart: where themes are alike, it is all there is."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """A term of a theme and its forms by language, most used first."""

    key: str
    weight: float
    forms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A theme's terms by family of languages (heaviest first) and how many texts of each family it has."""

    terms: Mapping[str, tuple[Weighted, ...]]
    texts: Mapping[str, int]


@dataclass(slots=True)
class _Uses:
    """How a theme's texts of one family use terms."""

    texts: int = 0
    read: int = 0
    used: Counter[str] = field(default_factory=Counter)

    def share(self, key: str) -> float:
        return self.used[key] / max(self.read, 1)


@dataclass(slots=True)
class _Speech:
    """How a theme speaks: its uses by family, and the forms of each term by language."""

    families: dict[str, _Uses] = field(default_factory=dict)
    forms: dict[str, dict[str, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )


def vocabularies(reader: Reader, labels: Positions) -> tuple[Vocabulary, ...]:
    """The vocabulary of each theme ``0..k-1``; texts labelled -1 are left aside."""
    count = int(labels.max(initial=-1)) + 1
    speeches = [_listen(reader, np.flatnonzero(labels == theme).tolist()) for theme in range(count)]
    background = {tongue: _background(speeches, tongue) for tongue in ("en", "zh")}
    return tuple(
        Vocabulary(
            {tongue: _weigh(uses, background[tongue], speech) for tongue, uses in speech.families.items()},
            {tongue: uses.texts for tongue, uses in speech.families.items()},
        )
        for speech in speeches
    )


def _listen(reader: Reader, rows: Iterable[int]) -> _Speech:
    speech = _Speech()
    for row in rows:
        language = reader.language(row)
        uses = speech.families.setdefault(family(language), _Uses())
        uses.texts += 1
        if uses.read >= TEXTS_READ:
            continue
        uses.read += 1
        for term in reader.terms(row):
            uses.used[term.key] += 1
            form = term.surface if term.surface.isupper() else term.surface.lower()
            speech.forms[term.key][language][form] += 1
    return speech


def _background(speeches: Sequence[_Speech], tongue: str) -> dict[str, float]:
    shares: dict[str, float] = defaultdict(float)
    heard = [speech.families[tongue] for speech in speeches if tongue in speech.families]
    total = sum(uses.texts for uses in heard)
    for uses in heard:
        for key in uses.used:
            shares[key] += uses.share(key) * uses.texts / total
    return shares


def _weigh(uses: _Uses, background: Mapping[str, float], speech: _Speech) -> tuple[Weighted, ...]:
    fewest = 2 if uses.read >= ENOUGH else 1
    weighted = []
    for key, used in uses.used.items():
        if used >= fewest:
            share = uses.share(key)
            weight = share * max(float(np.log(share / background[key])), COMMON)
            weight *= CONCEPT_BONUS if key.startswith(CONCEPT) else 1.0
            forms = {language: _ranked(forms) for language, forms in speech.forms[key].items()}
            weighted.append(Weighted(key, weight, forms))
    return tuple(sorted(weighted, key=lambda term: (-term.weight, term.key)))


def _ranked(uses: Counter[str]) -> tuple[str, ...]:
    return tuple(form for form, _ in sorted(uses.items(), key=lambda use: (-use[1], use[0])))
