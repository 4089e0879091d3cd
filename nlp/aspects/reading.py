"""Aspects from one look at a text: what the tagger sees, with the word lists where it is unsure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlp.aspects.clauses import Clause, clauses
from nlp.aspects.kinds import MARKED
from nlp.aspects.mentions import Entry, Mention, mentions, vocabulary
from nlp.aspects.tagger import Judgement, Look, Span
from nlp.aspects.telling import APART, blanked
from nlp.aspects.whole_words import whole_terms
from nlp.findings import Aspect

LISTED = 0.3
"""A word of the lists that no term covers counts from this share of a term on."""
WORTH = 0.3
"""What it adds to the probability of a category that the lists have the term under it."""
UNMARKED = 0.7
"""The same for categories that no marked set has: the tagger knows them from written sentences only."""
LIKELY = 0.5
"""A Chinese word of no list needs so likely a category, else it is a thing in general: the sets eat out."""
GENERAL_THING = "product"
FAR = 60
"""Letters (a Chinese character counts for three) between a thing and what is said about it, at most."""

_STOP = re.compile(r"[.!?…]+(?=\s|$)|[。！？；\n]")
_TURN = re.compile(
    r"[,，;、]|\b(?:but|however|although|though|while|whereas|yet)\b|但|不过|可是|然而|只是|就是|却"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A range that is spoken about, and the category that the lists give it."""

    start: int
    end: int
    listed: str | None
    implied: bool = False


def aspects_of(text: str, compared: str, look: Look, own: Mapping[str, Entry]) -> tuple[Aspect, ...]:
    """The aspects of ``text``; ``compared`` is it in Simplified form, letter for letter.

    ``own`` are the owner's words: what they name is always reported, under the owner's category.
    """
    plain = blanked(compared)
    listed = [one for one in mentions(plain, own) if look.holds(one.start, one.end)]
    named = _named(look, tuple(whole_terms(plain, look.terms)), listed, own)
    found = sorted([*named, *_implied(plain, listed, named)], key=lambda one: one.start)
    judged = look.judge([(one.start, one.end) for one in found])
    owned = frozenset(entry.category for entry in own.values())
    return tuple(
        Aspect(
            term=text[one.start : one.end],
            category=_category(one.listed, judgement, owned, text[one.start]),
            sentiment=judgement.polarity,
            start=one.start,
            end=one.end,
            words=text[one.start : one.end]
            if one.implied
            else _words(text, plain, one, found, look.opinions),
            implied=one.implied,
        )
        for one, judgement in zip(found, judged, strict=True)
    )


def _named(
    look: Look, terms: Sequence[Span], listed: Sequence[Mention], own: Mapping[str, Entry]
) -> list[_Found]:
    """What the tagger saw, and listed things that it half saw."""
    owned = frozenset(entry.category for entry in own.values())
    things = [one for one in listed if not one.implied]
    tagged = [_Found(span.start, span.end, _head(span, things, owned)) for span in terms]
    missed = (one for one in things if not any(_meet(one, span) for span in terms))
    return tagged + [
        _Found(one.start, one.end, one.category)
        for one in missed
        if one.category in owned or look.share(one.start, one.end) >= LISTED
    ]


def _head(span: Span, things: Sequence[Mention], owned: frozenset[str]) -> str | None:
    """The category of the listed word nearest to a term's end, where both languages have its head."""
    inside = [one for one in things if _meet(one, span)]
    last = max(inside, key=lambda one: (one.category in owned, one.end), default=None)
    return last.category if last else None


def _implied(text: str, listed: Sequence[Mention], named: Sequence[_Found]) -> Iterator[_Found]:
    """Judgements that imply a category, in clauses that name nothing of it."""
    known = vocabulary("zh" if any(character > "⺀" for character in text) else "en")
    things = [Mention(one.listed or "", one.start, one.end, implied=False) for one in named]
    hints = [one for one in listed if one.implied and not any(_meet(one, thing) for thing in things)]
    every = sorted([*things, *hints], key=lambda one: one.start)
    for clause in clauses(text, every, known):
        yield from (_Found(one.start, one.end, one.category, True) for one in _hinted(clause))


def _hinted(clause: Clause) -> Iterator[Mention]:
    """What is implied in a clause that names nothing, or that judges the price, say, of what it names."""
    named = {one.category for one in clause.mentions if not one.implied}
    seen = set(named)
    for one in clause.mentions:
        if one.implied and one.category not in seen and (not named or one.category in APART):
            seen.add(one.category)
            yield one


def _category(listed: str | None, judgement: Judgement, owned: frozenset[str], letter: str) -> str:
    if listed in owned and listed is not None:
        return listed
    chances = judgement.categories
    if listed is None and letter > "⺀" and max(chances.values()) < LIKELY:
        return GENERAL_THING
    worth = WORTH if listed in MARKED else UNMARKED
    return max(chances, key=lambda name: chances[name] + (worth if name == listed else 0.0))


def _words(text: str, plain: str, one: _Found, found: Sequence[_Found], opinions: Sequence[Span]) -> str:
    """The words of opinion nearest to a thing, in its sentence and with no other thing's clause between."""
    near = [(_gap(plain, one, span), span) for span in opinions if not _meet(span, one)]
    gap, best = min(near, key=lambda pair: pair[0], default=(FAR + 1, None))
    return text[best.start : best.end] if best is not None and gap <= FAR else ""


def _gap(plain: str, one: _Found, span: Span) -> int:
    between = plain[one.end : span.start] if one.end <= span.start else plain[span.end : one.start]
    if _STOP.search(between):
        return FAR + 1
    turns = 25 * len(_TURN.findall(between))
    return turns + sum(3 if character > "⺀" else 1 for character in between)


def _meet(one: Mention | Span | _Found, other: Mention | Span | _Found) -> bool:
    return one.start < other.end and other.start < one.end
