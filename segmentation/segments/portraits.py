"""Names a segment and tells it in a sentence or two, in every language, from what sets it apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from index.ports import SaidColumns
from index.records import AxisScore, Reason, Segment, SegmentPlace
from prompts.reading import LANGUAGES, Words, read
from segmentation.behaviour import Behaviour
from segmentation.segments.traits import Trait, goods_bought, shares, themes_said, traits
from segmentation.vectors import Blocks
from segmentation.wording import name, number

MEDOIDS = 3
LEAST_AXIS = 0.06
"""Difference of mean axis scores worth telling."""


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


def portraits(
    behaviour: Behaviour,
    blocks: Blocks,
    places: Sequence[SegmentPlace],
    known: Known,
    as_of: datetime,
) -> tuple[Segment, ...]:
    """Every segment in use, largest first."""
    segment_of = np.array([place.segment_id for place in places], dtype=np.int64)
    membership = np.array([place.membership for place in places])
    placed = int((segment_of >= 0).sum())
    themes, goods = themes_said(behaviour, known.said), goods_bought(behaviour, known.categories)
    found: list[Segment] = []
    taken: set[str] = set()
    sizes = {int(s): int((segment_of == s).sum()) for s in np.unique(segment_of) if s >= 0}
    for segment in sorted(sizes, key=lambda s: (-sizes[s], s)):
        member = segment_of == segment
        contrast = Contrast(
            traits(behaviour, member),
            _named_theme(shares(*themes, np.ones(len(themes[1])), member), known),
            _axes(known.axes, member),
            tuple(thing for thing, _ in shares(*goods, member)[:2]),
        )
        names = _names(contrast, known, segment, taken)
        taken.add(names["en"])
        share = sizes[segment] / max(placed, 1)
        told = {
            language: _portrait(contrast, known, sizes[segment], share, language) for language in LANGUAGES
        }
        central = _medoids(blocks, member, membership)
        found.append(Segment(segment, names, told, sizes[segment], share, _reasons(contrast), as_of, central))
    return tuple(found)


def _names(contrast: Contrast, known: Known, segment: int, taken: set[str]) -> dict[str, str]:
    """The first combination of trait and topic that no larger segment has."""
    single = [(trait.key,) for trait in contrast.traits]
    pairs = list(combinations([trait.key for trait in contrast.traits], 2))
    topics = _topics(contrast)
    options: list[tuple[tuple[str, ...], tuple[str, str] | None]] = []
    options += [(keys, topic) for topic in topics for keys in single]
    options += [(keys, None) for keys in (*single, *pairs)] + [((), topic) for topic in topics]
    for keys, topic in options:
        names = {language: _title(keys, topic, known, language) for language in LANGUAGES}
        if names["en"] not in taken:
            return names
    return {
        language: read("segments", language).say("portrait.nameless", number=segment)
        for language in LANGUAGES
    }


def _topics(contrast: Contrast) -> list[tuple[str, str]]:
    """Kind and key of what a segment is about, most telling first."""
    topics = [("axis", axis) for axis in contrast.axes[:1]]
    if contrast.theme is not None:
        topics.append(("theme", contrast.theme))
    topics += [("category", category) for category in contrast.categories]
    return topics


def _title(keys: Sequence[str], topic: tuple[str, str] | None, known: Known, language: str) -> str:
    words = read("segments", language)
    trait = _joined(words, "portrait.join", [words.say(f"trait_name.{key}") for key in keys])
    if topic is None:
        return trait
    about = words.say(f"topic.{topic[0]}", name=_topic_name(topic, known, language))
    if not trait:
        return about[:1].upper() + about[1:]
    return words.say("portrait.titled", trait=trait, topic=about)


def _topic_name(topic: tuple[str, str], known: Known, language: str) -> str:
    kind, key = topic
    if kind == "theme":
        return _theme(key, known, language)
    return name("psychographics", key, language) if kind == "axis" else key


def _theme(key: str, known: Known, language: str) -> str:
    names = known.theme_names.get(int(key), {})
    return names.get(language) or names.get("en") or key


def _named_theme(found: Sequence[tuple[str, float]], known: Known) -> str | None:
    return next((theme for theme, _ in found if int(theme) in known.theme_names), None)


def _axes(axes: Sequence[Sequence[AxisScore]], member: NDArray[np.bool_]) -> tuple[str, ...]:
    """Axes that weigh more inside than outside, strongest first, two at most."""
    names = sorted({score.axis for scores in axes for score in scores})
    if not names or len(axes) != len(member):
        return ()
    table = np.zeros((len(member), len(names)))
    for row, scores in enumerate(axes):
        for score in scores:
            table[row, names.index(score.axis)] = score.score
    apart = (
        table[member].mean(axis=0) - table[~member].mean(axis=0) if (~member).any() else np.zeros(len(names))
    )
    return tuple(names[i] for i in np.argsort(-apart)[:2] if apart[i] >= LEAST_AXIS)


def _portrait(contrast: Contrast, known: Known, size: int, share: float, language: str) -> str:
    words = read("segments", language)
    clauses = [_clause(words, trait) for trait in contrast.traits]
    listed = _joined(words, "portrait.join", clauses)
    parts = {
        "traits": words.say("portrait.traits", list=listed) if clauses else words.say("portrait.plain"),
        "talk": "",
        "care": "",
        "buy": "",
    }
    if contrast.theme is not None:
        parts["talk"] = words.say("portrait.talk", theme=_theme(contrast.theme, known, language))
    if contrast.axes:
        axes = [name("psychographics", axis, language) for axis in contrast.axes]
        named = _joined(words, "portrait.and", axes)
        parts["care"] = words.say("portrait.care", axes=named)
    if contrast.categories:
        parts["buy"] = words.say("portrait.buy", category=contrast.categories[0])
    spaced = {key: part + " " if part and words.language == "en" else part for key, part in parts.items()}
    whole = words.say("portrait.whole", size=number(size), share=f"{100 * share:.0f}", **spaced)
    return whole.strip()


def _joined(words: Words, key: str, parts: Sequence[str]) -> str:
    return reduce(lambda left, right: words.say(key, left=left, right=right), parts) if parts else ""


def _clause(words: Words, trait: Trait) -> str:
    return words.say(f"trait.{trait.key}", value=_shown(trait.value), other=_shown(trait.other))


def _shown(value: float) -> str:
    return number(value, decimals=2 if abs(value) < 1 else 1)


def _reasons(contrast: Contrast) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            f"trait.{trait.key}",
            "up" if trait.effect > 0 else "down",
            trait.effect,
            {"value": round(trait.value, 2), "other": round(trait.other, 2)},
        )
        for trait in contrast.traits
    )


def _medoids(blocks: Blocks, member: NDArray[np.bool_], membership: NDArray[np.float64]) -> tuple[str, ...]:
    """Customers closest to the segment's middle in behaviour, of those that surely belong."""
    rows = np.flatnonzero(member)
    done = blocks.parts["done"].values[rows]
    apart = np.linalg.norm(done - done.mean(axis=0), axis=1) - membership[rows]
    return tuple(blocks.customer_ids[rows[place]] for place in np.argsort(apart, kind="stable")[:MEDOIDS])
