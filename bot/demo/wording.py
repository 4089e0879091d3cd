"""From a template to words: choices are made, slots filled, and private spans noted where they fall."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.demo.dice import Dice

_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<(\w+)>")
_STOPS = re.compile(r"([?!？！…])[.。，]")
PRIVATE = {
    "person": "person",
    "agent": "staff",
    "mail": "email",
    "phone": "phone",
    "address": "address",
    "idnumber": "id",
    "card": "card",
    "handle": "handle",
}
"""Slots that hold personal data, with the type of the span."""


@dataclass(frozen=True, slots=True)
class Span:
    """Personal data in a text: half-open character range."""

    type: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the personal data in it."""

    text: str
    spans: tuple[Span, ...] = ()

    def then(self, following: "Words", gap: str) -> "Words":
        """Both texts with ``gap`` between them."""
        shift = len(self.text) + len(gap)
        moved = tuple(
            replace(span, start=span.start + shift, end=span.end + shift) for span in following.spans
        )
        return Words(self.text + gap + following.text, self.spans + moved)


def choose(template: str, dice: Dice) -> str:
    """Settle every ``{a|b}``, inner ones first; a choice that brings its own stop replaces the piece's."""
    while "{" in template:
        template = _CHOICE.sub(lambda match: dice.pick(match[1].split("|")), template)
    return _STOPS.sub(r"\1", template)


def fill(sentence: str, slots: Mapping[str, Callable[[], str]], manner: Callable[[str], str]) -> Words:
    """Put values into the slots; ``manner`` changes the writer's own letters only, never a value.

    Raises:
        KeyError: the sentence names a slot that nobody fills.
    """
    parts = _SLOT.split(sentence)
    text, spans = "", list[Span]()
    for place, part in enumerate(parts):
        if place % 2 == 0:
            text += manner(part)
            continue
        value = slots[part]()
        if part in PRIVATE:
            spans.append(Span(PRIVATE[part], len(text), len(text) + len(value)))
        text += value
    return Words(text, tuple(spans))
