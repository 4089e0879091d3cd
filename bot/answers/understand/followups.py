"""Turns that need the one before: "why?", "and in Chinese?", "what about last month?", "the second"."""

from dataclasses import replace

from bot.answers.question import Arguments, Plan
from bot.answers.understand import numerals
from bot.answers.understand.cues import Sighting, sightings
from bot.answers.understand.memory import Memory
from bot.answers.understand.speech import Speech
from nlp.synonyms import has_synonyms

SHORT = 28
"""Characters of a turn that can be the rest of another sentence."""
FOLLOWED = (
    "complaints", "opinions", "themes", "measures", "compare", "at_risk", "segments", "customers",
    "signals", "emotions", "aspects", "ratings", "journey",
)  # fmt: skip
SPOKEN = ("signals", "emotions")
"""What texts do and feel: one stands in the other's place, of the same people and times."""
HEARD = (*SPOKEN, "aspects")
SURE = 1.0


def answer_language(speech: Speech) -> str | None:
    """The language that the asker wants the answer in, where that is said."""
    found = sightings("answer_in", speech.plain)
    order = ("zh-Hant", "zh-Hans", "en")
    return min((one.name for one in found), key=order.index) if found and _short(speech) else None


def follow(speech: Speech, memory: Memory) -> Plan | None:
    """The plan of a turn that is wholly a follow-up; None when it is a question of its own."""
    kinds = {one.name: one for one in sightings("pronoun", _bare(speech))}
    chosen = _choice(speech, kinds.get("ordinal"), memory)
    if chosen is not None:
        return chosen
    if "what_to_do" in kinds:
        return _about_customer("customer_action", speech, memory)
    if "why" in kinds:
        return _why(speech, memory)
    if "more" in kinds and memory.intent != "unknown":
        limit = min(2 * (memory.arguments.limit or 5), 20)
        return _again(memory, replace(memory.arguments, limit=limit), speech.language)
    if answer_language(speech) is not None and memory.intent != "unknown":
        return _again(memory, memory.arguments, speech.language)
    return None


def inherit(plan: Plan, speech: Speech, memory: Memory) -> Plan:
    """Fill what a turn leaves out from the turn before."""
    kinds = {one.name for one in sightings("pronoun", _bare(speech))}
    arguments = plan.arguments
    if "customer" in kinds and arguments.mention is None and arguments.scope.segment is None:
        about = _last_customer(memory)
        if about is not None and plan.intent in (
            "customer",
            "customer_action",
            "at_risk",
            "complaints",
            "opinions",
            "unknown",
        ):
            intent = "customer_action" if plan.intent == "customer_action" else "customer"
            return replace(plan, intent=intent, arguments=replace(arguments, customer=about))
    if plan.intent == "customer_action" and arguments.mention is None and _last_customer(memory):
        return replace(plan, arguments=replace(arguments, customer=_last_customer(memory)))
    alike = plan.intent in SPOKEN and memory.intent in SPOKEN
    if "also" in kinds and (plan.confidence < 0.5 or alike) and _short(speech):
        return _continue(plan, memory)
    return plan


def _continue(plan: Plan, memory: Memory) -> Plan:
    """The same question with what is new put in its place ("And last month?")."""
    new, old = plan.arguments, memory.arguments
    if new.mention is not None:
        intent = memory.intent if memory.intent in ("customer", "customer_action") else "customer"
        return replace(plan, intent=intent)
    if memory.intent not in FOLLOWED:
        return plan
    fresh = {
        name: value
        for name in ("channel", "language", "theme", "segment", "place")
        if (value := getattr(new.scope, name)) is not None
    }
    kept = {name: value for name in ("tier", "stage", "grade") if (value := getattr(new, name)) is not None}
    intent = memory.intent
    if plan.intent in SPOKEN and memory.intent in SPOKEN and (new.scope.signal or new.scope.emotion):
        intent, fresh = plan.intent, fresh | {"signal": new.scope.signal, "emotion": new.scope.emotion}
        kept["rival"] = new.rival
    if new.scope.period.document():
        fresh["period"] = new.scope.period
    measure = new.measure if plan.intent == "measures" and new.measure != "overview" else old.measure
    topic = new.topic or old.topic
    if memory.intent in HEARD:
        measure, topic = old.measure, new.topic if new.topic and has_synonyms(new.topic) else old.topic
    if not fresh and not kept and topic == old.topic and measure == old.measure:
        return plan
    arguments = replace(old, scope=replace(old.scope, **fresh), measure=measure, topic=topic, **kept)
    return replace(plan, intent=intent, arguments=arguments, confidence=SURE)


def _choice(speech: Speech, ordinal: Sighting | None, memory: Memory) -> Plan | None:
    """One of those just listed, by number or by name ("The second")."""
    options = memory.arguments.candidates or memory.listed
    if not options:
        return None
    place = numerals.value(ordinal.number or "") if ordinal else None
    chosen = options[place - 1] if place and place <= len(options) else None
    if chosen is None and memory.arguments.candidates:
        said = speech.plain.strip(" ?!.。？！")
        fitting = [one for one in options if said in (one.name.lower(), one.customer_id.lower())]
        chosen = fitting[0] if len(fitting) == 1 else None
    if chosen is None:
        return None
    intent = memory.intent if memory.intent in ("customer", "customer_action") else "customer"
    arguments = Arguments(customer=chosen.customer_id, mention=chosen.name)
    return Plan(intent, _language(speech, memory), arguments, SURE)


def _why(speech: Speech, memory: Memory) -> Plan | None:
    if _last_customer(memory):
        return _about_customer("customer", speech, memory)
    if memory.intent == "at_risk":
        return _again(memory, replace(memory.arguments, focus="why"), _language(speech, memory))
    if memory.intent in ("measures", "compare", "themes", *HEARD):
        bare = replace(memory.arguments.scope, label="negative", signal=None, emotion=None)
        arguments = Arguments(scope=bare)
        return Plan("complaints", _language(speech, memory), arguments, SURE)
    return (
        _again(memory, memory.arguments, _language(speech, memory)) if memory.intent == "complaints" else None
    )


def _about_customer(intent: str, speech: Speech, memory: Memory) -> Plan | None:
    about = _last_customer(memory)
    focus = "why" if intent == "customer" else None
    arguments = Arguments(customer=about, focus=focus)
    return Plan(intent, _language(speech, memory), arguments, SURE) if about else None


def _again(memory: Memory, arguments: Arguments, language: str) -> Plan:
    return Plan(memory.intent, language, arguments, SURE)


def _last_customer(memory: Memory) -> str | None:
    """The customer last spoken of; somebody who was alone in a list counts too."""
    if memory.arguments.customer:
        return memory.arguments.customer
    return memory.listed[0].customer_id if len(memory.listed) == 1 else None


def _language(speech: Speech, memory: Memory) -> str:
    return speech.language if any(character.isalpha() for character in speech.plain) else memory.language


def _bare(speech: Speech) -> str:
    return speech.plain.strip(" \x00?!.,;:。？！，；：…~")


def _short(speech: Speech) -> bool:
    return len(speech.plain) <= SHORT
