"""Names themes in three languages from the words of their own texts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlp.language import to_simplified, to_traditional
from nlp.themes.glossary import base, read_glossary
from nlp.themes.keywords import Vocabulary, Weighted
from nlp.themes.terms import family

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
KEYWORDS = 8
CONSIDERED = 40
NAME_WORDS = 3
LONGEST_NAME = {"en": 40, "zh": 18}
OWN_SHARE = 0.15
OWN_TEXTS = 4
"""A language names a theme itself from so many texts and such a share on."""
LEAST_WEIGHTS = (1.0, 0.15, 0.35)
"""What a name's second and third word must weigh against its first."""
TRANSLATABLE = 0.5
"""A theme is translated if its best known term weighs this much of its best term at all."""


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
    where the glossary knows them, and as they are where it knows none that matters.
    """
    taken: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    namings = []
    for number, vocabulary in enumerate(vocabularies):
        names, keywords = {}, {}
        for language in LANGUAGES:
            words = list(_words(vocabulary, language)) or [_Word(f"#{number + 1}", 1.0)]
            keywords[language] = tuple(word.form for word in words)
            more = words[1:] + list(_words(vocabulary, _main_language(vocabulary)))
            names[language] = _distinct_name(words, more, language, taken[language]) or f"#{number + 1}"
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
    concept = read_glossary().concepts.get(term.key)
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


def _words(vocabulary: Vocabulary, language: str) -> Iterator[_Word]:
    taken: list[str] = []
    for term in _sayable(vocabulary, language):
        form = spell(term, language)
        if not any(alike(form, other) for other in taken):
            taken.append(form)
            yield _Word(form, term.weight)
        if len(taken) == KEYWORDS:
            return


def _sayable(vocabulary: Vocabulary, language: str) -> Sequence[Weighted]:
    """The terms that name the theme in ``language``, heaviest first."""
    leading = _leading_family(vocabulary.texts, family(language))
    terms = vocabulary.terms.get(leading, ())[:CONSIDERED]
    if leading == family(language) or not terms:
        return terms
    known = [term for term in terms if term.key in read_glossary().concepts]
    if known and known[0].weight >= TRANSLATABLE * terms[0].weight:
        return [term for term in known if term.weight >= LEAST_WEIGHTS[1] * known[0].weight]
    return terms


def _leading_family(texts: Mapping[str, int], own: str) -> str:
    total = sum(texts.values())
    if texts.get(own, 0) >= max(OWN_TEXTS, OWN_SHARE * total):
        return own
    return max(sorted(texts), key=lambda tongue: texts[tongue], default=own)


def _main_language(vocabulary: Vocabulary) -> str:
    return "zh-Hans" if _leading_family(vocabulary.texts, "") == "zh" else "en"


def _distinct_name(words: Sequence[_Word], more: Sequence[_Word], language: str, taken: set[str]) -> str:
    """The usual name, else its first word with one of ``more`` that makes a new name, else nothing."""
    name = _joined(words, language)
    if name not in taken:
        return name
    first = words[0].form
    pairs = (_separator(language).join([first, word.form]) for word in more if not alike(first, word.form))
    return next((pair for pair in pairs if pair not in taken), "")


def _joined(words: Sequence[_Word], language: str) -> str:
    name = words[0].form
    for word, least in zip(words[1:NAME_WORDS], LEAST_WEIGHTS[1:], strict=False):
        longer = f"{name}{_separator(language)}{word.form}"
        if word.weight >= least * words[0].weight and len(longer) <= LONGEST_NAME[family(language)]:
            name = longer
    return name


def _separator(language: str) -> str:
    return "、" if family(language) == "zh" else ", "
