"""An answer as blocks: the lead in bold, bullets, quotes as plain text with where they come from."""

from itertools import groupby
from typing import TYPE_CHECKING

from bot.slack.blocks.limits import SECTION_TEXT, clip
from bot.slack.blocks.text import Block, bold, bullets, context, quoted, section
from prompts import read

if TYPE_CHECKING:
    from bot.answers import Answer, Citation, Part


def answer_blocks(answer: "Answer") -> list[Block]:
    """The parts of an answer in their order."""
    blocks: list[Block] = []
    for kind, group in groupby(answer.parts, key=lambda part: part.kind):
        parts = list(group)
        if kind in ("bullet", "row"):
            blocks += bullets([part.text for part in parts])
        else:
            for part in parts:
                blocks += _one(part, answer.language)
    return blocks


def _one(part: "Part", language: str) -> list[Block]:
    if part.kind == "lead":
        return [section(bold(clip(part.text, SECTION_TEXT // 6)))]
    if part.kind == "quote":
        source = [context(source_line(part.citation, language))] if part.citation is not None else []
        return [quoted(read("slack", language).say("quote.marks", text=part.text)), *source]
    return [context(part.text)]


def source_line(citation: "Citation", language: str) -> str:
    """Where a quote comes from: channel, day and id."""
    words = read("slack", language)
    return words.say(
        "quote.source",
        channel=words.say(f"channel.{citation.channel}"),
        day=citation.at.date().isoformat(),
        id=citation.feedback_id,
    )
