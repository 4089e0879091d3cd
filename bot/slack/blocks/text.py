"""Text objects. Customers' words are shown as they are and can never become markup, mentions or links."""

import re
from collections.abc import Sequence
from typing import Any

from bot.slack.blocks.limits import ALT_TEXT, CONTEXT_ELEMENTS, HEADER_TEXT, SECTION_TEXT, clip, length

Block = dict[str, Any]
"""One Block Kit block, as Slack's JSON has it."""

_LOOK_ALIKE = str.maketrans({"*": "∗", "`": "ˋ", "~": "∼"})
_UNDERLINE = re.compile(r"(?<!\w)_|_(?!\w)")
_LINK = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_HEAD = re.compile(r"(.{1,60}?)(: |：)(.+)", re.DOTALL)
NO_BREAK = "\u2060"
"""Is not seen and joins what stands around it; no reader of links looks past it."""


def escape(text: str) -> str:
    """The three characters by which Slack knows markup, as entities (docs: formatting message text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str) -> str:
    """Foreign words amid text of ours: no entity, no link, and no sign that would make them bold or code.

    Slack has no way to escape its formatting signs, so signs that look alike take their place.
    """
    bare = _UNDERLINE.sub("＿", text.translate(_LOOK_ALIKE))
    return escape(_LINK.sub(NO_BREAK, bare))


def bold(text: str) -> str:
    """Foreign words in bold, line by line: Slack ends bold at the end of a line."""
    return "\n".join(f"*{literal(line.strip())}*" if line.strip() else "" for line in text.splitlines())


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
    """A list of sentences, what stands before their colon in bold, in as many sections as it needs."""
    found: list[Block] = []
    current = ""
    for line in (_bullet(one) for one in lines):
        if current and length(current) + length(line) + 1 > SECTION_TEXT:
            found.append(section(current))
            current = ""
        current = f"{current}\n{line}" if current else line
    return [*found, section(current)] if current else found


def _bullet(line: str) -> str:
    # Escaping makes a text longer; what is cut is cut before, so that no entity is cut in two.
    kept = next(cut for cut in _cuts(line) if length(_pointed(cut)) <= SECTION_TEXT)
    return _pointed(kept)


def _cuts(line: str) -> "Sequence[str]":
    return [clip(line, limit) for limit in (SECTION_TEXT - 10, SECTION_TEXT // 2, SECTION_TEXT // 6)]


def _pointed(line: str) -> str:
    # The colon stands inside: Slack sees the end of bold before a space, not before a Chinese sign.
    head = _HEAD.fullmatch(line)
    if head is None or "\n" in head[1]:
        return f"• {literal(line)}"
    return f"• *{literal(head[1].strip())}{head[2].strip()}* {literal(head[3].strip())}"
