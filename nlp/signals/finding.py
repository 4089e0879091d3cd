"""Finds by words what a text does: ask, complain, praise, threaten to leave, claim money back, go to law."""

import re
from collections.abc import Iterable, Iterator

from nlp.findings import Language, Signal
from nlp.language import aligned_simplified
from nlp.signals.kinds import HOLDS, KINDS
from nlp.signals.rivals import NOBODY, Rivals
from nlp.signals.rules import Rule, rules

REACH = 60
"""Characters before and after a match in which something may speak against it."""
LONGEST = 20_000
"""Characters of a text that are searched; nobody says more in one."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{3}")
_CLAUSE_START = re.compile(r"[.!?;:,。！？；：，、\n…~～]| - |(?<=[\u3400-\u9fff])\s")
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


def find(text: str, language: Language, *, rivals: Rivals = NOBODY) -> tuple[Signal, ...]:
    """The signals of ``text`` by the rules of words alone, by place; each is at least half sure."""
    return held(found_by_rules(text, language, rivals))


def held(found: Iterable[Signal]) -> tuple[Signal, ...]:
    """Those that are at least half sure, by place."""
    sure = (one for one in found if one.score >= HOLDS)
    return tuple(sorted(sure, key=lambda one: (one.start, KINDS.index(one.kind))))


def found_by_rules(text: str, language: Language, rivals: Rivals) -> list[Signal]:
    """All that words tell, with the strength of those words; signals of one kind never overlap.

    English and Chinese words are both looked for where the text has letters of both, whatever its main
    ``language``. Chinese is compared in Simplified form; offsets and words are those of the text as written.
    """
    plain = text[:LONGEST].translate(_STRAIGHT)
    found: list[Signal] = []
    if language == "en" or _LATIN.search(plain):
        lowered = plain.lower()
        found += _signals(text, lowered if len(lowered) == len(plain) else plain, rules("en"))
    simplified = aligned_simplified(plain)
    if _HAN.search(plain):
        found += _signals(text, simplified, rules("zh"))
    return [*found, *rivals.find(text, simplified)]


def _signals(text: str, compared: str, known: tuple[Rule, ...]) -> Iterator[Signal]:
    taken: dict[str, list[tuple[int, int]]] = {}
    for rule in known:
        spans = taken.setdefault(rule.kind, [])
        for start, end in _matches(compared, rule):
            if not any(start < other_end and other < end for other, other_end in spans):
                spans.append((start, end))
                yield Signal(rule.kind, text[start:end], start, end, rule.strength)


def _matches(text: str, rule: Rule) -> Iterator[tuple[int, int]]:
    harmless: list[tuple[int, int]] | None = None
    for match in rule.find.finditer(text):
        start, end = _trim(text, match.start(), match.end())
        if harmless is None:
            harmless = [one.span() for one in rule.harmless.finditer(text)] if rule.harmless else []
        inside = any(start < last and first < end for first, last in harmless)
        if start < end and not inside and not _is_denied(text, start, end, rule):
            yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    written = text[start:end]
    return start + len(written) - len(written.lstrip()), end - len(written) + len(written.rstrip())


def _is_denied(text: str, start: int, end: int, rule: Rule) -> bool:
    clause = _CLAUSE_START.split(text[max(0, start - REACH) : start])[-1]
    if rule.not_before and rule.not_before.search(clause):
        return True
    return bool(rule.not_after and rule.not_after.search(text[end : end + REACH]))
