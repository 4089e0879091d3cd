"""What goes wrong in exports: rows that come twice, and a few that nobody can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.demo.dice import Dice
from bot.demo.tables import Table

_TWICE = {
    "orders.csv": 40,
    "events.jsonl": 40,
    "reviews.csv": 25,
    "tickets.jsonl": 8,
    "chats.jsonl": 8,
    "social.csv": 8,
}
"""Rows exported twice, a file."""
_ORDERS_TWICE = 25
_SPOILT: Mapping[str, tuple[tuple[str, str, object], ...]] = {
    "customers.csv": (("date", "joined_date", "31/02/2025"), ("id", "customer_id", "")),
    "orders.csv": (
        ("date", "order_date", "32/13/2025"),
        ("date", "order_date", "n/a"),
        ("currency", "currency", "XQZ"),
        ("currency", "currency", "beans"),
        ("quantity", "quantity", "two"),
        ("quantity", "quantity", "一打"),
        ("price", "unit_price", "ask manager"),
    ),
    "events.jsonl": (("date", "timestamp", "last Tuesday"), ("date", "timestamp", "0000-00-00T00:00:00Z")),
    "reviews.csv": (
        ("text", "review_text", ""),
        ("text", "review_text", "   "),
        ("date", "created_at", "2025-02-30"),
    ),
    "tickets.jsonl": (("text", "内容", ""), ("date", "时间", "待定")),
    "social.csv": (("text", "內容", ""), ("date", "發文時間", "民國某日")),
    "nps.csv": (("date", "submitted_at", "sometime"),),
    "csat.csv": (("date", "提交时间", "2025/19/45"),),
    "chats.jsonl": (("text", "内容", None), ("date", "时间", "-")),
}
"""Reason, column and the value that makes a row unreadable, by file."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A planted row that no reader can accept: ``row`` counts data rows from 1; ``id`` as in the file."""

    file: str
    row: int
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A table after spoiling: which of its rows come twice, which orders do, which rows are bad."""

    table: Table
    twice: tuple[str, ...]
    orders_twice: tuple[str, ...]
    bad: tuple[BadRow, ...]


def spoil(table: Table, dice: Dice) -> Spoilt:
    """The table with its planted faults."""
    rows, twice = _doubled(table, dice)
    again: tuple[str, ...] = ()
    if table.file == "orders.csv":
        rows, again = _orders_again(rows, dice)
    rows, bad = _with_bad(table, rows, dice)
    return Spoilt(replace(table, rows=tuple(rows)), twice, again, bad)


def _doubled(table: Table, dice: Dice) -> tuple[list[Mapping[str, object]], tuple[str, ...]]:
    chosen = dice.some(range(len(table.rows)), _TWICE.get(table.file, 0))
    wanted = frozenset(chosen)
    rows: list[Mapping[str, object]] = []
    for place, row in enumerate(table.rows):
        rows += [row, row] if place in wanted else [row]
    return rows, tuple(str(table.rows[place][table.key]) for place in sorted(wanted))


def _orders_again(
    rows: Sequence[Mapping[str, object]], dice: Dice
) -> tuple[list[Mapping[str, object]], tuple[str, ...]]:
    """Whole orders come a second time at the end of the file, as after an export that was run twice."""
    ids = sorted({str(row["order_id"]) for row in rows})
    chosen = tuple(sorted(dice.some(ids, _ORDERS_TWICE)))
    wanted = frozenset(chosen)
    seen: dict[tuple[object, ...], Mapping[str, object]] = {}
    for row in rows:
        if row["order_id"] in wanted:
            seen.setdefault(tuple(row.values()), row)
    return [*rows, *seen.values()], chosen


def _with_bad(
    table: Table, rows: Sequence[Mapping[str, object]], dice: Dice
) -> tuple[list[Mapping[str, object]], tuple[BadRow, ...]]:
    """Bad rows are copies of good ones under ids of their own, so that nothing good is lost with them."""
    spoilt = _SPOILT.get(table.file, ())
    places = sorted(dice.some(range(1, len(rows)), len(spoilt)))
    mixed, bad, start = list[Mapping[str, object]](), list[BadRow](), 0
    for number, (place, (reason, column, value)) in enumerate(zip(places, spoilt, strict=True)):
        mixed += rows[start:place]
        start = place
        mixed.append({**rows[place], table.key: f"BAD{table.file[:2].upper()}{number}", column: value})
        bad.append(BadRow(table.file, len(mixed), str(mixed[-1][table.key]), reason))
    return [*mixed, *rows[start:]], tuple(bad)
