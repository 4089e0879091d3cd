"""Answers that list themes, segments and customers."""

from bot.answers.compose.figures import joined, money, percent, scope_words
from bot.answers.compose.parts import bullet, lead, note, quotes
from bot.answers.evidence import Part
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox
from bot.answers.tools.customers import CustomersEvidence
from bot.answers.tools.segments import SegmentsEvidence, segment_name
from bot.answers.tools.themes import ThemesEvidence
from index.records import Segment
from prompts import Words
from segmentation import wording

TYPICAL = 3


def themes(found: ThemesEvidence, arguments: Arguments, words: Words) -> tuple[Part, ...]:
    """Themes with their sizes now and before, each with a quote."""
    from dataclasses import replace

    scope = scope_words(replace(arguments.scope, period=found.period, theme=None), words)
    focus = arguments.focus or "largest"
    if not found.trends:
        key = "themes.none" if focus == "largest" or not found.discovered else f"themes.none_{focus}"
        return (lead(words.say(key, scope=scope)), note(words.say("voices.widen")))
    key = "themes.row" if found.period.since is None else "themes.row_changed"
    parts = [lead(words.say(f"themes.{focus}", scope=scope))]
    for one in found.trends:
        told = {"size": one.size, "before": one.before, "negative": one.negative, "positive": one.positive}
        row = words.say(key, name=one.name, **told)
        course = one.course.told(words.language) if one.course is not None and one.told else ""
        parts.append(bullet(words.say("themes.course", row=row, course=course) if course else row))
        parts += quotes([found.own[one.theme_id]] if one.theme_id in found.own else [])
    if focus != "largest" and not any(one.told for one in found.trends):
        parts.append(note(words.say("themes.chance")))
    return tuple(parts)


def segments(
    found: SegmentsEvidence, arguments: Arguments, words: Words, toolbox: Toolbox
) -> tuple[Part, ...]:
    """All segments with their portraits, or one of them."""
    if found.one is not None:
        return _segment(found, found.one, arguments, words, toolbox)
    if not found.segments:
        return (lead(words.say("segments.none")),)
    parts = [lead(words.say("segments.lead", count=len(found.rows)))]
    for one in found.segments:
        name, told = segment_name(one, words.language), _portrait(one, words)
        # A portrait begins with the size.
        plain = words.say("segments.row", name=name, size=one.size, share=percent(one.share))
        parts.append(bullet(words.say("segments.portrait", name=name, portrait=told) if told else plain))
    if arguments.scope.place is not None:
        parts.append(note(words.say("segments.everywhere")))
    if found.unplaced:
        parts.append(note(words.say("segments.unplaced", count=found.unplaced)))
    return tuple(parts)


def customers(
    found: CustomersEvidence, arguments: Arguments, words: Words, toolbox: Toolbox, segment: str | None
) -> tuple[Part, ...]:
    """Customers by what they spent."""
    scope = scope_words(arguments.scope, words, segment=segment, arguments=arguments)
    if not found.shown:
        key = "customers.none" if found.filtered else "customers.empty"
        return (lead(words.say(key, scope=scope)),)
    key = "customers.lead_filtered" if found.filtered else "customers.lead"
    parts = [lead(words.say(key, count=found.count, shown=len(found.shown), scope=scope))]
    for one, name in found.shown:
        row = words.say(
            "customers.row",
            name=name,
            spent=money(one.rfm.monetary, toolbox.currency),
            orders=one.rfm.frequency,
            tier=wording.name("tier", one.tier, words.language),
            lifecycle=wording.name("lifecycle", one.lifecycle, words.language),
            abc=one.abc,
        )
        parts.append(bullet(row, one.customer_id))
    return tuple(parts)


def _segment(
    found: SegmentsEvidence, one: Segment, arguments: Arguments, words: Words, toolbox: Toolbox
) -> tuple[Part, ...]:
    name = segment_name(one, words.language)
    size = int(found.figure("segment_size"))
    spend = bullet(words.say("segments.spend", spent=money(found.figure("segment_spend"), toolbox.currency)))
    risk = bullet(words.say("segments.risk", count=int(found.figure("segment_at_risk"))))
    if arguments.focus == "members":
        parts = [lead(words.say("segments.members", name=name, size=size))]
        for profile, called in found.members:
            spent = money(profile.rfm.monetary, toolbox.currency)
            told = words.say(
                "segments.member", name=called, spent=spent, membership=percent(profile.segment.membership)
            )
            parts.append(bullet(told, profile.customer_id))
        return tuple(parts)
    told = _portrait(one, words)
    plain = words.say("segments.one", name=name, size=size, share=percent(one.share))
    parts = [lead(words.say("segments.portrait", name=name, portrait=told) if told else plain)]
    parts += [spend, risk] if found.members else []
    if found.members:
        typical = joined([called for _, called in found.members[:TYPICAL]], words)
        parts.append(bullet(words.say("segments.typical", names=typical)))
    return (*parts, *quotes(found.quotes))


def _portrait(one: Segment, words: Words) -> str:
    return one.portrait.get(words.language) or one.portrait.get("en") or ""
