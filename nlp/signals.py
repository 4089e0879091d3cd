"""What a text does: ask, complain, praise, request, threaten to leave, press, claim money back, go to law."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nlp import lexicons
from nlp.findings import Language, Signal
from nlp.language import aligned_simplified

KINDS = ("churn", "refund", "legal", "urgency", "request", "complaint", "praise", "question")
REACH = 40
"""Characters before a match in which a negation may stand."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{3}")
_CLAUSE_START = re.compile(r"[.!?;,。！？；，\n]")
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


@dataclass(frozen=True, slots=True)
class Rule:
    """The words of one kind of signal, and what around them takes the sense away."""

    kind: str
    find: re.Pattern[str]
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None


def find(text: str, language: Language) -> tuple[Signal, ...]:
    """The signals of ``text`` by place; those of one kind never overlap.

    English and Chinese words are both looked for where the text has letters of both, whatever its main
    ``language``. Chinese is compared in Simplified form; offsets and words are those of the text as written.
    """
    plain = text.translate(_STRAIGHT)
    found: list[Signal] = []
    if language == "en" or _LATIN.search(plain):
        lowered = plain.lower()
        found += _signals(text, lowered if len(lowered) == len(text) else plain, rules("en"))
    if _HAN.search(plain):
        found += _signals(text, aligned_simplified(plain), rules("zh"))
    return tuple(sorted(found, key=lambda signal: (signal.start, KINDS.index(signal.kind))))


def _signals(text: str, compared: str, known: tuple[Rule, ...]) -> Iterator[Signal]:
    for rule in known:
        taken = 0
        for match in rule.find.finditer(compared):
            start, end = _trim(compared, match.start(), match.end())
            if start < taken or start == end or _is_denied(compared, start, end, rule):
                continue
            taken = end
            yield Signal(rule.kind, text[start:end], start, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    written = text[start:end]
    return start + len(written) - len(written.lstrip()), end - len(written) + len(written.rstrip())


def _is_denied(text: str, start: int, end: int, rule: Rule) -> bool:
    clause = _CLAUSE_START.split(text[max(0, start - REACH) : start])[-1]
    if rule.not_before and rule.not_before.search(clause):
        return True
    return bool(rule.not_after and rule.not_after.search(text[end : end + REACH]))


@cache
def rules(tongue: str) -> tuple[Rule, ...]:
    """The rules of ``en`` or ``zh``, compiled."""
    tables = lexicons.table(f"signals_{tongue}")
    return tuple(_rule(kind, tables[kind], words=tongue == "en") for kind in KINDS)


def _rule(kind: str, table: Mapping[str, Any], *, words: bool) -> Rule:
    either = "|".join(f"(?:{pattern})" for pattern in table["find"])
    find_ = rf"(?<![\w'])(?:{either})(?![\w])" if words else either

    def guard(key: str) -> re.Pattern[str] | None:
        patterns = table.get(key, [])
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None

    return Rule(kind, re.compile(find_), guard("not_before"), guard("not_after"))
