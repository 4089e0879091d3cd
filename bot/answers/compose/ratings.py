"""Answers about how groups of customers rate."""

from collections.abc import Mapping
from typing import Any

from bot.answers.compose.figures import listed, scope_words
from bot.answers.compose.parts import bullet, lead, note
from bot.answers.evidence import Part
from bot.answers.question import Arguments
from bot.answers.tools.ratings import RatingsEvidence
from prompts import Words, read

NAMED = 6
"""So many groups with too few ratings are named."""


def ratings(
    found: RatingsEvidence,
    arguments: Arguments,
    words: Words,
    *,
    theme: str | None = None,
    segment: str | None = None,
) -> tuple[Part, ...]:
    """Where it is lowest or highest if that was asked, then every group with its interval and its change."""
    said, scales = read("reckoned", words.language), read("ratings", words.language)
    scope = scope_words(arguments.scope, words, theme=theme, segment=segment)
    by = said.say(f"by.{arguments.by}")
    if found.scale is None:
        return (lead(said.say("rated.none", scope=scope)), note(words.say("voices.widen")))
    if not found.groups:
        return (lead(said.say("rated.few", by=by, scope=scope)), *_few(found, words, said))
    titled = said.say(
        "rated.lead", scale=scales.say(f"scale.{found.scale}", days=found.days), by=by, scope=scope
    )
    first = found.groups[0]
    focused = [said.say(f"rated.{arguments.focus}", **_told(first))] if arguments.focus else []
    parts = [lead(text) for text in (*focused, titled)]
    parts += [bullet(said.say("rated.row", **_told(one))) for one in found.groups]
    if arguments.focus and found.close:
        names = {"first": first["name"], "second": found.groups[1]["name"]}
        parts.append(note(said.say("rated.close", **names)))
    if arguments.measure not in (None, found.scale):
        parts.append(note(said.say("rated.other", scope=scope)))
    return (*parts, *_few(found, words, said))


def _told(one: Mapping[str, Any]) -> dict[str, str]:
    return {"name": str(one["name"]), "text": str(one["text"])}


def _few(found: RatingsEvidence, words: Words, said: Words) -> tuple[Part, ...]:
    if not found.few:
        return ()
    return (note(said.say("rated.few_left", names=listed(found.few[:NAMED], words))),)
