"""The home tab and the suggested questions."""

from typing import Any

from bot.slack.blocks.text import bullets, escape, header, section
from prompts import Words

EXAMPLES = ("one", "two", "three", "four")


def home_view(words: Words) -> dict[str, Any]:
    """The home tab: what earful answers, with examples."""
    lines = [words.say(f"examples.{name}") for name in EXAMPLES]
    blocks = [
        header(words.say("home.title")),
        section(escape(words.say("home.lead"))),
        section(f"*{escape(words.say('home.try'))}*"),
        *bullets(lines),
    ]
    return {"type": "home", "blocks": blocks}


def prompts(words: Words) -> list[dict[str, str]]:
    """The suggested questions of a new conversation."""
    lines = [words.say(f"examples.{name}") for name in EXAMPLES]
    return [{"title": line, "message": line} for line in lines]
