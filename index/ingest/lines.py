"""Writes orders and their lines."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, select

from index.cleaning.digests import mixed, number_hashes, string_hashes
from index.cleaning.fields import Terms
from index.cleaning.orders import DECIMALS, CleanLines
from index.cleaning.persons import invented
from index.identity.handles import Handle, email, phone
from index.ingest.counting import Counters, Outcome
from index.ingest.people import Mentioned, settle
from index.ingest.sending import add, change
from index.readers import ROW
from index.schema import order_lines, orders
from index.store.writing import batches

if TYPE_CHECKING:
    import polars as pl

LINE = ("sku", "description", "category", "quantity", "unit_price", "amount")
KEY = ["order_id", "line_key"]
HEADER = ("given_customer", "customer_id", "at", "currency", "amount", "country")


@dataclass(frozen=True)
class Batch:
    """A batch beside what is stored of its orders."""

    lines: "pl.DataFrame"
    known_orders: "pl.DataFrame"
    known_lines: "pl.DataFrame"
    last: "pl.DataFrame"
    """The lines as they are to be, each key once."""


def write_orders(connection: Connection, clean: CleanLines, terms: Terms) -> Outcome:
    """Store new lines and changed ones, and keep each order's amount the sum of its lines."""
    import polars as pl

    lines, people = _with_people(clean.lines, terms)
    settled = settle(connection, people, terms.source)
    if not lines.height:
        return Outcome(Counters(), settled.parts)
    lines = lines.with_columns(version=pl.when("keyed").then(_versions(lines)).otherwise(0))
    batch = _beside(connection, lines)
    fresh = batch.last.join(batch.known_lines, on=KEY, how="anti").sort(KEY)
    changed = batch.last.join(batch.known_lines, on=KEY).filter(pl.col("version") != pl.col("known"))
    add(connection, order_lines, (*KEY, *LINE), fresh.select(*KEY, *LINE).rows())
    change(connection, order_lines, LINE, KEY, changed.select(*LINE, *KEY).rows())
    heads = _headers(batch, terms)
    owners = pl.DataFrame(
        {"given": list(settled.kept), "customer_id": list(settled.kept.values())},
        schema={"given": pl.String, "customer_id": pl.String},
    )
    corrected = _write_headers(connection, heads.join(owners, on="given", how="left"), batch, terms)
    counters = _count(batch, corrected, terms)
    wrote = {"orders"} if fresh.height or changed.height or corrected else set()
    return Outcome(counters, settled.parts | wrote)


def _with_people(lines: "pl.DataFrame", terms: Terms) -> "tuple[pl.DataFrame, list[Mentioned]]":
    """The lines with whom they are given for, also where only a mail or number says so."""
    import polars as pl

    if "email" in terms.layout or "phone" in terms.layout:
        who = ["given", "email", "phone", "country"]
        distinct = lines.select(who).unique(maintain_order=True)
        told = [_handles(mail, tel, country) for _, mail, tel, country in distinct.iter_rows()]
        named = [
            given or (invented(handles) if handles else None)
            for given, handles in zip(distinct["given"].to_list(), told, strict=True)
        ]
        table = distinct.with_columns(named=pl.Series(named, dtype=pl.String))
        lines = lines.join(table, on=who, how="left", nulls_equal=True, maintain_order="left")
        lines = lines.with_columns(given=pl.col("named")).drop("named")
        people = [
            Mentioned(key, handles, country)
            for key, handles, country in zip(named, told, distinct["country"].to_list(), strict=True)
            if key is not None
        ]
        return lines, people
    distinct = lines.select("given", "country").unique(subset="given", keep="first", maintain_order=True)
    return lines, [Mentioned(key, (), country) for key, country in distinct.iter_rows() if key is not None]


def _handles(mail: str | None, tel: str | None, country: str | None) -> tuple[Handle, ...]:
    return tuple(one for one in (email(mail), phone(tel, country)) if one is not None)


def _versions(lines: "pl.DataFrame") -> "pl.Series":
    """A hash of each line's content: tells whether a line with a key of its own has changed."""
    import polars as pl

    if "keyed" in lines.columns and not lines["keyed"].any():
        return pl.Series([0], dtype=pl.Int64).new_from_index(0, lines.height)
    parts = [string_hashes(lines[name]) for name in LINE[:3]] + [
        number_hashes(lines[name]) for name in LINE[3:]
    ]
    return pl.Series(mixed(parts).astype("int64"))


def _beside(connection: Connection, lines: "pl.DataFrame") -> Batch:
    import polars as pl

    ids = lines["order_id"].unique().to_list()
    known_orders = _stored(connection, orders, "id", ids, ("id", *HEADER))
    known = _stored(connection, order_lines, "order_id", known_orders["id"].to_list(), (*KEY, *LINE))
    keyed = known.join(lines.filter("keyed").select(KEY).unique(), on=KEY, how="semi")
    versions = keyed.select(*KEY, known=_versions(keyed))
    known = known.join(versions, on=KEY, how="left").with_columns(pl.col("known").fill_null(0))
    return Batch(lines, known_orders, known, lines.unique(subset=KEY, keep="last", maintain_order=True))


def _stored(
    connection: Connection, table: Table, key: str, ids: list[str], names: tuple[str, ...]
) -> "pl.DataFrame":
    import polars as pl

    types: dict[str, Any] = dict.fromkeys(("quantity", "unit_price", "amount"), pl.Float64)
    types |= {"at": pl.Int64, "line_key": pl.Int64}
    columns = [table.c[name] for name in names]
    rows: list[tuple[Any, ...]] = []
    for part in batches(sorted(ids)):
        rows += [tuple(row) for row in connection.execute(select(*columns).where(table.c[key].in_(part)))]
    return pl.DataFrame(rows, schema={name: types.get(name, pl.String) for name in names}, orient="row")


def _headers(batch: Batch, terms: Terms) -> "pl.DataFrame":
    """One row an order of the batch, its amount over all its lines, stored ones too."""
    import polars as pl

    untouched = batch.known_lines.join(batch.last, on=KEY, how="anti")
    amounts = pl.concat([batch.last.select("order_id", "amount"), untouched.select("order_id", "amount")])
    sums = amounts.group_by("order_id").agg(pl.col("amount").sum().round(DECIMALS))
    # An order's own row says its time; of lines the earliest counts.
    at = pl.col("at").last() if batch.lines["keyed"].all() and not terms.layout.nested else pl.col("at").min()
    heads = batch.lines.group_by("order_id", maintain_order=True).agg(
        pl.col("given").drop_nulls().last(),
        at,
        pl.col("currency").last(),
        pl.col("country").drop_nulls().last(),
    )
    return heads.join(sums, on="order_id")


def _write_headers(connection: Connection, heads: "pl.DataFrame", batch: Batch, terms: Terms) -> set[str]:
    """Store new orders and changed ones; those known orders of which more than the amount changed."""
    import polars as pl

    old = batch.known_orders.rename({name: f"old_{name}" for name in HEADER})
    both = heads.join(old, left_on="order_id", right_on="id", how="left")
    is_new = pl.col("old_at").is_null()
    names = ("id", "source", *HEADER)
    fresh = both.filter(is_new).select(
        "order_id", pl.lit(terms.source), "given", "customer_id", "at", "currency", "amount", "country"
    )
    add(connection, orders, names, fresh.rows())
    whole = batch.lines["keyed"].all() and not terms.layout.nested
    at = pl.col("at") if whole else pl.min_horizontal("at", "old_at")
    kept = both.filter(~is_new).select(
        "order_id",
        *(pl.col(f"old_{name}") for name in HEADER),
        given_customer=pl.coalesce("given", "old_given_customer"),
        customer_id=pl.when(pl.col("given").is_not_null()).then("customer_id").otherwise("old_customer_id"),
        at=at,
        currency="currency",
        amount="amount",
        country=pl.coalesce("country", "old_country"),
    )
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"old_{name}")) for name in HEADER)
    changed = kept.filter(~same)
    change(connection, orders, HEADER, ("id",), changed.select(*HEADER, "order_id").rows())
    told = ("given_customer", "currency", *(("at",) if whole else ()))
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"old_{name}")) for name in told)
    return set(changed.filter(differs)["order_id"].to_list())


def _count(batch: Batch, corrected: set[str], terms: Terms) -> Counters:
    """Each record's outcome: a line new or not; a record with nested lines as a whole."""
    import polars as pl

    lines = batch.lines.join(
        batch.known_lines.select(*KEY, "known"), on=KEY, how="left", maintain_order="left"
    )
    first = pl.struct(KEY).is_first_distinct()
    before = pl.when(first).then("known").otherwise(pl.lit(0))
    if lines["keyed"].any():
        before = pl.when(first).then("known").otherwise(pl.col("version").shift(1).over(KEY))
    lines = lines.with_columns(before=before)
    lines = lines.with_columns(new=pl.col("before").is_null(), other=pl.col("before") != pl.col("version"))
    known_order = pl.col("order_id").is_in(batch.known_orders["id"].implode())
    if terms.layout.nested:
        lines = (
            lines.with_columns(known_order=known_order)
            .group_by(ROW, maintain_order=True)
            .agg(
                pl.col("order_id").first(),
                new=pl.col("new").any() & ~pl.col("known_order").any(),
                other=pl.col("other").any() | (pl.col("new").any() & pl.col("known_order").any()),
            )
        )
    lines = lines.with_columns(pl.col("other").fill_null(False) & ~pl.col("new"))
    accepted, updated = int(lines["new"].sum()), int(lines["other"].sum())
    rest = lines.filter(~pl.col("new") & ~pl.col("other") & pl.col("order_id").is_in(list(corrected)))
    updated += rest["order_id"].n_unique()
    return Counters(accepted, updated, lines.height - accepted - updated)
