"""The rules of words: what carries a signal, and what around it takes the sense away."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nlp import lexicons
from nlp.signals.kinds import FELT_KINDS, LIKELY, SURE

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """The words of one kind of signal at one strength, and what around them speaks against it."""

    kind: str
    strength: float
    find: Pattern
    not_before: Pattern | None
    """Searched in the clause before the match; it must reach up to the match."""
    not_after: Pattern | None
    harmless: Pattern | None
    """Phrases that hold such words in another sense; a match that meets one is none."""


@cache
def rules(tongue: str) -> tuple[Rule, ...]:
    """The rules of ``en`` or ``zh``, compiled; of one kind the surer come first."""
    tables = lexicons.table(f"signals_{tongue}")
    words = tongue == "en"
    return tuple(
        _rule(kind, strength, tables[kind], key, tables["scope"], words=words)
        for kind in FELT_KINDS
        for key, strength in (("find", SURE), ("likely", LIKELY))
        if tables[kind].get(key)
    )


def _rule(
    kind: str,
    strength: float,
    table: Mapping[str, Sequence[str]],
    key: str,
    scope: Mapping[str, str],
    *,
    words: bool,
) -> Rule:
    def either(name: str) -> str:
        patterns = (scope[one[1:]] if one.startswith("@") else one for one in table.get(name, ()))
        return "|".join(f"(?:{pattern})" for pattern in patterns)

    def guard(name: str) -> Pattern | None:
        return re.compile(either(name)) if table.get(name) else None

    found = rf"(?<![\w'])(?:{either(key)})(?![\w])" if words else either(key)
    return Rule(kind, strength, re.compile(found), guard("not_before"), guard("not_after"), guard("harmless"))
