"""Channels, languages, tiers, measures, themes and segments that a question names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.understand import numerals
from bot.answers.understand.cues import Sighting, sightings
from bot.answers.understand.knowledge import Knowledge, Named
from bot.answers.understand.places import read_place
from bot.answers.understand.speech import Speech
from bot.answers.understand.stems import stem

MOST = 50
"""The longest list an answer gives."""
SHORTEST_NAME = 2
BOTH = "both"
COMPETITOR, REQUEST = "competitor", "request"

_WORDS = re.compile(r"[a-z0-9]+")
_PLURAL = re.compile(r"(?<=[a-z]{3})s\b")
_NUMBERED = re.compile(r"(?:segment|group|客群|分群|群)\s*#?(?P<id>\d{1,4})(?!\d)")
_LISTED = re.compile(r"[,、]")
_PARTS = re.compile(r"[:：,，、/]")
_JOINERS = re.compile(r"[-_/·,、\s]+")


@dataclass(frozen=True)
class Things:
    """What was named; the sightings of measures and focuses keep their order of preference."""

    channel: str | None
    language: str | None
    tier: str | None
    stage: str | None
    grade: str | None
    label: str | None
    by: str | None
    limit: int | None
    theme: int | None
    segment: int | None
    place: str | None
    measures: tuple[str, ...]
    focuses: frozenset[str]
    speech: Speech
    signal: str | None = None
    emotion: str | None = None
    both: bool = False
    """Good and bad are asked for alike."""
    rival: int | None = None
    """The place of a competitor in the owner's list."""
    grouped: str | None = None
    """What ratings are asked for by."""


def read_things(speech: Speech, knowledge: Knowledge) -> Things:
    """Everything but customers and times; only a segment's and a number's words are taken out."""
    segment, speech = _segment(speech, knowledge.segments)
    place, script, speech = read_place(speech, knowledge.places)
    limit, speech = _limit(speech)
    label, both, speech = _label(speech)
    plain = speech.plain
    rival = _theme(plain, knowledge.rivals)
    by = _best(sightings("by", plain))
    return Things(
        channel=None if by == "channel" else _best(sightings("channel", plain)),
        language=None if by == "language" else _spoken(plain) or script,
        tier=_best(sightings("tier", plain)),
        stage=_best(sightings("stage", plain)),
        grade=_best(sightings("grade", plain)),
        label=label,
        by=by,
        limit=limit,
        theme=_theme(plain, knowledge.themes),
        segment=segment,
        place=place,
        measures=tuple(dict.fromkeys(found.name for found in sightings("measure", plain))),
        focuses=frozenset(found.name for found in sightings("focus", plain)),
        speech=speech,
        signal=COMPETITOR if rival is not None else _surest(sightings("signal", plain)),
        emotion=_surest(sightings("emotion", plain)),
        both=both,
        rival=rival,
        grouped=_best(sightings("grouped", plain)),
    )


def theme_of(topic: str, themes: Sequence[Named]) -> int | None:
    """The theme that has ``topic`` (normalised) as a name, else in its name, else as its foremost keyword.

    Of several the largest: they come in the order of their size.
    """
    wanted = _loose(topic)
    if len(wanted) < SHORTEST_NAME:
        return None
    for theme in themes:
        if wanted in {_loose(name) for name in theme.names}:
            return theme.id
    for theme in themes:
        if wanted in {_loose(part) for name in theme.names for part in _LISTED.split(name)}:
            return theme.id
    ranked = [
        (place, order, theme.id)
        for order, theme in enumerate(themes)
        for place, word in enumerate(theme.keywords)
        if _loose(word) == wanted
    ]
    if ranked:
        return min(ranked)[2]
    return next((theme.id for theme in themes if _within(wanted, theme)), None)


def theme_beside(measures: Sequence[str], plain: str, themes: Sequence[Named]) -> int | None:
    """The theme that is named by other words than those of the measures: "satisfaction" asks for no theme."""
    for found in sightings("measure", plain):
        if found.name in measures:
            plain = plain[: found.start] + "\x00" * (found.end - found.start) + plain[found.end :]
    return _theme(plain, themes)


def _segment(speech: Speech, segments: Sequence[Named]) -> tuple[int | None, Speech]:
    """A segment named in full; its words are taken out so that they are no topic and no customer."""
    for segment in segments:
        for name in segment.names:
            found = _loose_pattern(name).search(speech.plain)
            if found:
                return segment.id, speech.without(found.start(), found.end())
    numbered = _NUMBERED.search(speech.plain)
    known = {segment.id for segment in segments}
    if numbered and int(numbered["id"]) in known:
        return int(numbered["id"]), speech.without(*numbered.span())
    return _partly(speech, segments)


def _partly(speech: Speech, segments: Sequence[Named]) -> tuple[int | None, Speech]:
    """A part of a name such as "Big spenders: gifts", where the question says that it means a segment."""
    if not any(found.name == "segments" for found in sightings("intent", speech.plain)):
        return None, speech
    for segment in segments:
        for part in (part.strip() for name in segment.names for part in _PARTS.split(name)):
            found = _loose_pattern(part).search(speech.plain) if len(part) > SHORTEST_NAME else None
            if found:
                return segment.id, speech.without(found.start(), found.end())
    return None, speech


def _theme(plain: str, themes: Sequence[Named]) -> int | None:
    """A theme named in full; of several the one with the longest name."""
    hits = [
        (len(name), theme.id)
        for theme in themes
        for name in theme.names
        if len(name) >= SHORTEST_NAME and _loose_pattern(name).search(plain)
    ]
    return max(hits)[1] if hits else None


def _limit(speech: Speech) -> tuple[int | None, Speech]:
    for found in sightings("number", speech.plain):
        count = numerals.value(found.number or "")
        if count:
            return min(count, MOST), speech
    return None, speech


def _spoken(plain: str) -> str | None:
    found = {sighting.name: sighting for sighting in sightings("spoken", plain)}
    # "Traditional Chinese" names a script, not both.
    for name in ("zh-Hant", "zh-Hans", "zh", "en"):
        if name in found:
            return name
    return None


def _label(speech: Speech) -> tuple[str | None, bool, Speech]:
    """The feeling asked for; who asks for good and bad alike asks for none, and these words are no topic."""
    found = sightings("label", speech.plain)
    both = next((one for one in found if one.name == BOTH), None)
    if both is None:
        return _best(found), False, speech
    return None, True, speech.without(both.start, both.end)


def _surest(found: Sequence[Sighting]) -> str | None:
    """The name whose words speak most strongly, of equal ones the longest: asking for money is no request."""
    if not found:
        return None
    return max(found, key=lambda one: (one.weight, one.name != REQUEST, one.end - one.start)).name


def _best(found: Sequence[Sighting]) -> str | None:
    """The name whose word is longest."""
    return max(found, key=lambda one: one.end - one.start).name if found else None


def _loose(name: str) -> str:
    return _PLURAL.sub("", _JOINERS.sub(" ", name.strip().lower()))


def _loose_pattern(name: str) -> re.Pattern[str]:
    """The name with any joiners, with or without plural and, in Chinese, its last sign 型 or 客户 alike."""
    words = [
        re.escape(word.removesuffix("s") if len(word) > 4 else word) for word in _JOINERS.split(name) if word
    ]
    pattern = r"[-_/·,、\s]*".join(f"{word}s?" if word.isascii() else word for word in words)
    return re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])" if name.isascii() else pattern or r"(?!)")


def _within(wanted: str, theme: Named) -> bool:
    """Whether a theme's name, or its name and keywords together, have every word of ``wanted``."""
    if not wanted.isascii():
        return any(wanted in name for name in theme.names)
    said = " ".join((*theme.names, *theme.keywords))
    return {stem(word) for word in _WORDS.findall(wanted)} <= {stem(word) for word in _WORDS.findall(said)}
