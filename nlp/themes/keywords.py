"""What sets a theme's words apart: class-based weighting of terms (after c-TF-IDF, Grootendorst 2022).

A term's weight in a theme is p * ln(p / q): ``p`` the share of the theme's texts that use it, ``q`` the share
of all texts. What is said everywhere has p = q and weighs nothing; a word of one long rant has a small p.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Protocol

import numpy as np

from nlp.findings import Language
from nlp.themes.corpus import Positions
from nlp.themes.glossary import CONCEPT
from nlp.themes.terms import Term, family

TEXTS_READ = 250
"""So many of a theme's texts in a family of languages are read for its words; more would not change them."""
ENOUGH = 8
"""From so many texts on, a term must be used twice to count."""
CONCEPT_BONUS = 1.15
COMMON = 0.02
"""What a common term weighs although it sets nothing apart: where themes are alike, it is all there is."""

USUAL_FORM = 0.75
"""A form with such a part of a term's uses is the only one worth keeping."""


class Listener(Protocol):
    """Hears the terms of texts by their rows."""

    def language(self, row: int) -> Language:
        """The language of a text."""

    def terms(self, row: int) -> tuple[Term, ...]:
        """The terms of a text, each once."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """A term of a theme and its forms by language, most used first.

    ``share``: of the theme's texts that use it; ``lift``: that over the share of all other texts; ``spread``:
    share of the themes in which it is heard.
    """

    key: str
    weight: float
    forms: Mapping[str, tuple[str, ...]]
    share: float
    lift: float
    spread: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A theme's terms by family of languages (heaviest first) and how many texts of each family it has.

    ``shared``: its concepts over all families together.
    """

    terms: Mapping[str, tuple[Weighted, ...]]
    texts: Mapping[str, int]
    shared: tuple[Weighted, ...] = ()


@dataclass(slots=True)
class Uses:
    """How a theme's texts of one family use terms."""

    texts: int = 0
    read: int = 0
    used: Counter[str] = field(default_factory=Counter)

    def share(self, key: str) -> float:
        """The share of the texts read that use a term."""
        return self.used[key] / max(self.read, 1)


@dataclass(slots=True)
class Speech:
    """How a theme speaks: its uses by family, and the forms of each term by language."""

    families: dict[str, Uses] = field(default_factory=dict)
    forms: dict[str, dict[str, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )


@dataclass(frozen=True, slots=True)
class Usual:
    """How the texts of one family use terms in all themes together."""

    texts: int
    shares: Mapping[str, float]
    spread: Mapping[str, float]

    def elsewhere(self, key: str, uses: Uses) -> float:
        """The share of the texts outside a theme that use a term, half a text added."""
        used = self.shares.get(key, 0.0) * self.texts - uses.share(key) * uses.texts
        return (max(used, 0.0) + 0.5) / (self.texts - uses.texts + 1.0)


def vocabularies(reader: Listener, labels: Positions) -> tuple[Vocabulary, ...]:
    """The vocabulary of each theme ``0..k-1``; texts labelled -1 are left aside."""
    count = int(labels.max(initial=-1)) + 1
    speeches = [listen(reader, np.flatnonzero(labels == theme).tolist()) for theme in range(count)]
    usual = {tongue: usual_of(speeches, tongue) for tongue in ("en", "zh")}
    return tuple(
        Vocabulary(
            {tongue: _weigh(uses, usual[tongue], speech) for tongue, uses in speech.families.items()},
            {tongue: uses.texts for tongue, uses in speech.families.items()},
            _weigh_shared(speech, usual),
        )
        for speech in speeches
    )


def listen(reader: Listener, rows: Iterable[int]) -> Speech:
    """How the texts of these rows speak."""
    speech = Speech()
    for row in rows:
        language = reader.language(row)
        uses = speech.families.setdefault(family(language), Uses())
        uses.texts += 1
        if uses.read >= TEXTS_READ:
            continue
        uses.read += 1
        for term in reader.terms(row):
            uses.used[term.key] += 1
            speech.forms[term.key][language][term.surface] += 1
    return speech


def usual_of(speeches: Sequence[Speech], tongue: str) -> Usual:
    """How all themes together use terms in a family of languages."""
    shares: dict[str, float] = defaultdict(float)
    spread: dict[str, float] = defaultdict(float)
    heard = [speech.families[tongue] for speech in speeches if tongue in speech.families]
    total = sum(uses.texts for uses in heard)
    for uses in heard:
        for key in uses.used:
            shares[key] += uses.share(key) * uses.texts / total
            spread[key] += 1 / len(heard)
    return Usual(total, shares, spread)


def leading(uses: Uses, usual: Usual, count: int) -> tuple[str, ...]:
    """The keys of the ``count`` heaviest terms of a theme in a family of languages, heaviest first."""
    weights = {key: _weight(uses, usual, key) for key in _enough(uses)}
    return tuple(sorted(weights, key=lambda key: (-weights[key], key))[:count])


def _enough(uses: Uses) -> list[str]:
    fewest = 2 if uses.read >= ENOUGH else 1
    return [key for key, used in uses.used.items() if used >= fewest]


def _weight(uses: Uses, usual: Usual, key: str) -> float:
    share = uses.share(key)
    bonus = CONCEPT_BONUS if key.startswith(CONCEPT) else 1.0
    return bonus * share * max(log(share / usual.shares[key]), COMMON)


def _weigh(uses: Uses, usual: Usual, speech: Speech) -> tuple[Weighted, ...]:
    weighted = []
    for key in _enough(uses):
        share, weight = uses.share(key), _weight(uses, usual, key)
        lift = share / usual.elsewhere(key, uses)
        weighted.append(Weighted(key, weight, _forms(speech, key), share, lift, usual.spread[key]))
    return _sorted(weighted)


def _weigh_shared(speech: Speech, usual: Mapping[str, Usual]) -> tuple[Weighted, ...]:
    """What is usual elsewhere is taken for the theme's own mixture of languages."""
    texts = sum(uses.texts for uses in speech.families.values())
    weighted = []
    keys = {key for uses in speech.families.values() for key in uses.used if key.startswith(CONCEPT)}
    for key in keys:
        parts = [(uses.texts / texts, uses, usual[tongue]) for tongue, uses in speech.families.items()]
        share = sum(part * uses.share(key) for part, uses, _ in parts)
        lift = share / sum(part * all_texts.elsewhere(key, uses) for part, uses, all_texts in parts)
        spread = max(all_texts.spread.get(key, 0.0) for _, _, all_texts in parts)
        weight = CONCEPT_BONUS * share * max(log(lift), COMMON)
        weighted.append(Weighted(key, weight, _forms(speech, key), share, lift, spread))
    return _sorted(weighted)


def _sorted(terms: Iterable[Weighted]) -> tuple[Weighted, ...]:
    return tuple(sorted(terms, key=lambda term: (-term.weight, term.key)))


def _forms(speech: Speech, key: str) -> dict[str, tuple[str, ...]]:
    return {language: _ranked(uses) for language, uses in speech.forms[key].items()}


def _ranked(uses: Counter[str]) -> tuple[str, ...]:
    """The forms, most used first; one alone if it is nearly always used."""
    folded: Counter[str] = Counter()
    for form, used in uses.items():
        folded[form.lower()] += used
    ranked = sorted(folded.items(), key=lambda use: (-use[1], use[0]))
    usual = ranked[0][1] >= USUAL_FORM * folded.total()
    return tuple(_cased(form, uses) for form, _ in (ranked[:1] if usual else ranked))


def _cased(form: str, uses: Counter[str]) -> str:
    """A form with the capitals that customers nearly always give it (ATM, Visa), else in lower case."""
    written = {own: used for own, used in uses.items() if own.lower() == form}
    best = max(sorted(written), key=lambda own: written[own])
    return best if written[best] >= USUAL_FORM * sum(written.values()) else form
