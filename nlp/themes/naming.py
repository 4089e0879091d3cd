"""Names themes in three languages from the words of their own texts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from math import log

from nlp.language import to_simplified, to_traditional
from nlp.themes.choosing import choose, foreign, main_family
from nlp.themes.choosing import keywords as choose_keywords
from nlp.themes.glossary import CONCEPT, base
from nlp.themes.keywords import Vocabulary, Weighted
from nlp.themes.phrasing import concept_of, parts
from nlp.themes.terms import family

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
KEYWORDS = 8
NAME_WORDS = 3
LONGEST_NAME = {"en": 40, "zh": 18}
LEAST_WEIGHTS = (1.0, 0.4, 0.5)
"""What a name's second and third word must weigh against its first."""
STRANGE = 2.0
"""A customer's word that weighs so many times more than any concept stands in the other languages too."""
FAINT = 0.02
"""Added to shares before they are compared."""
QUOTES = {"en": "“{}”", "zh-Hans": "“{}”", "zh-Hant": "「{}」"}
"""How a language quotes a word that it takes from another."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A theme's name and keywords (heaviest first) by language."""

    names: dict[str, str]
    keywords: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Word:
    form: str
    weight: float
    key: str = ""
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class _Given:
    """The words of a name that a theme has got, and the shares of its texts that use each term."""

    words: frozenset[str]
    shares: Mapping[str, float]


def name_themes(vocabularies: Sequence[Vocabulary]) -> tuple[Naming, ...]:
    """Name themes, the most important first: no name in a language holds only words of an earlier one.

    A language with few texts of its own in a theme gets the words of the theme's main language, translated
    where the glossary knows them, and quoted as they are where it knows none that tells the theme.
    """
    given: dict[str, list[_Given]] = {language: [] for language in LANGUAGES}
    namings = []
    for number, vocabulary in enumerate(vocabularies):
        names, keywords = {}, {}
        for language in LANGUAGES:
            borrowed = _quoted(vocabulary, language)
            words = _words(vocabulary, language, borrowed) or [_Word(f"#{number + 1}", 1.0)]
            more = _spelled(choose_keywords(vocabulary, language), language)
            keywords[language] = tuple(word.form for word in more or words)
            parts = _distinct(words, [*more, *borrowed], language, given[language])
            given[language].append(_Given(frozenset(parts), _shares(vocabulary, language)))
            names[language] = _separator(language).join(parts)
        namings.append(Naming(names, keywords))
    return tuple(namings)


def alike(one: str, other: str) -> bool:
    """Whether two words would say the same in one name: forms of one word, or one inside the other."""
    first, second = ({base(word) for word in form.split()} for form in (one.lower(), other.lower()))
    if first <= second or second <= first:
        return True
    if one.isascii() or other.isascii():
        return one.lower()[:5] == other.lower()[:5] and min(len(one), len(other)) > 4
    shared = len(set(one) & set(other))
    return one in other or other in one or shared >= min(len(one), len(other), 3)


def spell(term: Weighted, language: str) -> str:
    """A term as customers write it in that language, else translated, else as it is."""
    part = parts(term.key)
    if part and not term.key.startswith(CONCEPT):
        return part.state.of(spell(replace(term, key=part.thing), language), language)
    concept = concept_of(term.key)
    if part and concept:
        return concept.names[language]
    own = [form for form in term.forms.get(language, ()) if form.isascii() is (language == "en")]
    if concept:
        name = concept.names[language]
        return own[0] if len(own) == 1 and " " not in own[0] and not alike(own[0], name) else name
    if term.forms.get(language):
        return term.forms[language][0]
    written = next(forms[0] for _, forms in sorted(term.forms.items()))
    if language == "zh-Hant":
        return to_traditional(written, vocabulary=True)
    return to_simplified(written, vocabulary=True) if language == "zh-Hans" else written


def _words(vocabulary: Vocabulary, language: str, borrowed: list[_Word]) -> list[_Word]:
    """The words of a name; a strange one leads where the theme's own language says it by far the most."""
    words = _spelled(choose(vocabulary, language), language)
    main = main_family(vocabulary.texts)
    if not words or main == family(language):
        return words or borrowed
    own = choose(vocabulary, "en" if main == "en" else "zh-Hans")
    if own and concept_of(own[0].key) is None and own[0].weight >= STRANGE * words[0].weight:
        first = _Word(_borrowed(own[0], language, strange=True), own[0].weight, own[0].key, own[0].share)
        return [first, *(word for word in words if not alike(word.form, first.form))]
    return words


def _shares(vocabulary: Vocabulary, language: str) -> dict[str, float]:
    terms = (*vocabulary.terms.get(main_family(vocabulary.texts), ()), *vocabulary.shared)
    return {term.key: term.share for term in (*vocabulary.terms.get(family(language), ()), *terms)}


def _spelled(terms: Iterable[Weighted], language: str) -> list[_Word]:
    return list(_unlike(_Word(spell(term, language), term.weight, term.key, term.share) for term in terms))


def _quoted(vocabulary: Vocabulary, language: str) -> list[_Word]:
    """The main language's words, in quotes where they are not of ``language``."""
    strange = main_family(vocabulary.texts) != family(language)
    return list(
        _unlike(
            _Word(_borrowed(term, language, strange=strange), term.weight, term.key, term.share)
            for term in foreign(vocabulary)
        )
    )


def _borrowed(term: Weighted, language: str, *, strange: bool) -> str:
    spelled = spell(term, language)
    plain = spelled.isupper() or not strange or concept_of(term.key) is not None
    return spelled if plain else QUOTES[language].format(spelled)


def _unlike(words: Iterable[_Word]) -> Iterator[_Word]:
    taken: list[str] = []
    for word in words:
        if not any(alike(word.form, other) for other in taken):
            taken.append(word.form)
            yield word
        if len(taken) == KEYWORDS:
            return


def _distinct(
    words: Sequence[_Word], more: Sequence[_Word], language: str, given: Sequence[_Given]
) -> list[str]:
    """The usual words; else the first with what best tells the theme from its namesakes; else a number."""
    parts = _parts(words, language)
    rivals = [one for one in given if one.words >= set(parts)]
    if not rivals:
        return parts
    first = words[0].form
    others = [word for word in more if not alike(first, word.form)]
    for word in sorted(others, key=lambda word: -_contrast(word, rivals)):
        if not any(one.words >= {first, word.form} for one in given):
            return [first, word.form]
    numbered = (f"{first} ({number})" for number in count(2))
    return [next(new for new in numbered if not any(new in one.words for one in given))]


def _contrast(word: _Word, rivals: Sequence[_Given]) -> float:
    elsewhere = max(one.shares.get(word.key, 0.0) for one in rivals)
    return word.share * log((word.share + FAINT) / (elsewhere + FAINT))


def _parts(words: Sequence[_Word], language: str) -> list[str]:
    parts = [words[0].form]
    for word, least in zip(words[1:NAME_WORDS], LEAST_WEIGHTS[1:], strict=False):
        longer = _separator(language).join([*parts, word.form])
        if word.weight >= least * words[0].weight and len(longer) <= LONGEST_NAME[family(language)]:
            parts.append(word.form)
    return parts


def _separator(language: str) -> str:
    return "、" if family(language) == "zh" else ", "
