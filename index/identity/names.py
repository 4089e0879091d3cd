"""Whether two names may be one person's: who shares a phone but not a name is a household, not a person."""

import re

from rapidfuzz import fuzz

from nlp.language import to_simplified

ALIKE = 70
"""Similarity (0-100) of two Latin names, their words in any order, from which they may be one person's."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]")


def conflict(first: str | None, second: str | None) -> bool:
    """Whether both names are known, written alike, and clearly two people's.

    A name in Chinese and one in Latin letters cannot be compared, nor can a single Latin word, which may be
    a nickname; such names do not conflict.
    """
    one, other = _plain(first), _plain(second)
    if not one or not other:
        return False
    if _HAN.search(one) and _HAN.search(other):
        return one not in other and other not in one
    if _LATIN.search(one) and _LATIN.search(other) and " " in one and " " in other:
        return fuzz.token_sort_ratio(one, other) < ALIKE and not _initials(one, other)
    return False


def _plain(name: str | None) -> str:
    return " ".join(to_simplified(name or "").lower().replace(".", " ").replace("-", " ").split())


def _initials(one: str, other: str) -> bool:
    """``j smith`` may be ``jane smith``."""
    first, second = one.split(), other.split()
    if len(first) != len(second):
        return False
    return all(a.startswith(b) or b.startswith(a) for a, b in zip(first, second, strict=True))
