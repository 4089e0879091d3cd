"""Scores that customers give: which scale, and whether a score lies on it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from index.cleaning.lexicon import normal, table, words
from index.cleaning.values import number
from index.records import Rating

COVERED = 0.97
"""A scale is the smallest that holds this share of a column's scores; those beyond it are faulty."""

_OUT_OF = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:/|out of|of)\s*(\d+)")
_STARS = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:-?\s*stars?|颗星|顆星|星级|星級|星|分)")
_DIGITS = dict(zip("零一二两兩三四五六七八九十", (0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_HAN_STARS = re.compile(r"([零一二两兩三四五六七八九十])\s*(?:颗星|顆星|星级|星級|星|分)")
_HEADER_MAXIMUM = re.compile(r"(?:out of|/|1\s*-|0\s*-|1\s*to|0\s*to|1~|0~|1–|0–)\s*(100|10|7|5)\b")


@dataclass(frozen=True)
class Score:
    """One value as read: ``maximum`` None where it does not say its own."""

    value: float
    maximum: float | None = None


@dataclass(frozen=True)
class Scale:
    """What a column's scores are measured on."""

    name: str
    minimum: float
    maximum: float
    inverted: bool = False
    """One is the best: scores are turned round."""


def score(text: str) -> Score | None:
    """``4``, ``4/5``, ``★★★★☆``, ``4 stars``, ``四星``, ``85%``, ``👍`` as a number; else None."""
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    if (verdict := _verdict(folded)) is not None:
        return Score(float(verdict), 1.0)
    if folded and set(folded) <= set("★☆⭐ \ufe0f"):
        return Score(float(folded.count("★") + folded.count("⭐")), 5.0)
    if found := _OUT_OF.fullmatch(folded):
        return Score(float(found[1]), float(found[2]))
    if folded.endswith("%") and (value := number(folded[:-1])) is not None:
        return Score(value, 100.0)
    if found := _HAN_STARS.fullmatch(folded):
        return Score(float(_DIGITS[found[1]]))
    stars = _STARS.fullmatch(folded)
    value = number(stars[1] if stars else folded)
    return None if value is None else Score(value)


def _verdict(folded: str) -> bool | None:
    """Whether the word approves; None where it is no verdict."""
    lists = table("scores")
    return True if folded in lists["yes"] else False if folded in lists["no"] else None


def scale_of(field: str, header: str, name: str, counts: Mapping[str, int]) -> Scale:
    """The scale of a column: by field, header and the file's ``name``, then by its values' ``counts``."""
    read = [(found, count) for text, count in counts.items() if (found := score(text)) is not None]
    told = _HEADER_MAXIMUM.search(words(header))
    hint = normal(header) + normal(name)
    if field == "nps" or (
        field == "rating" and ("nps" in hint or "推荐" in hint) and _covering(read) in (5.0, 7.0, 10.0)
    ):
        return Scale("nps", 0.0, 10.0)
    maximum = float(told[1]) if told else _covering(read)
    if maximum == 1.0:
        return Scale("score", 0.0, 1.0)
    if field == "csat" or "csat" in hint or "满意" in hint:
        return Scale("csat", 0.0 if maximum == 100.0 else 1.0, maximum)
    if maximum == 5.0:
        return Scale("stars", 1.0, 5.0)
    return Scale("score", 0.0, maximum)


def rating(found: Score, scale: Scale) -> Rating | None:
    """The score on its scale; None where it lies outside. CSAT is brought to 1-5."""
    value, maximum = found.value, found.maximum
    if maximum is not None and maximum != scale.maximum:
        scale = replace(_own(maximum, scale), inverted=scale.inverted)
    if not scale.minimum <= value <= scale.maximum:
        return None
    if scale.inverted:
        # Whoever ranks from the best begins with one, also where the scale as such could begin with nought.
        value = min(max(scale.minimum, 1.0) + scale.maximum - value, scale.maximum)
    if scale.name == "csat" and (scale.minimum, scale.maximum) != (1.0, 5.0):
        share = (value - scale.minimum) / (scale.maximum - scale.minimum)
        return Rating("csat", round(1 + 4 * share, 4), 5.0)
    return Rating(scale.name, value, scale.maximum)


def _own(maximum: float, scale: Scale) -> Scale:
    """The scale of a value that says its own maximum, such as ``8/10``."""
    if scale.name == "csat":
        return Scale("csat", 0.0 if maximum == 100.0 else 1.0, maximum)
    return Scale("stars", 1.0, 5.0) if maximum == 5.0 else Scale("score", 0.0, maximum)


def _covering(read: list[tuple[Score, int]]) -> float:
    """The smallest usual maximum that holds nearly all scores."""
    total = sum(count for _, count in read)
    own = {found.maximum for found, _ in read if found.maximum is not None}
    if len(own) == 1 and sum(count for found, count in read if found.maximum) >= COVERED * total:
        return own.pop() or 5.0
    if (
        total
        and all(found.value in (0.0, 1.0) for found, _ in read)
        and any(found.value == 0 for found, _ in read)
    ):
        return 1.0
    for maximum in (5.0, 7.0, 10.0, 100.0):
        if sum(count for found, count in read if found.value <= maximum) >= COVERED * total:
            return maximum
    return 100.0
