"""Answers about whether contacting helped."""

from bot.answers.compose.parts import bullet, lead, note
from bot.answers.evidence import Part
from bot.answers.tools.outcomes import OutcomesEvidence
from prompts import Words, read


def outcomes(found: OutcomesEvidence, words: Words) -> tuple[Part, ...]:
    """The surest comparison first, the others by name, and that who was contacted was a choice."""
    if not found.told:
        return (lead(read("outcomes", words.language).say("table.none")),)
    said = read("reckoned", words.language)
    first, *others = (said.say("contacts.row", name=one["name"], text=one["text"]) for one in found.told)
    return (lead(first), *(bullet(text) for text in others), note(found.note))
