"""Text objects. Customers' words are shown as they are and can never become markup, mentions or links."""

from collections.abc import Sequence
from typing import Any

from bot.slack.blocks.limits import ALT_TEXT, CONTEXT_ELEMENTS, HEADER_TEXT, SECTION_TEXT, clip

Block = dict[str, Any]
"""One Block Kit block, as Slack's JSON has it."""


def escape(text: str) -> str:
    """The three characters by which Slack knows markup, as entities (docs: formatting message text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> Block:
    """A text that Slack shows letter by letter."""
    return {"type": "plain_text", "text": text, "emoji": False}


def marked(text: str) -> Block:
    """A text with our own formatting; ``verbatim`` keeps Slack from making links and mentions of words."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Block:
    """A large heading."""
    return {"type": "header", "text": plain(clip(text, HEADER_TEXT))}


def section(text: str) -> Block:
    """A paragraph of ours, in which anything foreign was escaped before."""
    return {"type": "section", "text": marked(clip(text, SECTION_TEXT))}


def quoted(text: str) -> Block:
    """A paragraph of somebody else's words."""
    return {"type": "section", "text": plain(clip(text, SECTION_TEXT))}


def context(*texts: str) -> Block:
    """Small print."""
    shown = [clip(text, ALT_TEXT) for text in texts if text][:CONTEXT_ELEMENTS]
    return {"type": "context", "elements": [plain(text) for text in shown]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def bullets(lines: Sequence[str]) -> list[Block]:
    """A list of our sentences, in as many sections as it needs."""
    found: list[Block] = []
    current = ""
    for line in (f"• {clip(escape(one), SECTION_TEXT - 2)}" for one in lines):
        if current and len(current) + len(line) + 1 > SECTION_TEXT:
            found.append(section(current))
            current = ""
        current = f"{current}\n{line}" if current else line
    return [*found, section(current)] if current else found
