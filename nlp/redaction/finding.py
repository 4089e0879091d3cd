"""Finds what identifies a person in a text, and replaces it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.findings import Language, PersonalData, Redacted
from nlp.redaction.addresses import addresses
from nlp.redaction.addresses_chinese import chinese_addresses
from nlp.redaction.announced import announced
from nlp.redaction.births import births
from nlp.redaction.contacts import handles, links, mails
from nlp.redaction.identifiers import cards, identities
from nlp.redaction.names_chinese import chinese_names
from nlp.redaction.names_english import english_names
from nlp.redaction.page import Page, overlaps, prepare
from nlp.redaction.phones import phones
from nlp.redaction.plates import plates

_URL = re.compile(r"(?:https?://|www\.)[^\s，。！？、；（）<>\"'\u4e00-\u9fff]+")
Origin = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way: ``found`` points into the original, ``unsure`` into ``text``."""

    text: str
    origin: Origin
    """The place in the original of each character of ``text``."""
    found: tuple[PersonalData, ...] = ()
    unsure: tuple[PersonalData, ...] = ()
    """What may be names and is still there."""

    def without(self, spans: Sequence[PersonalData]) -> "Draft":
        """The text with placeholders for ``spans``, which are sorted and apart."""
        origin = self.origin
        found = tuple(PersonalData(s.type, origin[s.start][0], origin[s.end - 1][1]) for s in spans)
        return Draft(*_replaced(self.text, origin, spans), self.found + found)

    @property
    def redacted(self) -> Redacted:
        """What has been taken out by now."""
        return Redacted(self.text, tuple(sorted(self.found, key=lambda span: span.start)))


def find(text: str, language: Language) -> tuple[PersonalData, ...]:
    """The personal data in ``text``: sorted, without overlaps."""
    return redact(text, language).found


def redact(text: str, language: Language) -> Redacted:
    """``text`` with each personal span replaced by ``[PERSON]``, ``[EMAIL]`` and so on, by rules alone.

    Redacting the result again changes nothing: what is left is looked through until nothing more is found,
    which comes to an end because nothing is ever found in a placeholder.
    """
    current = _beginning(text)
    while spans := _spans(prepare(current.text, language)):
        current = current.without(spans)
    return current.redacted


def draft(text: str, language: Language) -> Draft:
    """``text`` without what is surely personal, and what the rules hold for further names in it."""
    return _surely(_beginning(text), language)


def further(begun: Draft, names: Sequence[PersonalData], language: Language) -> Draft:
    """What was begun without these ``names`` of its text as well, and what is then surely personal."""
    return _surely(begun.without(names), language)


def _beginning(text: str) -> Draft:
    return Draft(text, [(place, place + 1) for place in range(len(text))])


def _surely(current: Draft, language: Language) -> Draft:
    while True:
        page = prepare(current.text, language)
        spans = _spans(page)
        sure = [one for one in spans if one.type != "person" or announced(page, one)]
        if not sure:
            return replace(current, unsure=tuple(spans))
        current = current.without(sure)


def _replaced(text: str, origin: Origin, spans: Sequence[PersonalData]) -> tuple[str, Origin]:
    """The text with placeholders, and the place in the original of each of its characters."""
    pieces, places, position = list[str](), Origin(), 0
    for span in spans:
        placeholder = f"[{span.type.upper()}]"
        pieces += [text[position : span.start], placeholder]
        places += origin[position : span.start]
        places += [(origin[span.start][0], origin[span.end - 1][1])] * len(placeholder)
        position = span.end
    return "".join([*pieces, text[position:]]), places + origin[position:]


def _spans(page: Page) -> list[PersonalData]:
    """What the rules find; where two overlap the surer rule wins, and of one rule the longer span."""
    chosen, taken = list[PersonalData](), list(page.protected)

    def take(candidates: Iterable[PersonalData]) -> None:
        for span in sorted(candidates, key=lambda one: (one.start - one.end, one.start)):
            if span.start < span.end and not overlaps((span.start, span.end), taken):
                chosen.append(span)
                taken.append((span.start, span.end))

    for rule in (mails, links):
        take(rule(page))
    taken += [match.span() for match in _URL.finditer(page.folded)]
    for rule in (births, plates, cards, identities, phones, addresses, chinese_addresses, handles):
        take(rule(page))
    take(_names(page, chosen))
    return sorted(chosen, key=lambda span: span.start)


def _names(page: Page, chosen: list[PersonalData]) -> Iterator[PersonalData]:
    contacts = [span for span in chosen if span.type in ("phone", "email", "id", "address")]
    yield from english_names(page)
    yield from chinese_names(page, contacts)
