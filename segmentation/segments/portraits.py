"""Names a segment and tells it in a sentence or two, in every language, from what sets it apart."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from index.records import AxisScore, Segment, SegmentPlace
from prompts.reading import LANGUAGES, Words, read
from segmentation.behaviour import Behaviour
from segmentation.blocks import Blocks
from segmentation.segments.naming import (
    Contrast,
    Known,
    goods_name,
    joined,
    names_of,
    tellable,
    telling_theme,
    theme_name,
)
from segmentation.segments.reasons import cares, reasons_of
from segmentation.segments.traits import goods_bought, shares, themes_said, traits
from segmentation.wording import name, number, tell

MEDOIDS = 3
LEAST_AXIS = 0.03
"""Difference of mean axis scores worth telling."""


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
    taken: set[tuple[str, str]] = set()
    sizes = {int(s): int((segment_of == s).sum()) for s in np.unique(segment_of) if s >= 0}
    for segment in sorted(sizes, key=lambda s: (-sizes[s], s)):
        member = segment_of == segment
        contrast = Contrast(
            traits(behaviour, member),
            telling_theme(shares(*themes, np.ones(len(themes[1])), member), known),
            _axes(known.axes, member),
            tuple(thing for thing, _ in shares(*goods, member) if tellable([thing]))[:2],
            traits(behaviour, member, faint=True),
        )
        names = (
            names_of(contrast, known, segment, taken) if len(sizes) > 1 else _everyone("portrait.everyone")
        )
        taken |= set(names.items())
        share = sizes[segment] / max(placed, 1)
        told = (
            _everyone("portrait.cloud", size=number(placed))
            if len(sizes) == 1
            else {
                language: _portrait(contrast, known, sizes[segment], share, currency, language)
                for language in LANGUAGES
            }
        )
        central = _medoids(blocks, member, membership)
        reasons = (*reasons_of(contrast, currency), *cares(contrast, known, member, membership))
        found.append(Segment(segment, names, told, sizes[segment], share, reasons, as_of, central))
    return tuple(found)


def _everyone(key: str, **values: str) -> dict[str, str]:
    """What is told where nobody is apart from anybody."""
    return {language: read("segments", language).say(key, **values) for language in LANGUAGES}


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
    clauses = [tell(reason, language) for reason in reasons_of(contrast, currency)]
    listed = _listed(words, clauses) if clauses else words.say("portrait.plain")
    more = []
    if contrast.axes:
        axes = [name("psychographics", axis, language) for axis in contrast.axes]
        more.append(words.say("portrait.care", axes=joined(words, "portrait.pair", axes)))
    if contrast.theme is not None:
        more.append(words.say("portrait.talk", theme=theme_name(contrast.theme, known, language)))
    if contrast.categories:
        more.append(words.say("portrait.buy", category=goods_name(contrast.categories[0], language)))
    whole = words.say("portrait.whole", size=number(size), share=f"{100 * share:.0f}", traits=listed)
    return words.say("portrait.more", whole=whole, list=_listed(words, more)) if more else whole


def _listed(words: Words, parts: Sequence[str]) -> str:
    """Parted by commas, the last one joined on."""
    if len(parts) < 2:
        return "".join(parts)
    return words.say("portrait.and", left=joined(words, "portrait.join", parts[:-1]), right=parts[-1])


def _medoids(blocks: Blocks, member: NDArray[np.bool_], membership: NDArray[np.float64]) -> tuple[str, ...]:
    """Customers closest to the segment's middle in behaviour, of those that surely belong."""
    rows = np.flatnonzero(member)
    done = blocks.parts["done"].values[rows]
    apart = np.linalg.norm(done - done.mean(axis=0), axis=1) - membership[rows]
    return tuple(blocks.customer_ids[rows[place]] for place in np.argsort(apart, kind="stable")[:MEDOIDS])
