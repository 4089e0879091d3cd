"""What sets a segment apart, and the names made of it: no two segments share one in any language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations

from index.ports import SaidColumns
from index.records import AxisScore
from prompts.reading import LANGUAGES, Words, read
from segmentation.protected import protected_word
from segmentation.segments.traits import Trait
from segmentation.wording import name


@dataclass(frozen=True)
class Known:
    """What a portrait is drawn from besides behaviour."""

    said: SaidColumns | None = None
    categories: Sequence[tuple[str, str, float]] = ()
    theme_names: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    axes: Sequence[Sequence[AxisScore]] = ()
    """Psychographic scores of each customer, in the order of behaviour."""


@dataclass(frozen=True)
class Contrast:
    """What sets one segment apart."""

    traits: tuple[Trait, ...]
    theme: str | None
    axes: tuple[str, ...]
    categories: tuple[str, ...]
    """Most telling first; the second names a segment whose first is taken."""
    spare: tuple[Trait, ...] = ()
    """Fainter differences, for the name alone where all others are taken."""


def names_of(contrast: Contrast, known: Known, segment: int, taken: set[tuple[str, str]]) -> dict[str, str]:
    """The first combination of trait and topic that no larger segment is called by in any language."""
    keys = [trait.key for trait in contrast.traits]
    every = list(dict.fromkeys([*keys, *(trait.key for trait in contrast.spare)]))
    topics = _topics(contrast)
    options: list[tuple[tuple[str, ...], tuple[str, str] | None]] = []
    options += [((key,), topic) for topic in topics for key in keys]
    options += [((), topic) for topic in topics] + [((key,), None) for key in keys]
    options += [(pair, None) for pair in combinations(every, 2)] + [((key,), None) for key in every]
    for chosen, topic in options:
        names = {language: _title(chosen, topic, known, language) for language in LANGUAGES}
        if not taken & set(names.items()):
            return names
    return {
        language: read("segments", language).say("portrait.nameless", number=segment)
        for language in LANGUAGES
    }


def _topics(contrast: Contrast) -> list[tuple[str, str]]:
    """Kind and key of what a segment is about, most telling first."""
    topics = [("axis", axis) for axis in contrast.axes[:1]]
    topics += [("category", category) for category in contrast.categories]
    if contrast.theme is not None:
        topics.append(("theme", contrast.theme))
    return topics


def _title(keys: Sequence[str], topic: tuple[str, str] | None, known: Known, language: str) -> str:
    words = read("segments", language)
    kinds = [words.say(f"trait_name.{key}") for key in keys]
    trait = joined(words, "portrait.both", kinds[:1] + [kind[:1].lower() + kind[1:] for kind in kinds[1:]])
    if topic is None:
        return trait
    about = words.say(f"topic.{topic[0]}", name=_topic_name(topic, known, language))
    return words.say("portrait.titled", trait=trait or words.say("portrait.anyone"), topic=about)


def _topic_name(topic: tuple[str, str], known: Known, language: str) -> str:
    kind, key = topic
    if kind == "theme":
        return read("segments", language).say("portrait.quoted", name=theme_name(key, known, language))
    return name("psychographics", key, language) if kind == "axis" else goods_name(key, language)


def goods_name(category: str, language: str) -> str:
    """A kind of goods in words, or in quotation marks as the store calls it."""
    words = read("segments", language)
    key = f"goods.{category.strip().lower()}"
    return words.say(key) if words.has(key) else words.say("portrait.quoted", name=category)


def theme_name(key: str, known: Known, language: str) -> str:
    """What a theme is called, its number where it has no name."""
    names = known.theme_names.get(int(key), {})
    return names.get(language) or names.get("en") or key


def telling_theme(found: Sequence[tuple[str, float]], known: Known) -> str | None:
    """The most telling theme that is not about what people are."""
    return next(
        (theme for theme, _ in found if tellable(known.theme_names.get(int(theme), {}).values())), None
    )


def tellable(names: Iterable[str]) -> bool:
    """Whether there are names, none of which says what people are (sex, faith, origin and the like)."""
    listed = list(names)
    return bool(listed) and not any(protected_word(one) for one in listed)


def joined(words: Words, key: str, parts: Sequence[str]) -> str:
    """Parts joined by the sentence ``key``, from left to right."""
    return reduce(lambda left, right: words.say(key, left=left, right=right), parts) if parts else ""
