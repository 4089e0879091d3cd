"""Finds what identifies a person in a text, and replaces it."""

import re
from collections.abc import Iterable, Iterator

from nlp.findings import Language, PersonalData, Redacted
from nlp.redaction.addresses import addresses
from nlp.redaction.addresses_chinese import chinese_addresses
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


def find(text: str, language: Language) -> tuple[PersonalData, ...]:
    """The personal data in ``text``: sorted, without overlaps."""
    return redact(text, language).found


def redact(text: str, language: Language) -> Redacted:
    """``text`` with each personal span replaced by ``[PERSON]``, ``[EMAIL]`` and so on.

    Redacting the result again changes nothing: what is left is looked through until nothing more is found,
    which comes to an end because nothing is ever found in a placeholder.
    """
    current, found = text, list[PersonalData]()
    origin: Origin = [(place, place + 1) for place in range(len(text))]
    while spans := _spans(prepare(current, language)):
        found += [PersonalData(s.type, origin[s.start][0], origin[s.end - 1][1]) for s in spans]
        current, origin = _replaced(current, origin, spans)
    return Redacted(current, tuple(sorted(found, key=lambda span: span.start)))


def _replaced(text: str, origin: Origin, spans: list[PersonalData]) -> tuple[str, Origin]:
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
