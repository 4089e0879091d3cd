"""Finds what a text speaks about, and asks how each clause speaks."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nlp.aspects.clauses import Clause, clauses
from nlp.aspects.mentions import Mention, mentions, vocabulary
from nlp.findings import Aspect, Language, Sentiment
from nlp.language import aligned_simplified

Polarities = Callable[[Sequence[str]], Sequence[Sentiment]]
"""Judges clauses in one go; one sentiment for each, in their order."""

GENERAL = frozenset({"product", "place"})
APART = frozenset({"price", "cleanliness", "delivery", "quality"})
"""Categories that are judged along with another thing: a clean room, an overpriced dish."""

_PLACEHOLDER = re.compile(r"\[[A-Z]+\]")


@dataclass(frozen=True, slots=True)
class _Statement:
    """A clause of the text number ``text`` as it was written, and what it mentions."""

    text: int
    words: str
    mentions: tuple[Mention, ...]


def find(text: str, language: Language, polarity: Polarities) -> tuple[Aspect, ...]:
    """The aspects of one text; see `find_all`, which is the way for many."""
    return find_all([text], [language], polarity)[0]


def find_all(
    texts: Sequence[str], languages: Sequence[Language], polarity: Polarities
) -> list[tuple[Aspect, ...]]:
    """The aspects of each text, by place; ``polarity`` is called once, with every clause that has one."""
    statements = [
        statement
        for number, (text, language) in enumerate(zip(texts, languages, strict=True))
        for statement in _statements(number, text, language)
    ]
    found: list[list[Aspect]] = [[] for _ in texts]
    judged = polarity([statement.words for statement in statements]) if statements else []
    for statement, sentiment in zip(statements, judged, strict=True):
        text = texts[statement.text]
        found[statement.text] += [
            Aspect(text[one.start : one.end], one.category, sentiment.label, one.start, one.end)
            for one in statement.mentions
        ]
    return [tuple(sorted(aspects, key=lambda aspect: aspect.start)) for aspects in found]


def _statements(number: int, text: str, language: Language) -> Iterator[_Statement]:
    compared = text if language == "en" else aligned_simplified(text)
    compared = _PLACEHOLDER.sub(lambda match: " " * len(match.group()), compared)
    known = vocabulary("zh" if language.startswith("zh") else "en")
    for clause in clauses(compared, mentions(compared), known):
        kept = tuple(_telling(clause))
        if kept:
            yield _Statement(number, text[clause.start : clause.end].strip(" ,，、;:：\n"), kept)


def _telling(clause: Clause) -> Iterator[Mention]:
    """The mentions worth reporting.

    Words that imply a category count where nothing particular is named, or where they judge something else
    than what is named ("the food is overpriced").
    """
    named = {mention.category for mention in clause.mentions if not mention.implied}
    seen = set(named)
    for mention in clause.mentions:
        if not mention.implied:
            yield mention
        elif mention.category not in seen and (named <= GENERAL or mention.category in APART):
            seen.add(mention.category)
            yield mention
