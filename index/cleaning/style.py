"""How one file writes dates, numbers and scores: decided once, over all its rows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.cleaning.dates import Order, order_of
from index.cleaning.direction import UPRIGHT, header_inverts, runs_backwards
from index.cleaning.layout import Layout
from index.cleaning.money import of_country, split
from index.cleaning.ratings import Scale, scale_of, score
from index.cleaning.values import numbers, present
from index.readers import Sheet

if TYPE_CHECKING:
    import polars as pl

DATES = ("at", "joined_at")
AMOUNTS = ("amount", "unit_price", "quantity")
SCORES = ("nps", "csat", "rating")
MOST = 0.9
ENOUGH = 10_000
"""Rows that show how a column writes its numbers."""
_CLEAR = r"^\s*(\d{4}[-/.年]|\d{8}|\d{10}|\d{13}|\d{3}[-/.年]|民)"
_SLASHED = r"^\s*\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]"


@dataclass(frozen=True)
class Style:
    """One file's ways; ``currency`` is meant where no row says another."""

    currency: str
    orders: Mapping[str, Order] = field(default_factory=dict)
    decimal_comma: Mapping[str, bool] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    amount_of_line: bool = True
    """Whether ``amount`` is the line's own, not the whole order's repeated on each line."""
    notes: tuple[str, ...] = ()


def style_of(sheet: Sheet, layout: Layout, currency: str) -> Style:
    """Read the file's columns of dates, amounts and scores for how they are written."""
    first = next(sheet.blocks(), None)
    seen = _values(sheet, layout)
    order, notes = _orders(seen, layout, currency)
    comma = {name: _decimal_comma(seen[name]) for name in AMOUNTS if name in seen}
    scales = {
        name: scale_of(name, layout.fields[name], sheet.name, seen[name]) for name in SCORES if name in seen
    }
    scales, turned = _turned(scales, layout, first.frame if first is not None else None)
    notes += turned
    own = first is None or _amount_of_line(first.frame, layout, comma)
    return Style(currency, order, comma, scales, own, notes)


def _turned(
    scales: Mapping[str, Scale], layout: Layout, head: "pl.DataFrame | None"
) -> tuple[dict[str, Scale], tuple[str, ...]]:
    """Scales whose lowest score is the best turned round, and what the user is told of those not declared."""
    turned, notes = dict(scales), []
    for name, scale in scales.items():
        column = layout.fields[name]
        if name in layout.inverted:
            turned[name] = replace(scale, inverted=layout.inverted[name])
        elif header_inverts(column) or (head is not None and _backwards(head, layout, column)):
            turned[name] = replace(scale, inverted=True)
            notes.append(
                f"Low scores in the column {column} seem to be the good ones; they were turned round. "
                f'If that is wrong, ingest with --map {name}="{column}{UPRIGHT}".'
            )
    return turned, tuple(notes)


def _backwards(head: "pl.DataFrame", layout: Layout, column: str) -> bool:
    if "text" not in layout:
        return False
    pairs = zip(head[layout.fields["text"]].to_list(), head[column].to_list(), strict=True)
    read = [
        (str(text), found.value)
        for text, given in pairs
        if text and given is not None and (found := score(str(given)))
    ]
    return runs_backwards([text for text, _ in read], [value for _, value in read])


def _values(sheet: Sheet, layout: Layout) -> dict[str, Counter[str]]:
    """Distinct values with their counts; of all rows where that can matter, else of the first block's."""
    wanted = {name: column for name, column in layout.fields.items() if name in (*DATES, *AMOUNTS, *SCORES)}
    seen: dict[str, Counter[str]] = {name: Counter() for name in wanted}
    # The currency and country tell whether an undecided date is American.
    for name in ("currency", "country"):
        if name in layout.fields:
            wanted[name], seen[name] = layout.fields[name], Counter()
    for place, block in enumerate(sheet.blocks()):
        if place:
            wanted = {name: column for name, column in wanted.items() if _matters(name, seen[name])}
            if not wanted:
                break
        for name, column in wanted.items():
            values = block.frame[column] if name in (*DATES, *SCORES) else block.frame[column].head(ENOUGH)
            counts = present(values).drop_nulls().alias("value").value_counts()
            seen[name].update(dict(counts.iter_rows()))
    return seen


def _matters(name: str, seen: Counter[str]) -> bool:
    if name in SCORES:
        return True
    if name not in DATES or not seen:
        return False
    import polars as pl

    clear = pl.Series(list(seen)).str.contains(_CLEAR).sum()
    return clear < len(seen)


def _orders(
    seen: Mapping[str, Counter[str]], layout: Layout, currency: str
) -> tuple[dict[str, Order], tuple[str, ...]]:
    orders: dict[str, Order] = {}
    notes: list[str] = []
    for name in DATES:
        if name not in seen:
            continue
        days, months, either = order_of(seen[name])
        orders[name] = "mdy" if months > days else "dmy"
        if days == months and either:
            orders[name] = "mdy" if _american(seen, currency) else "dmy"
            read = "month/day" if orders[name] == "mdy" else "day/month"
            notes.append(
                f"Dates in the column {layout.fields[name]} can be read two ways; they were taken as {read}."
            )
    return orders, tuple(notes)


def _american(seen: Mapping[str, Counter[str]], currency: str) -> bool:
    marks = Counter(
        split(text)[0] for name in ("amount", "unit_price") for text in list(seen.get(name, ()))[:500]
    )
    marks.update(seen.get("currency", {}))
    marks.update(of_country(country) or "" for country in seen.get("country", {}))
    marks.pop("", None)
    return marks.most_common(1)[0][0] == "USD" if marks else currency == "USD" and "currency" not in seen


def _decimal_comma(seen: Counter[str]) -> bool:
    import polars as pl

    values = pl.Series(list(seen), dtype=pl.String)
    comma = values.str.contains(r",\d{1,2}\D*$|\.\d{3},\d").sum()
    point = values.str.contains(r"\.\d{1,2}\D*$|,\d{3}\.\d").sum()
    return comma > point


def _amount_of_line(frame: "pl.DataFrame", layout: Layout, comma: Mapping[str, bool]) -> bool:
    """An amount beside quantity and price is the line's when it is about their product."""
    import polars as pl

    if not {"amount", "quantity", "unit_price"} <= layout.fields.keys():
        return True
    head = frame.head(5000)
    parts = {
        name: numbers(present(head[layout.fields[name]]), decimal_comma=comma.get(name, False))
        for name in AMOUNTS
    }
    table = pl.DataFrame(parts).drop_nulls().filter(pl.col("quantity").abs() > 1)
    if not table.height:
        return True
    product = table["quantity"] * table["unit_price"]
    # Up to 70 % may be off by a discount.
    near = (table["amount"].abs() <= product.abs() * 1.25 + 0.01) & (
        table["amount"].abs() >= product.abs() * 0.3
    )
    return float(near.sum()) >= MOST * table.height
