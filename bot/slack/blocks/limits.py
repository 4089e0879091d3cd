"""Slack's limits, a check of them, and the splitting of what is too long for one message.

The figures are those of Slack's Block Kit reference; the total over all blocks of a message is not
documented and was found by trial (``msg_blocks_too_long``), so we stay well below it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MESSAGE_BLOCKS = 50
MESSAGE_CHARACTERS = 12_000
SECTION_TEXT = 3_000
SECTION_FIELDS = 10
FIELD_TEXT = 2_000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
ACTION_ELEMENTS = 25
ALT_TEXT = 2_000
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
IDENTIFIER = 255
FALLBACK_TEXT = 3_900
"""Of the 40,000 that ``text`` may have; more only costs time, as the blocks are what is shown."""

_TEXT_LIMITS = {"header": HEADER_TEXT, "section": SECTION_TEXT}


def clip(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis; never empty, for Slack refuses empty texts.

    Counts UTF-16 units as Slack does, so that an emoji is two.
    """
    text = text or "–"
    if length(text) <= limit:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (limit - 1)].decode("utf-16-le", errors="ignore")
    return kept.rstrip() + "…"


def split(blocks: Sequence[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """The blocks as messages that each keep the limits; a block itself is never cut."""
    message: list[Mapping[str, Any]] = []
    size = 0
    for block in blocks:
        added = sum(length(text) for text in _texts(block))
        if message and (len(message) >= MESSAGE_BLOCKS or size + added > MESSAGE_CHARACTERS):
            yield message
            message, size = [], 0
        message.append(block)
        size += added
    if message:
        yield message


def violations(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """What Slack would refuse in a message of these blocks; empty when it would take them."""
    found = [] if len(blocks) <= MESSAGE_BLOCKS else [f"{len(blocks)} blocks"]
    if sum(length(text) for block in blocks for text in _texts(block)) > MESSAGE_CHARACTERS:
        found.append("too many characters in all")
    for block in blocks:
        found += [f"{block['type']}: {problem}" for problem in _block_problems(block)]
    return found + _repeated_actions(blocks)


def _block_problems(block: Mapping[str, Any]) -> Iterator[str]:
    yield from _text_problems(block.get("text"), _TEXT_LIMITS.get(block["type"], SECTION_TEXT))
    fields = block.get("fields", ())
    if len(fields) > SECTION_FIELDS:
        yield f"{len(fields)} fields"
    for one in fields:
        yield from _text_problems(one, FIELD_TEXT)
    elements = block.get("elements", ())
    most = CONTEXT_ELEMENTS if block["type"] == "context" else ACTION_ELEMENTS
    if "elements" in block and not 0 < len(elements) <= most:
        yield f"{len(elements)} elements"
    for element in elements:
        yield from _element_problems(element)
    if length(block.get("block_id", "")) > IDENTIFIER:
        yield "block_id too long"


def _element_problems(element: Mapping[str, Any]) -> Iterator[str]:
    if element["type"] != "button":
        yield from _text_problems(element, ALT_TEXT)
        return
    yield from _text_problems(element.get("text"), BUTTON_TEXT)
    if length(element.get("value", "")) > BUTTON_VALUE:
        yield "button value too long"
    if length(element.get("action_id", "")) > IDENTIFIER:
        yield "action_id too long"


def _text_problems(text: object, limit: int) -> Iterator[str]:
    if not isinstance(text, Mapping):
        return
    shown = text.get("text", "")
    if not isinstance(shown, str) or not shown:
        yield "empty text"
    elif length(shown) > limit:
        yield f"text of {length(shown)} characters (at most {limit})"


def _repeated_actions(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    seen: set[str] = set()
    found = []
    for block in blocks:
        for element in block.get("elements", ()):
            identifier = element.get("action_id")
            if identifier is not None and identifier in seen:
                found.append(f"action_id {identifier} twice")
            seen.add(identifier)
    return found


def _texts(block: Mapping[str, Any]) -> Iterator[str]:
    for value in block.values():
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            if not isinstance(part, Mapping):
                continue
            inner = part.get("text")
            if isinstance(inner, str):
                yield inner
            elif isinstance(inner, Mapping):
                yield str(inner.get("text", ""))


def length(text: str) -> int:
    """Characters as Slack counts them: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
