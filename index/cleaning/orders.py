"""Order lines from rows: one row a line, one row an order, or lines nested in their order."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.cleaning.digests import mixed, name_of, number_hashes, string_hashes
from index.cleaning.fields import Faults, Fields, Terms, times
from index.cleaning.money import amounts, codes, codes_in_use, marked, of_country
from index.cleaning.values import numbers
from index.readers import ROW, BrokenRow

if TYPE_CHECKING:
    import polars as pl

DECIMALS = 6
"""Amounts are rounded to this many, which makes their sums independent of the order of adding."""
_CONTENT = ("sku", "description", "category")


@dataclass(frozen=True)
class CleanLines:
    """``lines``: row, order_id, given, email, phone, at, currency, country, sku, description, category,
    quantity, unit_price, amount, line_key, keyed (the key is not made of the content)."""  # noqa: D205,D209

    lines: "pl.DataFrame"
    rejected: tuple[BrokenRow, ...]


def clean_orders(frame: "pl.DataFrame", terms: Terms) -> CleanLines:
    """The good lines of a block, typed; the rest with reasons. A record with one bad line is bad."""
    import polars as pl

    fields, faults = Fields(frame, terms.layout), Faults()
    columns = {ROW: frame[ROW], "given": fields.ids("customer_id"), "at": times(fields, "at", terms, faults)}
    columns |= {name: fields.ids(name) for name in ("order_id", "sku", "line_id")}
    columns |= {name: fields.text(name) for name in ("description", "category", "country", "email", "phone")}
    columns |= _money(fields, terms, faults)
    columns["currency"] = _currency(fields, terms, faults)
    if "order_id" in terms.layout and "customer_id" not in terms.layout:
        faults.note(columns["order_id"].is_null(), "missing_order", fields.column("order_id"))
    table = pl.DataFrame({name: values.alias(name) for name, values in columns.items()})
    if faults.found:
        table = table.filter(faults.sound(frame))
    table = table.with_columns(pl.col("sku").fill_null(""))
    return CleanLines(_keyed(_named(table, terms), terms), faults.rejected(frame))


def _money(fields: Fields, terms: Terms, faults: Faults) -> "dict[str, pl.Series]":
    """Quantity, unit price and amount of each line: what is missing follows from the others."""
    import polars as pl

    comma = terms.style.decimal_comma
    quantity = _numbers(
        fields, "quantity", "bad_quantity", faults, decimal_comma=comma.get("quantity", False)
    )
    price = _amounts(fields, "unit_price", "bad_price", faults, decimal_comma=comma.get("unit_price", False))
    amount = _amounts(fields, "amount", "bad_amount", faults, decimal_comma=comma.get("amount", False))
    if "unit_price" in terms.layout and (terms.layout.nested or not terms.style.amount_of_line):
        column = terms.layout.fields.get("amount", "")
        if not column.startswith("line."):
            amount = amount.clear(amount.len())
    table = pl.DataFrame({"quantity": quantity, "price": price, "amount": amount})
    table = table.with_columns(pl.col("quantity").fill_null(1.0))
    table = table.with_columns(
        amount=pl.coalesce("amount", pl.col("quantity") * pl.col("price")).round(DECIMALS),
    )
    # A return written as a negative quantity is a negative amount, whatever sign the file gives it.
    table = table.with_columns(
        amount=pl.when(
            (pl.col("quantity") < 0) & (pl.col("amount") > 0) & (pl.col("price").fill_null(1.0) >= 0)
        )
        .then(-pl.col("amount"))
        .otherwise("amount")
    )
    unit = pl.when(pl.col("quantity") != 0).then(pl.col("amount") / pl.col("quantity")).otherwise(0.0)
    table = table.with_columns(unit_price=pl.coalesce("price", unit.round(DECIMALS)))
    column = fields.column("amount" if "amount" in terms.layout else "unit_price")
    faults.note(table["amount"].is_null(), "missing_amount", column)
    return {name: table[name] for name in ("quantity", "unit_price", "amount")}


def _numbers(fields: Fields, name: str, reason: str, faults: Faults, *, decimal_comma: bool) -> "pl.Series":
    shown = fields.text(name)
    read = numbers(shown, decimal_comma=decimal_comma)
    faults.note(read.is_null() & shown.is_not_null(), reason, fields.column(name), shown)
    return read


def _amounts(fields: Fields, name: str, reason: str, faults: Faults, *, decimal_comma: bool) -> "pl.Series":
    shown = fields.text(name)
    read = amounts(shown, decimal_comma=decimal_comma)
    faults.note(read.is_null() & shown.is_not_null(), reason, fields.column(name), shown)
    return read


def _currency(fields: Fields, terms: Terms, faults: Faults) -> "pl.Series":
    """By the row's column, the mark at its amount, else the file's; a country tells which ``¥`` or ``元``."""
    import polars as pl

    named = codes(fields.text("currency"))
    known = named.is_in(list(codes_in_use()))
    faults.note(~known & named.is_not_null(), "bad_currency", fields.column("currency"), named)
    if "currency" in terms.layout and named.null_count() == 0:
        return named
    table = pl.DataFrame(
        {"named": named, "amount": marked(fields.text("amount")), "price": marked(fields.text("unit_price"))}
    )
    return table.select(pl.coalesce("named", "amount", "price", pl.lit(terms.style.currency)))["named"]


def _named(table: "pl.DataFrame", terms: Terms) -> "pl.DataFrame":
    """Rows without an order's number belong to the order that their customer and time make."""
    import polars as pl

    if not table["order_id"].null_count():
        return table
    parts = table.select("given", "email", "at", "order_id", "amount").to_dicts()
    names = [
        row["order_id"] or "o-" + name_of(terms.source, row["given"] or row["email"], row["at"])
        for row in parts
    ]
    return table.with_columns(order_id=pl.Series(names, dtype=pl.String))


def _keyed(table: "pl.DataFrame", terms: Terms) -> "pl.DataFrame":
    """Add each line's key: its own number, the whole order, or its content.

    The same content at another minute of the order is another line, told apart by the rank of its time:
    so an export whose times are all shifted still holds the same lines.
    """
    import polars as pl

    whole_order = not ({"sku", "description", "quantity", "line_id"} & terms.layout.fields.keys())
    named = table["line_id"].is_not_null()
    content = mixed(
        [*(string_hashes(table[name]) for name in _CONTENT)]
        + [number_hashes(table[name]) for name in ("quantity", "unit_price", "amount")]
    )
    if whole_order and "order_id" in terms.layout:
        return table.with_columns(line_key=pl.lit(0, dtype=pl.Int64), keyed=pl.lit(True))
    table = table.with_columns(line_key=pl.Series(content.astype("int64")), keyed=named)
    if named.any():
        own = mixed([string_hashes(table["line_id"])])
        table = table.with_columns(
            line_key=pl.when("keyed").then(pl.Series(own.astype("int64"))).otherwise("line_key")
        )
    return _apart(table)


def _apart(table: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    twice = table.filter(pl.struct("order_id", "line_key").is_duplicated() & ~pl.col("keyed"))
    if not twice.height:
        return table
    twice = twice.with_columns(rank=pl.col("at").rank("dense").over("order_id", "line_key")).filter(
        pl.col("rank") > 1
    )
    if not twice.height:
        return table
    keys = mixed([twice["line_key"].to_numpy().astype("uint64"), twice["rank"].to_numpy().astype("uint64")])
    moved = twice.select("order_id", "line_key", "at", moved=pl.Series(keys.astype("int64"))).unique()
    joined = table.join(moved, on=["order_id", "line_key", "at"], how="left", maintain_order="left")
    return joined.with_columns(line_key=pl.coalesce("moved", "line_key")).drop("moved")


def currency_of(country: str | None, default: str) -> str:
    """The currency of a country's name; the default where it is not known."""
    return (of_country(country) if country else None) or default
