"""Answers with key figures, distributions and comparisons."""

from dataclasses import replace
from datetime import datetime

from bot.answers.compose.figures import money, percent, period_words, scope_words
from bot.answers.compose.parts import bullet, bullets, lead, note
from bot.answers.evidence import Part
from bot.answers.question import ALWAYS
from bot.answers.toolbox import Toolbox
from bot.answers.tools import heard
from bot.answers.tools.compare import CompareEvidence
from bot.answers.tools.measures import DISTRIBUTIONS, Figure, MeasuresEvidence
from prompts import Words, read
from segmentation import wording

FEW = 30
"""Fewer ratings than this are told with a warning."""
UNEVEN = 0.2
"""Periods whose lengths differ by more than this share are not equally long."""


def measures(
    found: MeasuresEvidence, words: Words, toolbox: Toolbox, segment: str | None = None
) -> tuple[Part, ...]:
    """One figure as a sentence, several as a list, groups with their shares."""
    scope = scope_words(found.scope, words, segment=segment)
    name = words.say(f"name.{found.measure}") if words.has(f"name.{found.measure}") else found.measure
    if found.groups:
        return _groups(found, name, scope, words, toolbox)
    if not found.figures:
        return (lead(words.say("measures.none", scope=scope, measure=name)), note(words.say("voices.widen")))
    if found.measure == "overview":
        lines = bullets(_line(one, words, toolbox) for one in found.figures)
        return (lead(words.say("measures.overview", scope=scope)), *lines)
    return _sentence(found, scope, words, toolbox)


def compare(found: CompareEvidence, words: Words, toolbox: Toolbox, as_of: datetime) -> tuple[Part, ...]:
    """What a measure was and is, and what moved."""
    name = _name(found.measure, words)
    if not found.pairs:
        return (lead(words.say("compare.none", measure=name)), note(words.say("voices.widen")))
    first, *others = found.pairs
    always = words.say("scope.always")
    parts = [
        lead(
            words.say(
                "compare.lead",
                scope=scope_words(replace(found.scope, period=ALWAYS), words),
                name=_name(first[0].name, words),
                now=_value(first[0], toolbox),
                before=_value(first[1], toolbox),
                change=_change(*first, words=words, toolbox=toolbox),
                period=period_words(found.period, words) or always,
                baseline=period_words(found.baseline, words) or always,
            )
        )
    ]
    for new, old in others:
        told = {"now": _value(new, toolbox), "before": _value(old, toolbox)}
        change = _change(new, old, words=words, toolbox=toolbox)
        parts.append(bullet(words.say("compare.line", name=_name(new.name, words), change=change, **told)))
    if found.movers:
        parts.append(note(words.say("compare.movers")))
        parts += bullets(
            words.say("compare.mover", name=one.name, now=one.size, before=one.before) for one in found.movers
        )
    return (*parts, *_cautions(found, words, as_of))


def _name(measure: str, words: Words) -> str:
    """What a measure is called, or what carries a signal or an emotion."""
    key = f"name.{measure}"
    known = next((one for one in (words, read("heard", words.language)) if one.has(key)), None)
    return known.say(key) if known is not None else measure


def _sentence(found: MeasuresEvidence, scope: str, words: Words, toolbox: Toolbox) -> tuple[Part, ...]:
    first = found.figures[0]
    if first.low is not None and first.high is not None:
        unit = "%" if first.unit == "percent" else ""
        told = words.say(
            f"measures.{found.measure}",
            scope=scope,
            value=_value(first, toolbox),
            n=f"{first.n or 0:,}",
            low=f"{first.low:.0f}{unit}",
            high=f"{first.high:.0f}{unit}",
        )
        few = [note(words.say("measures.few"))] if (first.n or 0) < FEW else []
        return (lead(told), *few)
    if found.measure == "sentiment":
        shares = {one.name: _value(one, toolbox) for one in found.figures}
        return (lead(words.say("measures.sentiment", scope=scope, n=f"{first.n or 0:,}", **shares)),)
    told = words.say(
        "measures.figure", name=words.say(f"name.{first.name}"), scope=scope, value=_value(first, toolbox)
    )
    return (lead(told),)


def _groups(
    found: MeasuresEvidence, name: str, scope: str, words: Words, toolbox: Toolbox
) -> tuple[Part, ...]:
    if found.measure == "sentiment":
        return _feelings(found, name, scope, words)
    total = sum(amount for _, amount in found.groups) or 1
    if found.measure == "products":
        first = lead(words.say("measures.products", scope=scope))
    elif found.by is not None:
        first = lead(words.say("measures.groups", measure=name, scope=scope, by=words.say(f"by.{found.by}")))
    else:
        first = lead(words.say("measures.distribution", measure=name, scope=scope))
    lines = []
    for group, amount in found.groups:
        value = (
            money(amount, toolbox.currency) if found.measure in ("products", "revenue") else f"{amount:,.0f}"
        )
        called = _group_name(found, group, words)
        lines.append(
            bullet(words.say("measures.group", name=called, value=value, share=percent(amount / total)))
        )
    return (first, *lines)


def _feelings(found: MeasuresEvidence, name: str, scope: str, words: Words) -> tuple[Part, ...]:
    first = lead(words.say("measures.groups", measure=name, scope=scope, by=words.say(f"by.{found.by}")))
    lines = [
        words.say(
            "measures.group_feeling",
            name=_group_name(found, str(row["group"]), words),
            n=f"{row['value']:,}",
            **{feeling: percent(float(str(row[feeling]))) for feeling in heard.LABELS[:3]},
        )
        for row in found.rows
    ]
    return (first, *bullets(lines))


def _group_name(found: MeasuresEvidence, group: str, words: Words) -> str:
    if found.measure in DISTRIBUTIONS:
        return wording.name(found.measure, group, words.language)
    if found.by in ("channel", "language") and words.has(f"{found.by}.{group}"):
        return words.say(f"{found.by}.{group}")
    return group


def _line(one: Figure, words: Words, toolbox: Toolbox) -> str:
    key = "measures.line" if one.n is None or one.name == "revenue" else "measures.line_n"
    return words.say(key, name=words.say(f"name.{one.name}"), value=_value(one, toolbox), n=f"{one.n or 0:,}")


def _value(one: Figure, toolbox: Toolbox) -> str:
    if one.unit == "percent":
        return f"{one.value:.0f}%"
    if one.unit is not None:
        return money(one.value, toolbox.currency)
    return f"{one.value:,.0f}"


def _change(new: Figure, old: Figure, *, words: Words, toolbox: Toolbox) -> str:
    size = abs(new.value - old.value)
    if not size:
        return words.say("compare.same")
    amount = _value(Figure(new.name, size, new.unit), toolbox)
    if new.unit == "percent":
        amount = words.say("compare.points", amount=f"{size:.0f}")
    return words.say("compare.up" if new.value > old.value else "compare.down", amount=amount)


def _cautions(found: CompareEvidence, words: Words, as_of: datetime) -> list[Part]:
    notes = []
    lengths = []
    for period in (found.period, found.baseline):
        if period.since is not None:
            lengths.append(((period.until or as_of) - period.since).total_seconds())
    if found.period.until is None or found.period.until > as_of:
        notes.append(note(words.say("compare.running")))
    if len(lengths) == 2 and abs(lengths[0] - lengths[1]) > UNEVEN * max(lengths):
        notes.append(note(words.say("compare.lengths")))
    return notes
