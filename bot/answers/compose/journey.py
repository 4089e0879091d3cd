"""Answers about where in the journey it hurts."""

from typing import TYPE_CHECKING

from bot.answers.compose.figures import listed, percent, scope_words
from bot.answers.compose.parts import bullet, lead, note, quotes
from bot.answers.evidence import Part
from bot.answers.question import Arguments
from bot.answers.tools.journey import ENOUGH, JourneyEvidence
from prompts import Words, read
from segmentation.measures import interval

if TYPE_CHECKING:
    from bot.views.journey import StageRow


def journey(
    found: JourneyEvidence,
    arguments: Arguments,
    words: Words,
    *,
    theme: str | None = None,
    segment: str | None = None,
) -> tuple[Part, ...]:
    """The unhappiest stage as a sentence, then every stage with its pain points; the worst is quoted."""
    said = read("reckoned", words.language)
    scope = scope_words(arguments.scope, words, theme=theme, segment=segment)
    if not found.stages:
        return (lead(said.say("journey.none", scope=scope)), note(words.say("voices.widen")))
    if not any(one.negative for one in found.stages):
        return (lead(said.say("journey.calm", scope=scope, n=f"{found.texts:,}")),)
    first, *others = found.stages
    low, high = (percent(bound) for bound in interval(first.negative, first.texts))
    told = _told(first, found)
    parts = [lead(said.say("journey.lead", scope=scope, low=low, high=high, **told))]
    parts += [bullet(_row(first, found, words, said)), *quotes(found.quotes)]
    parts += [bullet(_row(one, found, words, said)) for one in others]
    if others and found.close:
        names = {"first": told["stage"], "second": found.names[others[0].stage]}
        parts.append(note(said.say("journey.close", **names)))
    if first.texts < ENOUGH:
        parts.append(note(said.say("journey.few", n=found.texts)))
    return (*parts, note(said.say("journey.placed")))


def _told(one: "StageRow", found: JourneyEvidence) -> dict[str, str]:
    return {
        "stage": found.names[one.stage],
        "negative": f"{one.negative:,}",
        "n": f"{one.texts:,}",
        "share": percent(one.negative_share),
    }


def _row(one: "StageRow", found: JourneyEvidence, words: Words, said: Words) -> str:
    named = [
        said.say("journey.theme", name=found.themes[each.theme_id], negative=f"{each.negative:,}")
        for each in one.themes
        if each.theme_id in found.themes
    ]
    themes = said.say("journey.themes", themes=listed(named, words)) if named else ""
    return said.say("journey.row", themes=themes, **_told(one, found))
