"""Amounts and their currencies."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from index.cleaning.lexicon import table
from index.cleaning.values import number, numbers, translated

if TYPE_CHECKING:
    import polars as pl

_CODE = re.compile(r"^([A-Z]{3})(?![A-Z])|(?<![A-Z])([A-Z]{3})$")


def amounts(values: "pl.Series", *, decimal_comma: bool = False) -> "pl.Series":
    """Present amounts without their currency marks, as floats; None where nothing or no amount is there."""
    import polars as pl

    shown = values
    plain = numbers(shown, decimal_comma=decimal_comma)
    if plain.null_count() == shown.null_count():
        return plain
    return translated(shown, lambda text: number(split(text)[1], decimal_comma=decimal_comma), pl.Float64)


def marked(values: "pl.Series") -> "pl.Series":
    """The currency that each present amount carries itself; None where it carries none."""
    import polars as pl

    shown = values
    if not shown.str.contains(r"[^\d.,\-+\s()]").any():
        return pl.Series([None] * values.len(), dtype=pl.String)
    return translated(shown, lambda text: split(text)[0] or None, pl.String)


def codes(values: "pl.Series") -> "pl.Series":
    """ISO codes of present values such as ``GBP``, ``hk$`` or ``人民币``; an unknown one stays as it is."""
    import polars as pl

    return translated(values, code, pl.String)


@cache
def codes_in_use() -> frozenset[str]:
    """The three-letter codes of ISO 4217."""
    return frozenset(table("money")["codes"].split())


@cache
def code(text: str) -> str:
    """The ISO code that ``text`` means; ``text`` itself where it means none."""
    folded = unicodedata.normalize("NFKC", text).strip().upper()
    if folded in codes_in_use():
        return folded
    known = {
        unicodedata.normalize("NFKC", mark).upper(): name for mark, name in table("money")["marks"].items()
    }
    return known.get(folded) or text


@cache
def of_country(country: str) -> str | None:
    """The currency of a country's name or code; None where it is not known."""
    known = {name.lower(): currency for name, currency in table("money")["countries"].items()}
    return known.get(country.strip().lower())


def split(text: str) -> tuple[str, str]:
    """An amount's currency (ISO code, or empty) and what is left of it."""
    folded = unicodedata.normalize("NFKC", text).strip().upper().replace("−", "-")
    sign = ""
    if folded.startswith(("-", "(")):
        sign, folded = folded[0], folded[1:].strip()
    for mark, name in _marks():
        if mark in folded:
            return name, sign + folded.replace(mark, "", 1).strip(" .")
    found = _CODE.search(folded)
    if found and (found[1] or found[2]) in codes_in_use():
        return found[1] or found[2], sign + folded.replace(found[0], "", 1).strip()
    return "", sign + folded


@cache
def _marks() -> tuple[tuple[str, str], ...]:
    marks = {
        unicodedata.normalize("NFKC", mark).upper(): name for mark, name in table("money")["marks"].items()
    }
    return tuple(sorted(marks.items(), key=lambda pair: -len(pair[0])))
