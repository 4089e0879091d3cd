"""Answers about what will be sold."""

from bot.answers.compose.figures import listed
from bot.answers.compose.parts import bullet, lead, note
from bot.answers.evidence import Part
from bot.answers.question import Arguments
from bot.answers.tools.demand import DemandEvidence
from prompts import Words, read


def demand(found: DemandEvidence, arguments: Arguments, words: Words) -> tuple[Part, ...]:
    """Each forecast with its interval, and what it rests on; else what there is, or what is lacking."""
    said = read("reckoned", words.language)
    if found.needed is not None:
        return (lead(said.say("demand.short", weeks=found.weeks, needed=found.needed)),)
    if not found.things:
        missing = lead(said.say("demand.missing", topic=arguments.topic or ""))
        there = said.say("demand.there", names=listed(found.there, words)) if found.there else ""
        return (missing, note(there)) if there else (missing,)
    first, *others = found.things
    parts = [lead(str(first["text"])), *(bullet(str(one["text"])) for one in others)]
    if others:
        parts.append(note(said.say("demand.each")))
    return (*parts, note(said.say("demand.rests", history=found.history, error=f"{first['mase']:.2f}")))
