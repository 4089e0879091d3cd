"""Answers about those who may leave."""

from bot.answers.compose import reasons
from bot.answers.compose.figures import money, percent, scope_words
from bot.answers.compose.parts import bullet, bullets, lead, note, quotes, sentence
from bot.answers.evidence import Part
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox
from bot.answers.tools.risk import RiskEvidence
from index.records import Profile
from prompts import Words, read
from segmentation import wording

REASONS = 3


def at_risk(
    found: RiskEvidence, arguments: Arguments, words: Words, toolbox: Toolbox, segment: str | None
) -> tuple[Part, ...]:
    """How many, and of each who is shown: why, in which words, and what to do."""
    scope = scope_words(arguments.scope, words, segment=segment, arguments=arguments)
    threshold = percent(toolbox.risk_high)
    if not found.judged:
        return (lead(words.say("risk.empty", scope=scope)),)
    if not found.count:
        return (
            lead(words.say("risk.none", scope=scope, judged=found.judged, threshold=threshold)),
            *_notes(found, words),
        )
    first = lead(_lead(found, words, toolbox, scope))
    if arguments.focus == "count":
        return (first, *_definition(found, words, threshold), *_notes(found, words))
    if arguments.focus == "why":
        return (first, *_causes(found, words, toolbox, scope), *quotes(found.quotes), *_notes(found, words))
    return (
        first,
        *(part for one in found.shown for part in _person(one, found, words, toolbox)),
        *_definition(found, words, threshold),
        *_notes(found, words),
    )


def _person(one: Profile, found: RiskEvidence, words: Words, toolbox: Toolbox) -> list[Part]:
    """One customer: how likely and how dear, why, in their own words, and what to do."""
    who = one.customer_id
    parts = [bullet(_row(one, found.names[who], words, toolbox), who)]
    parts += quotes([found.own[who]] if who in found.own else [])
    action = wording.tell_action(one.action, words.language)
    return [*parts, Part("row", words.say("risk.action", action=action), customer=who)]


def _lead(found: RiskEvidence, words: Words, toolbox: Toolbox, scope: str) -> str:
    return words.say(
        "risk.lead",
        count=found.count,
        judged=found.judged,
        scope=scope,
        share=percent(found.count / found.judged),
        value=money(_total(found), toolbox.currency),
    )


def _total(found: RiskEvidence) -> float:
    return next(
        float(fact.value) for fact in found.facts if fact.name == "value_at_risk" and fact.customer is None
    )


def _row(one: Profile, name: str, words: Words, toolbox: Toolbox) -> str:
    assert one.risk is not None
    told = [
        reasons.tell(reason, words.language, toolbox.currency)
        for reason in reasons.speaking_for(one.risk.reasons, REASONS)
    ]
    cancels = one.risk.cancels
    return (
        (read("risk", words.language) if cancels else words)
        .say(
            "cancels.row" if cancels else "risk.row",
            name=name,
            probability=percent(one.risk.probability),
            value=money(one.value_at_risk, toolbox.currency),
            reasons=sentence("; ".join(told) if words.language == "en" else "；".join(told)) if told else "",
        )
        .strip()
    )


def _causes(found: RiskEvidence, words: Words, toolbox: Toolbox, scope: str) -> list[Part]:
    told = (
        words.say(
            "risk.cause",
            cause=words.say(f"cause.{one.kind}") if words.has(f"cause.{one.kind}") else one.kind,
            count=one.customers,
            total=found.count,
            name=found.names[one.customer_id],
            example=reasons.tell(one.example, words.language, toolbox.currency),
        )
        for one in found.causes
    )
    return [note(words.say("risk.why_lead", count=found.count, scope=scope)), *bullets(told)]


def _definition(found: RiskEvidence, words: Words, threshold: str) -> list[Part]:
    risks = [one.risk for one in found.shown if one.risk is not None]
    if not risks:
        return []
    told, key = (
        (read("risk", words.language), "cancels.horizon") if risks[0].cancels else (words, "risk.horizon")
    )
    return [note(told.say(key, threshold=threshold, days=risks[0].horizon_days))]


def _notes(found: RiskEvidence, words: Words) -> list[Part]:
    from bot.answers.compose.figures import day

    notes = [note(words.say("note.rules"))] if found.rules else []
    if found.later:
        notes.append(note(words.say("note.later", day=day(found.shown[0].as_of, words.language))))
    return notes
