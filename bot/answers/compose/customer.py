"""Answers about one customer."""

from collections.abc import Sequence

from bot.answers.compose import leaving, voice
from bot.answers.compose.figures import day, joined, money, percent
from bot.answers.compose.moves import segment_names, told_move
from bot.answers.compose.parts import bullet, bullets, lead, note, quotes
from bot.answers.compose.reasons import tell
from bot.answers.evidence import Part
from bot.answers.toolbox import Toolbox, shown_name
from bot.answers.tools.customer import CustomerEvidence, at_risk
from index.records import Profile, ProfileChange
from prompts import Words, read
from segmentation import wording

REASONS = 3
CHANGES = 2
ITEMS = 3
SURE_WORDS = ("risk", "tier", "lifecycle", "level")
"""Changes that are told; the others are noise in an answer."""


def portrait(found: CustomerEvidence, words: Words, toolbox: Toolbox) -> tuple[Part, ...]:
    """How the customer is, why, and what to do."""
    assert found.customer is not None
    name, who = shown_name(found.customer), found.customer.id
    profile = found.profile
    if profile is None:
        parts = [lead(words.say("customer.lead_unjudged", name=name), who)]
        heard = bullets(voice.card(found.voice, toolbox, words))
        return tuple(parts + bullets(_buying(found, words, toolbox)) + heard + quotes(found.quotes))
    parts = [lead(_lead(name, profile, words, toolbox), who)]
    parts += bullets(_reasons(profile, words, toolbox))
    parts += bullets(leaving.levers(profile, words))
    parts += bullets(_buying(found, words, toolbox))
    parts += bullets(_standing(found, profile, words))
    parts += bullets(_said(found, profile, words))
    parts += bullets(voice.card(found.voice, toolbox, words))
    parts += quotes(found.quotes)
    parts += bullets(_told_changes(found.changes, words, toolbox))
    parts += bullets(_cases(found, words))
    parts.append(
        bullet(words.say("customer.action", action=wording.tell_action(profile.action, words.language)), who)
    )
    return tuple(parts + _contact(found, words) + _notes(found, profile, words))


def why(found: CustomerEvidence, words: Words, toolbox: Toolbox) -> tuple[Part, ...]:
    """The reasons alone, with the customer's own words."""
    if found.customer is None or found.profile is None:
        return portrait(found, words, toolbox)
    parts = [lead(_lead(shown_name(found.customer), found.profile, words, toolbox), found.customer.id)]
    parts += bullets(_reasons(found.profile, words, toolbox))
    parts += bullets(leaving.levers(found.profile, words))
    return tuple(parts + quotes(found.quotes) + _notes(found, found.profile, words))


def advice(found: CustomerEvidence, words: Words, toolbox: Toolbox) -> tuple[Part, ...]:
    """The next best action with its reasons."""
    assert found.customer is not None
    name, who, profile = shown_name(found.customer), found.customer.id, found.profile
    if profile is None:
        return (lead(words.say("advice.unjudged", name=name), who),)
    action = profile.action
    parts = [
        lead(words.say("advice.lead", name=name, action=wording.tell_action(action, words.language)), who)
    ]
    told = action.reasons or (profile.risk.reasons[:2] if profile.risk else ())
    parts += bullets(
        words.say("advice.because", reason=tell(reason, words.language, toolbox.currency)) for reason in told
    )
    if profile.recommendations:
        parts.append(bullet(words.say("advice.like", items=joined(profile.recommendations[:3], words))))
    return tuple(
        parts + quotes(found.quotes[:2]) + bullets(_cases(found, words)) + _notes(found, profile, words)
    )


def _lead(name: str, profile: Profile, words: Words, toolbox: Toolbox) -> str:
    if profile.risk is None:
        return words.say("customer.lead_prospect", name=name)
    return leaving.standing(name, profile, profile.risk, words, toolbox)


def _reasons(profile: Profile, words: Words, toolbox: Toolbox) -> list[str]:
    """What speaks for the judgement first; at least three where there are as many."""
    if profile.risk is None:
        return []
    risky = at_risk(profile, toolbox)
    first, other = ("up", "down") if risky else ("down", "up")
    ordered = [one for way in (first, other) for one in profile.risk.reasons if one.direction == way]
    ordered.sort(key=lambda one: (one.direction != first, one.feature.endswith(".plain")))
    return [
        words.say(
            "customer.why" if one.direction == first else "customer.against",
            reason=tell(one, words.language, toolbox.currency),
        )
        for one in [one for one in ordered if not one.feature.startswith("rest")][:REASONS]
    ]


def _buying(found: CustomerEvidence, words: Words, toolbox: Toolbox) -> list[str]:
    if found.profile is None or found.profile.rfm.frequency == 0:
        return []
    rfm = found.profile.rfm
    spent = money(rfm.monetary, toolbox.currency)
    if found.last_order is None:
        return [words.say("customer.buying_only", orders=rfm.frequency, spent=spent)]
    last = day(found.last_order.at, words.language)
    told = words.say("customer.buying", orders=rfm.frequency, spent=spent, last=last)
    items = list(dict.fromkeys(line.description or line.sku for line in found.last_order.lines))[:ITEMS]
    return [
        _run([told, *([words.say("customer.bought", items=joined(items, words))] if items else [])], words)
    ]


def _standing(found: CustomerEvidence, profile: Profile, words: Words) -> list[str]:
    tongue = words.language
    told = [
        words.say(
            "customer.standing",
            abc=profile.abc,
            lifecycle=wording.name("lifecycle", profile.lifecycle, tongue),
            rfm=wording.name("rfm", profile.rfm.label, tongue),
            tier=wording.name("tier", profile.tier, tongue),
        ),
    ]
    if found.segment is not None:
        key = "customer.segment_forced" if profile.segment.forced else "customer.segment"
        told.append(words.say(key, segment=found.segment, membership=percent(profile.segment.membership)))
    return [_run(told, words)]


def _said(found: CustomerEvidence, profile: Profile, words: Words) -> list[str]:
    if not found.said:
        return [words.say("customer.silent")]
    mood = profile.mood
    told = [words.say("customer.mood", negative=mood.negative, neutral=mood.neutral, positive=mood.positive)]
    if found.themes:
        told.append(words.say("customer.themes", themes=" / ".join(found.themes)))
    for scale in ("nps", "csat"):
        value = getattr(profile, scale)
        if value is not None:
            told.append(words.say(f"customer.{scale}", value=f"{value:.1f}".removesuffix(".0")))
    return [_run(told, words)]


def _run(sentences: Sequence[str], words: Words) -> str:
    """Sentences that belong together, as one line."""
    return (" " if words.language == "en" else "").join(sentences)


def _told_changes(changes: tuple[ProfileChange, ...], words: Words, toolbox: Toolbox) -> list[str]:
    sure = [one for one in changes if one.what in SURE_WORDS][:CHANGES]
    segments = segment_names(toolbox) if sure else {}
    return [told_move(one, toolbox, words.language, segments) for one in sure]


def told_change(one: ProfileChange, language: str) -> str:
    """A change in words: what changed, from what and to what."""
    what = wording.name("change", one.what, language)
    return read("answers", language).say("customer.changed", what=what, told=change(one, language))


def change(one: ProfileChange, language: str) -> str:
    """What a change led from and to."""
    kind = {"risk": "risk_level"}.get(one.what, one.what)
    old, new = (wording.name(kind, value, language) for value in (one.old, one.new))
    return read("playbooks", language).say("change.told", old=old, new=new)


def _cases(found: CustomerEvidence, words: Words) -> list[str]:
    return [
        words.say(
            "customer.case", day=day(one.opened_at, words.language), state=words.say(f"state.{one.state}")
        )
        for one in found.cases
        if one.state in ("open", "assigned", "snoozed")
    ][:1]


def _contact(found: CustomerEvidence, words: Words) -> list[Part]:
    if not found.personal or found.customer is None:
        return []
    ways = [way for way in (found.customer.email, found.customer.phone) if way]
    return [bullet(words.say("customer.contact", contact=joined(ways, words)))] if ways else []


def _notes(found: CustomerEvidence, profile: Profile, words: Words) -> list[Part]:
    notes = []
    if profile.risk is not None and profile.risk.basis == "rules":
        notes.append(note(words.say("note.rules")))
    if found.later:
        notes.append(note(words.say("note.later", day=day(profile.as_of, words.language))))
    return notes
