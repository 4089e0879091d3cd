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
from segmentation.blocks import Blocks
from segmentation.segments.traits import Trait, goods_bought, shares, themes_said, traits
from segmentation.wording import name, number, tell

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
    spare: tuple[Trait, ...] = ()
    """Fainter differences, for the name alone where all others are taken."""


def portraits(
    behaviour: Behaviour,
    blocks: Blocks,
    places: Sequence[SegmentPlace],
    known: Known,
    as_of: datetime,
    currency: str = "",
) -> tuple[Segment, ...]:
    """Every segment in use, largest first; amounts are of ``currency``, an ISO code."""
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
            traits(behaviour, member, faint=True),
        )
        names = _names(contrast, known, segment, taken)
        taken.add(names["en"])
        share = sizes[segment] / max(placed, 1)
        told = {
            language: _portrait(contrast, known, sizes[segment], share, currency, language)
            for language in LANGUAGES
        }
        central = _medoids(blocks, member, membership)
        reasons = _reasons(contrast, currency)
        found.append(Segment(segment, names, told, sizes[segment], share, reasons, as_of, central))
    return tuple(found)


def _names(contrast: Contrast, known: Known, segment: int, taken: set[str]) -> dict[str, str]:
    """The first combination of trait and topic that no larger segment has."""
    keys = [trait.key for trait in contrast.traits]
    every = list(dict.fromkeys([*keys, *(trait.key for trait in contrast.spare)]))
    topics = _topics(contrast)
    options: list[tuple[tuple[str, ...], tuple[str, str] | None]] = []
    options += [((key,), topic) for topic in topics for key in keys]
    options += [((), topic) for topic in topics] + [((key,), None) for key in keys]
    options += [(pair, None) for pair in combinations(every, 2)] + [((key,), None) for key in every]
    for chosen, topic in options:
        names = {language: _title(chosen, topic, known, language) for language in LANGUAGES}
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
    kinds = [words.say(f"trait_name.{key}") for key in keys]
    trait = _joined(words, "portrait.both", kinds[:1] + [kind[:1].lower() + kind[1:] for kind in kinds[1:]])
    if topic is None:
        return trait
    about = words.say(f"topic.{topic[0]}", name=_topic_name(topic, known, language))
    return words.say("portrait.titled", trait=trait or words.say("portrait.anyone"), topic=about)


def _topic_name(topic: tuple[str, str], known: Known, language: str) -> str:
    kind, key = topic
    if kind == "theme":
        return read("segments", language).say("portrait.quoted", name=_theme(key, known, language))
    return name("psychographics", key, language) if kind == "axis" else _goods(key, language)


def _goods(category: str, language: str) -> str:
    """A kind of goods in words, or in quotation marks as the store calls it."""
    words = read("segments", language)
    key = f"goods.{category.strip().lower()}"
    return words.say(key) if words.has(key) else words.say("portrait.quoted", name=category)


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


def _portrait(contrast: Contrast, known: Known, size: int, share: float, currency: str, language: str) -> str:
    """Two sentences: what they do, and what they think, say and buy."""
    words = read("segments", language)
    clauses = [tell(reason, language) for reason in _reasons(contrast, currency)]
    listed = _listed(words, clauses) if clauses else words.say("portrait.plain")
    more = []
    if contrast.axes:
        axes = [name("psychographics", axis, language) for axis in contrast.axes]
        more.append(words.say("portrait.care", axes=_joined(words, "portrait.pair", axes)))
    if contrast.theme is not None:
        more.append(words.say("portrait.talk", theme=_theme(contrast.theme, known, language)))
    if contrast.categories:
        more.append(words.say("portrait.buy", category=_goods(contrast.categories[0], language)))
    whole = words.say("portrait.whole", size=number(size), share=f"{100 * share:.0f}", traits=listed)
    return words.say("portrait.more", whole=whole, list=_listed(words, more)) if more else whole


def _listed(words: Words, parts: Sequence[str]) -> str:
    """Parted by commas, the last one joined on."""
    if len(parts) < 2:
        return "".join(parts)
    return words.say("portrait.and", left=_joined(words, "portrait.join", parts[:-1]), right=parts[-1])


def _joined(words: Words, key: str, parts: Sequence[str]) -> str:
    return reduce(lambda left, right: words.say(key, left=left, right=right), parts) if parts else ""


def _reasons(contrast: Contrast, currency: str) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            f"trait.{trait.key}",
            "up" if trait.effect > 0 else "down",
            trait.effect,
            {
                "value": round(trait.value, 2),
                "other": round(trait.other, 2),
                "times": number(trait.value / trait.other) if trait.other > 0 else "",
                "currency": currency,
            },
        )
        for trait in contrast.traits
    )


def _medoids(blocks: Blocks, member: NDArray[np.bool_], membership: NDArray[np.float64]) -> tuple[str, ...]:
    """Customers closest to the segment's middle in behaviour, of those that surely belong."""
    rows = np.flatnonzero(member)
    done = blocks.parts["done"].values[rows]
    apart = np.linalg.norm(done - done.mean(axis=0), axis=1) - membership[rows]
    return tuple(blocks.customer_ids[rows[place]] for place in np.argsort(apart, kind="stable")[:MEDOIDS])
