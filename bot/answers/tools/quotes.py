"""Chooses quotes: telling, different from each other, verbatim."""

import re
from collections.abc import Iterable, Sequence

from bot.answers.evidence import Citation
from bot.answers.understand.speech import normal
from index.records import ReadFeedback

LONGEST = {"en": 220, "zh": 90}
"""Characters of a quote, by writing."""
SHORTEST = {"en": 18, "zh": 6}
"""Shorter texts say too little to be quoted while there are others."""
ALIKE = 0.6
"""Share of common character pairs from which two texts say the same."""

_STOPS = re.compile(r"[。！？!?；;，,.]")


def cite(read: ReadFeedback) -> Citation:
    """The feedback as a quote; a long one ends at a word's end."""
    said = read.feedback
    text = said.text.strip()
    quote = _shorten(text, LONGEST[_writing(said.language)])
    return Citation(said.id, quote, said.language, said.channel, said.at, shortened=quote != text)


def choose(
    found: Iterable[ReadFeedback], limit: int, *, label: str | None = None, words: Sequence[str] = ()
) -> tuple[Citation, ...]:
    """At most ``limit`` quotes, by the given order: no repetitions, one a customer and theme first.

    Those of the feeling ``label`` come before others, those that hold any of ``words`` (normalised) before
    those that do not, and those that the clustering placed before those that were forced into a theme.
    """
    usable = [one for one in found if _usable(one)]
    ranked = sorted(
        usable,
        key=lambda one: (
            _silent(one),
            label is not None and _label(one) != label,
            bool(words) and not _holds(one, words),
            one.forced,
        ),
    )
    chosen: list[ReadFeedback] = []
    for strict in (True, False):
        for one in ranked:
            if len(chosen) < limit and one not in chosen and _new(one, chosen, strict=strict):
                chosen.append(one)
    return tuple(cite(one) for one in chosen)


def _usable(one: ReadFeedback) -> bool:
    return one.feedback.duplicate_of is None and bool(one.feedback.text.strip())


def _holds(one: ReadFeedback, words: Sequence[str]) -> bool:
    spoken = normal(one.feedback.text)
    return any(word in spoken for word in words)


def _silent(one: ReadFeedback) -> bool:
    """Whether the text is too short to tell anything."""
    return len(one.feedback.text.strip()) < SHORTEST[_writing(one.feedback.language)]


def _label(one: ReadFeedback) -> str | None:
    return one.analysis.label if one.analysis else None


def _new(one: ReadFeedback, chosen: Sequence[ReadFeedback], *, strict: bool) -> bool:
    pairs = _pairs(one.feedback.text)
    for other in chosen:
        known = _pairs(other.feedback.text)
        if len(pairs & known) > ALIKE * min(len(pairs), len(known)):
            return False
        same = one.feedback.customer_id is not None and one.feedback.customer_id == other.feedback.customer_id
        if strict and same and one.theme_id == other.theme_id:
            return False
    return True


def _pairs(text: str) -> set[str]:
    lowered = text.lower()
    return {lowered[place : place + 2] for place in range(len(lowered) - 1)} or {lowered}


def _writing(language: str) -> str:
    return "zh" if language.startswith("zh") else "en"


def _shorten(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    head = text[: longest + 1]
    space = max(head.rfind(" "), head.rfind("\n"))
    if space > longest // 2:
        return head[:space].rstrip(" \n,;:，；：")
    stops = [match.end() for match in _STOPS.finditer(head) if longest // 2 < match.end() <= longest]
    return head[: stops[-1] if stops else longest].rstrip(" \n,，;；")
