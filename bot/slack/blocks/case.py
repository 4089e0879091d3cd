"""A customer at risk as a card: what is at stake, why, what was said, what to do, three buttons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.blocks.text import (
    Block,
    bold,
    bullets,
    context,
    escape,
    literal,
    marked,
    plain,
    quoted,
    section,
)
from index.records import Case
from prompts import Words, read

BUTTONS = {
    "open": ("assign", "snooze", "resolve"),
    "assigned": ("contact", "resolve", "snooze", "assign"),
    "snoozed": ("assign", "resolve"),
}
"""By state, the likeliest first; a closed case has none."""
_SLACK_USER = re.compile(r"[UW][A-Z0-9]{2,}")


@dataclass(frozen=True)
class Card:
    """What a card shows; all of it may be somebody else's words."""

    case: Case
    version: int
    """How many steps the case has taken: a click on an older card is told so."""
    name: str
    headline: str
    reasons: Sequence[str]
    quotes: Sequence[str]
    action: str
    levers: Sequence[str] = ()
    """What would change the risk."""


def case_card(card: Card, words: Words) -> list[Block]:
    """The card's blocks; a closed case has no buttons."""
    blocks = [section(f"{bold(card.name)}\n{literal(card.headline)}"), *bullets(card.reasons)]
    blocks += [quoted(words.say("quote.marks", text=quote)) for quote in card.quotes]
    blocks.append(section(f"*{escape(words.say('card.action'))}* {literal(card.action)}"))
    if card.levers:
        lead = read("risk", words.language).say("levers.lead")
        blocks.append(context(f"{lead}: {'; '.join(card.levers)}"))
    blocks.append({"type": "context", "elements": [marked(state_line(card.case, words))]})
    buttons = BUTTONS.get(card.case.state, ())
    return [*blocks, _buttons(card, buttons, words)] if buttons else blocks


def state_line(case: Case, words: Words) -> str:
    """Where the case stands, as marked text: whoever took it is mentioned by their Slack id."""
    until = case.snoozed_until.date().isoformat() if case.snoozed_until else ""
    return words.say(f"state.{case.state}", who=_person(case.assignee or ""), until=until)


def _person(actor: str) -> str:
    return f"<@{actor}>" if _SLACK_USER.fullmatch(actor) else escape(actor)


def _buttons(card: Card, actions: Sequence[str], words: Words) -> Block:
    return {
        "type": "actions",
        "block_id": f"case:{card.case.id}",
        "elements": [
            {
                "type": "button",
                "action_id": f"case_{action}",
                "text": plain(words.say(f"button.{action}")),
                "value": f"{card.case.id}|{card.version}",
                **({"style": "primary"} if action == actions[0] else {}),
            }
            for action in actions
        ],
    }
