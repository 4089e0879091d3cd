"""Chooses which of a theme's terms may name it: those that many of its texts use and few others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlp.keyphrases import is_noun
from nlp.themes.generic import is_generic
from nlp.themes.glossary import CONCEPT
from nlp.themes.keywords import Vocabulary, Weighted
from nlp.themes.phrasing import JOINT, is_telling, parts, tone_of
from nlp.themes.terms import family

OWN_SHARE = 0.15
OWN_TEXTS = 8
"""A language names a theme by its own words from so many texts and such a share on."""
CLEAR = (0.08, 3.0)
VAGUE = (0.05, 2.0)
"""The share of a theme's texts that use a term at least, and its lift; the second if nothing is clear."""
PHRASE = 0.1
"""The share of a theme's texts that a phrase put together needs."""
OFTEN = 3
"""In so many texts a customer's word must stand to be more than one person's, where a dozen or more speak."""
EVERYWHERE = 0.5
"""A word heard in so many themes is a name of the house or of the trade."""
SHORTEST = 3
"""Letters of an English word that may name a theme; shorter ones are scraps unless they are acronyms."""
DOINGS = ("ly", "ed", "ing")
"""What ends so is a manner or a doing; where it names a thing, the glossary knows it."""
TELLING = 2.0
"""A phrase that says a thing and what about it weighs so much more than a thing alone."""
AGAINST = 0.5
"""Praise weighs this much in a theme of complaints, and the other way round."""
PLAIN = 1.5
"""A theme complains, or praises, that says so many times more of the one than of the other."""
LITERAL = 0.6
"""A customer's word weighs this much against a concept, which can be said in every language."""


def choose(vocabulary: Vocabulary, language: str) -> Sequence[Weighted]:
    """The terms that name a theme in ``language``, heaviest first; empty if that language has none."""
    for least in (CLEAR, VAGUE):
        chosen = _standing_out(vocabulary, language, least)
        if chosen:
            return chosen
    usual = [term for term in vocabulary.shared if term.lift >= 1]
    return sorted(usual, key=lambda term: (-term.share, term.key))[:1]


def keywords(vocabulary: Vocabulary, language: str) -> Sequence[Weighted]:
    """The terms of its name, and those that tell less about it."""
    named = choose(vocabulary, language)
    known = {term.key for term in named}
    more = _standing_out(vocabulary, language, VAGUE)
    return [*named, *(term for term in more if term.key not in known)]


def foreign(vocabulary: Vocabulary) -> Sequence[Weighted]:
    """What the theme's main language calls it, for a language that has no word for it."""
    main = main_family(vocabulary.texts)
    terms = vocabulary.terms.get(main, ())
    return [term for term in terms if term.share >= CLEAR[0] and _says_something(term)] or terms[:1]


def main_family(texts: Mapping[str, int]) -> str:
    """The family of languages with most of a theme's texts."""
    return max(sorted(texts), key=lambda tongue: texts[tongue], default="en")


def _own_words(vocabulary: Vocabulary, language: str) -> list[Weighted]:
    tongue, texts = family(language), vocabulary.texts
    own = texts.get(tongue, 0)
    if tongue != main_family(texts) and own < max(OWN_TEXTS, OWN_SHARE * sum(texts.values())):
        return []
    fewest = OFTEN / own if own >= 4 * OFTEN else 0.0
    terms = vocabulary.terms.get(tongue, ())
    return [term for term in terms if term.share >= fewest and _says_something(term)]


def _standing_out(vocabulary: Vocabulary, language: str, least: tuple[float, float]) -> list[Weighted]:
    """Concepts with the weight they have over all languages, words with a part of theirs."""
    mood, texts = _mood(vocabulary), sum(vocabulary.texts.values())
    found = {term.key: _told(term, mood) for term in vocabulary.shared if _stands_out(term, least, texts)}
    for term in _own_words(vocabulary, language):
        if not term.key.startswith(CONCEPT) and _stands_out(term, least, texts):
            found[term.key] = _told(replace(term, weight=LITERAL * term.weight), mood)
    return sorted(found.values(), key=lambda term: (-term.weight, term.key))


def _told(term: Weighted, mood: int) -> Weighted:
    """The term with the weight of what it tells, and of how that fits the theme's mood."""
    weight = term.weight * (TELLING if is_telling(term.key) else 1.0)
    return replace(term, weight=weight * (AGAINST if tone_of(term.key) * mood < 0 else 1.0))


def _mood(vocabulary: Vocabulary) -> int:
    """-1 for a theme of complaints, 1 for one of praise, else 0: by what its texts say of things."""
    said = {-1: 0.0, 0: 0.0, 1: 0.0}
    for term in vocabulary.shared:
        said[tone_of(term.key)] += term.share
    if said[-1] > PLAIN * said[1]:
        return -1
    return 1 if said[1] > PLAIN * said[-1] else 0


def _stands_out(term: Weighted, least: tuple[float, float], texts: int) -> bool:
    if JOINT in term.key and (term.share < PHRASE or term.share * texts < OFTEN):
        return False
    return term.share >= least[0] and term.lift >= least[1]


def _says_something(term: Weighted) -> bool:
    if term.key.startswith(CONCEPT):
        return True
    part = parts(term.key)
    key = part.thing if part else term.key
    if any(is_generic(part) for part in key.split()):
        return False
    if key.isascii():
        if len(key) < SHORTEST and not _is_acronym(term):
            return False
        return term.spread < EVERYWHERE and not key.endswith(DOINGS)
    return term.spread < EVERYWHERE and is_noun(key)


def _is_acronym(term: Weighted) -> bool:
    return any(form.isupper() for forms in term.forms.values() for form in forms[:1])
