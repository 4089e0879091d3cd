"""Names themes in three languages from the words of their own texts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

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
LEAST_WEIGHTS = (1.0, 0.3, 0.35)
"""What a name's second and third word must weigh against its first."""
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


def name_themes(vocabularies: Sequence[Vocabulary]) -> tuple[Naming, ...]:
    """Name themes, the most important first: no two get the same name in a language.

    A language with few texts of its own in a theme gets the words of the theme's main language, translated
    where the glossary knows them, and quoted as they are where it knows none that tells the theme.
    """
    taken: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    namings = []
    for number, vocabulary in enumerate(vocabularies):
        names, keywords = {}, {}
        for language in LANGUAGES:
            foreign_words = _quoted(vocabulary, language)
            words = _spelled(choose(vocabulary, language), language) or foreign_words
            words = words or [_Word(f"#{number + 1}", 1.0)]
            more = _spelled(choose_keywords(vocabulary, language), language)
            keywords[language] = tuple(word.form for word in more or words)
            more += foreign_words
            names[language] = _distinct_name(words, more, language, taken[language])
            taken[language].add(names[language])
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
    own = term.forms.get(language, ())
    if concept:
        name = concept.names[language]
        return own[0] if len(own) == 1 and " " not in own[0] and not alike(own[0], name) else name
    if own:
        return own[0]
    written = next(forms[0] for _, forms in sorted(term.forms.items()))
    if language == "zh-Hant":
        return to_traditional(written, vocabulary=True)
    return to_simplified(written, vocabulary=True) if language == "zh-Hans" else written


def _spelled(terms: Iterable[Weighted], language: str) -> list[_Word]:
    return list(_unlike(_Word(spell(term, language), term.weight) for term in terms))


def _quoted(vocabulary: Vocabulary, language: str) -> list[_Word]:
    """The main language's words, in quotes where they are not of ``language``."""
    strange = main_family(vocabulary.texts) != family(language)
    return list(
        _unlike(_Word(_borrowed(term, language, strange), term.weight) for term in foreign(vocabulary))
    )


def _borrowed(term: Weighted, language: str, strange: bool) -> str:
    spelled = spell(term, language)
    return QUOTES[language].format(spelled) if strange and concept_of(term.key) is None else spelled


def _unlike(words: Iterable[_Word]) -> Iterator[_Word]:
    taken: list[str] = []
    for word in words:
        if not any(alike(word.form, other) for other in taken):
            taken.append(word.form)
            yield word
        if len(taken) == KEYWORDS:
            return


def _distinct_name(words: Sequence[_Word], more: Sequence[_Word], language: str, taken: set[str]) -> str:
    """The usual name, else its first word with one of ``more`` that makes a new name, else a number."""
    name = _joined(words, language)
    if name not in taken:
        return name
    first = words[0].form
    pairs = (_separator(language).join([first, word.form]) for word in more if not alike(first, word.form))
    numbered = (f"{name} ({number})" for number in count(2))
    return next(new for new in chain(pairs, numbered) if new not in taken)


def _joined(words: Sequence[_Word], language: str) -> str:
    name = words[0].form
    for word, least in zip(words[1:NAME_WORDS], LEAST_WEIGHTS[1:], strict=False):
        longer = f"{name}{_separator(language)}{word.form}"
        if word.weight >= least * words[0].weight and len(longer) <= LONGEST_NAME[family(language)]:
            name = longer
    return name


def _separator(language: str) -> str:
    return "、" if family(language) == "zh" else ", "
