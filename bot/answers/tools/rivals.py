"""Which competitors are spoken of: the owner's list is looked for anew, so that a change shows at once."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers.question import Scope
from bot.answers.toolbox import Toolbox, narrowing
from bot.answers.tools import heard
from bot.answers.tools.carrying import signals_of
from index.records import ReadFeedback
from nlp.language import aligned_simplified, to_simplified, to_traditional
from nlp.signals import Rivals

COMPETITOR = "competitor"
HEARD_TWICE = 2
"""Customers from which a name that is on no list is worth telling: one alone is often no company's."""

_NAME = re.compile(r"[A-Z][\w&'’.-]*(?: [A-Z0-9][\w&'’.-]*){0,2}|[\u3400-\u9fff]{2,6}")


@dataclass(frozen=True, slots=True)
class Named:
    """The words in a text that speak of a competitor; ``name`` is empty where none is named."""

    words: str
    name: str
    listed: bool = False
    """On the owner's list; else guessed from a comparison."""


@dataclass(frozen=True, slots=True)
class RivalCount:
    """A competitor by its first name: texts that name it, and the customers behind them."""

    name: str
    texts: int
    customers: int
    listed: bool = True


def speaking(scope: Scope, toolbox: Toolbox, as_of: datetime) -> tuple[ReadFeedback, ...]:
    """The narrowed feedback that may speak of competitors, newest first."""
    known = heard.listing(replace(scope, signal=COMPETITOR), toolbox, as_of, limit=heard.MOST)
    spellings = _spellings(toolbox.rivals)
    if not spellings:
        return known
    free = replace(scope, signal=None)
    kept = toolbox.book.heard(toolbox.store, as_of)
    if kept is not None:
        bounds, people = narrowing(free, as_of), heard.own(free, toolbox, as_of)
        named = [
            one
            for one in kept.found
            if heard.within(one, bounds)
            and (people is None or one.feedback.customer_id in people)
            and _spelled(one.feedback.text, spellings)
        ]
    else:
        ids = toolbox.store.said.by_words(spellings, narrowing(free, as_of), limit=heard.MOST)
        people = heard.own(free, toolbox, as_of)
        found = toolbox.store.said.get(ids)
        named = [one for one in found if people is None or one.feedback.customer_id in people]
    every = {one.feedback.id: one for one in (*known, *named)}
    return tuple(sorted(every.values(), key=lambda one: one.feedback.at, reverse=True))


def named_in(one: ReadFeedback, listed: Rivals) -> tuple[Named, ...]:
    """Competitors of the list by their names, else the words for "another shop" that the reading found."""
    text = one.feedback.text
    mine = {company[0] for company in listed.names}
    if _spelled(text, _spellings(listed)):
        signals = listed.find(text, aligned_simplified(text))
        found = tuple(Named(signal.words, signal.about, True) for signal in signals if signal.about in mine)
        if found:
            return found
    others = (signal for signal in signals_of(one) if signal.kind == COMPETITOR)
    return tuple(
        Named(signal.words, signal.about)
        for signal in others
        if not signal.about or _NAME.fullmatch(signal.about)
    )


def counted(found: Sequence[ReadFeedback], listed: Rivals) -> tuple[RivalCount, ...]:
    """Competitors by how many texts speak of them; the unnamed ones last, under an empty name."""
    texts: dict[tuple[str, bool], set[str]] = defaultdict(set)
    people: dict[tuple[str, bool], set[str | None]] = defaultdict(set)
    for one in found:
        for named in named_in(one, listed):
            texts[named.name, named.listed].add(one.feedback.id)
            people[named.name, named.listed].add(one.feedback.customer_id)
    for name, on_list in list(texts):
        if name and not on_list and len(people[name, on_list] - {None}) < HEARD_TWICE:
            texts["", False] |= texts.pop((name, on_list))
            people["", False] |= people.pop((name, on_list))
    ordered = sorted(texts, key=lambda key: (not key[0], not key[1], -len(texts[key]), key[0]))
    return tuple(RivalCount(key[0], len(texts[key]), len(people[key] - {None}), key[1]) for key in ordered)


def _spellings(listed: Rivals) -> tuple[str, ...]:
    names = [name for company in listed.names for name in company]
    forms = [form.casefold() for name in names for form in (name, to_simplified(name), to_traditional(name))]
    return tuple(dict.fromkeys(forms))


def _spelled(text: str, spellings: Sequence[str]) -> bool:
    folded = text.casefold()
    return any(spelling in folded for spelling in spellings)
