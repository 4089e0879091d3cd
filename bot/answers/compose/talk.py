"""Everything that is no finding: greetings, help, questions back, and what cannot be answered."""

from bot.answers.compose.parts import bullet, bullets, lead, note
from bot.answers.evidence import Part
from bot.answers.question import Arguments, Candidate
from prompts import Words

EXAMPLES = ("one", "two", "three", "four", "five", "six", "seven", "eight")


def help_(words: Words) -> tuple[Part, ...]:
    """What can be asked."""
    return (lead(words.say("help.lead")), *bullets(words.say(f"help.{key}") for key in EXAMPLES))


def greeting(words: Words) -> tuple[Part, ...]:
    """A word back."""
    return (lead(words.say("greeting.lead")),)


def unknown(words: Words) -> tuple[Part, ...]:
    """That it cannot be answered, and what can."""
    examples = bullets(words.say(f"help.{key}") for key in EXAMPLES[:3])
    return (lead(words.say("unknown.lead")), note(words.say("unknown.try")), *examples)


def refused(words: Words) -> tuple[Part, ...]:
    """That it will not be done, and why."""
    return (lead(words.say("refused.lead")), note(words.say("refused.why")), note(words.say("refused.how")))


def missing(arguments: Arguments, words: Words) -> tuple[Part, ...]:
    """That nobody of that name is known, or that nobody was named."""
    if arguments.mention is None:
        return (lead(words.say("customer.who")),)
    first = lead(words.say("customer.missing", mention=arguments.mention))
    return (first, note(words.say("customer.missing_try")))


def which(mention: str, candidates: tuple[Candidate, ...], words: Words) -> tuple[Part, ...]:
    """Several customers fit: who is meant?"""
    options = [
        bullet(
            words.say("customer.option", number=number, name=one.name, id=one.customer_id), one.customer_id
        )
        for number, one in enumerate(candidates, 1)
    ]
    return (lead(words.say("customer.which", mention=mention)), *options, note(words.say("customer.pick")))
