"""What an empty value, an identifier and a number are, column by column."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import polars as pl

NOTHING = (
    "",
    "null",
    "none",
    "nan",
    "n/a",
    "na",
    "#n/a",
    "nil",
    "-",
    "--",
    "—",
    "无",
    "無",
    "\\n",
    "nat",
    "<na>",
    "undefined",
)
_NOTHING = sorted({form for word in NOTHING for form in (word, word.upper(), word.title())})
LONGEST_ID = 200
LARGEST = 1e12
Value = TypeVar("Value")

_PLAIN = re.compile(r"[-+]?\d+(\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[ '’\u00a0\u202f](?=\d{3}(\D|$))")


def present(values: "pl.Series") -> "pl.Series":
    """Values without white space around them; None for whatever means nothing."""
    import polars as pl

    stripped = values.str.strip_chars()
    nothing = stripped.is_in(_NOTHING)
    return pl.select(pl.when(~nothing).then(stripped)).to_series() if nothing.any() else stripped


def identifiers(values: "pl.Series") -> "pl.Series":
    """Present values with the ``.0`` taken off that spreadsheets put behind whole numbers."""
    shown = present(values)
    if shown.str.ends_with(".0").any():
        shown = shown.str.replace(r"^(\d+)\.0$", "$1")
    return shown.str.slice(0, LONGEST_ID) if (shown.str.len_bytes() > LONGEST_ID).any() else shown


def translated(
    values: "pl.Series", read: Callable[[str], Value | None], dtype: "type[pl.DataType]"
) -> "pl.Series":
    """``read`` applied to each distinct value once; None stays None."""
    import polars as pl

    distinct = values.drop_nulls().unique().to_list()
    known: Mapping[str, Value | None] = {value: read(value) for value in distinct}
    table = pl.DataFrame(
        {"value": list(known), "read": pl.Series(list(known.values()), dtype=dtype)},
        schema={"value": pl.String, "read": dtype},
    )
    keyed = values.alias("value").to_frame()
    return keyed.join(table, on="value", how="left", maintain_order="left")["read"]


def numbers(values: "pl.Series", *, decimal_comma: bool = False) -> "pl.Series":
    """Values (as ``present`` gives them) as finite floats; None where no number is there."""
    import polars as pl

    shown = values
    if not decimal_comma:
        plain = shown.cast(pl.Float64, strict=False)
        if plain.null_count() == shown.null_count():
            return _bounded(plain)
    return _bounded(translated(shown, lambda text: number(text, decimal_comma=decimal_comma), pl.Float64))


def number(text: str, *, decimal_comma: bool = False) -> float | None:
    """``1,234.50``, ``1.234,50``, ``(12.00)``, ``12-``, ``１２`` or ``1.2万`` as a float; else None."""
    folded = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("–", "-")
    times = 1.0
    if folded.endswith(("万", "萬")):
        folded, times = folded[:-1], 10_000.0
    negative = folded.startswith("(") and folded.endswith(")")
    if negative:
        folded = folded[1:-1].strip()
    if folded.endswith("-"):
        negative, folded = True, folded[:-1]
    folded = _THOUSANDS.sub("", folded).replace(" ", "")
    folded = _without_thousands(folded, decimal_comma=decimal_comma)
    if not _PLAIN.fullmatch(folded):
        return None
    return (-1.0 if negative else 1.0) * float(folded) * times


def _without_thousands(text: str, *, decimal_comma: bool) -> str:
    """Decide which of comma and point marks the decimals, by their order where both stand."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        decimal_comma = comma > point
    elif comma >= 0 and not decimal_comma:
        # A lone comma before other than three digits cannot mark thousands.
        decimal_comma = text.count(",") == 1 and len(text) - comma - 1 != 3
    if decimal_comma:
        return text.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"[-+]?\d{1,3}(,\d{2,4})+(\.\d*)?|[^,]*", text):
        return text
    return text.replace(",", "")


def _bounded(values: "pl.Series") -> "pl.Series":
    good = values.is_finite() & (values.abs() <= LARGEST)
    return values if good.all() else values.set(~good.fill_null(False), None)


def whole(value: float) -> bool:
    """Whether the value is a whole number."""
    return math.isfinite(value) and value == int(value)
