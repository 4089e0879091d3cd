"""What was said, ready to be shown: the quote with its feeling and who said it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.answers.evidence import Citation
from bot.answers.toolbox import Toolbox
from bot.answers.tools.quotes import choose
from index.ports import Narrowing
from index.records import ReadFeedback

LOOKED_AT = 60
"""Quotes are chosen among so many of the newest."""


@dataclass(frozen=True)
class Heard:
    """A quote; ``label`` is its feeling, ``customer_id`` and ``name`` whose it is, where these are known."""

    citation: Citation
    label: str | None
    theme_id: int | None
    customer_id: str | None
    name: str | None


def hear(tools: Toolbox, narrowing: Narrowing, limit: int, *, label: str | None = None) -> tuple[Heard, ...]:
    """At most ``limit`` quotes of the narrowed feedback, different from each other, newest first.

    Those of the feeling ``label`` are preferred to others.
    """
    return heard_of(tools, tools.store.said.listing(narrowing, limit=LOOKED_AT), limit, label=label)


def heard_of(
    tools: Toolbox, listed: Iterable[ReadFeedback], limit: int, *, label: str | None = None
) -> tuple[Heard, ...]:
    """At most ``limit`` quotes of these texts, different from each other, newest first."""
    found = {one.feedback.id: one for one in listed}
    chosen = choose(found.values(), limit, label=label)
    speakers = (found[one.feedback_id].feedback.customer_id for one in chosen)
    names = tools.names(tuple(one for one in speakers if one is not None))
    heard = [_heard(one, found[one.feedback_id], names) for one in chosen]
    return tuple(sorted(heard, key=lambda one: one.citation.at, reverse=True))


def _heard(citation: Citation, read: ReadFeedback, names: Mapping[str, str]) -> Heard:
    speaker = read.feedback.customer_id
    return Heard(
        citation=citation,
        label=read.analysis.label if read.analysis else None,
        theme_id=read.theme_id,
        customer_id=speaker,
        name=names.get(speaker) if speaker else None,
    )
