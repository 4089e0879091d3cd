"""Every tier of everybody, reckoned a second time from the stored rows without the segmentation room."""

import csv
import gzip
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TextIO

import numpy as np
import pytest

from bot.bootstrap import build
from bot.demo.show import demo_settings
from bot.settings import Settings as Chosen
from index.ports import OrderColumns
from segmentation.abc import abc
from segmentation.axes import axes
from segmentation.behaviour import Behaviour, behaviour_of
from segmentation.levels import LEVELS, Placed, level_of
from segmentation.lifecycle import lifecycle
from segmentation.rfm import rfm
from segmentation.settings import RfmBounds, Settings
from segmentation.tiers import tier
from tests.segmentation import recount
from tests.segmentation.recount import Recount

BOUNDS = {"recency": (7, 30, 90, 180), "frequency": (2, 3, 5, 10), "monetary": (50.0, 99.99, 500, 1000)}
MANUAL = replace(
    Settings(), rfm="manual", rfm_bounds=RfmBounds(*(tuple(map(float, one)) for one in BOUNDS.values()))
)
MODES = (Settings(), replace(Settings(), rfm="fixed"), MANUAL)
HALF = 0.5 + 1e-6
"""A rounded score is at most so far from the exact one."""


@pytest.fixture(scope="module")
def demo(company: Path) -> Recount:
    """The demo company's rows, as of its last refresh."""
    rows = sqlite3.connect(f"file:{company / 'earful.db'}?mode=ro", uri=True)
    now = rows.execute("SELECT as_of FROM stages WHERE name = 'alerts'").fetchone()[0]
    return Recount(rows, now, demo_settings(Chosen(), company).rate_table)


@pytest.fixture(scope="module")
def retail(shared_data: Path) -> tuple[Recount, OrderColumns]:
    """The UCI orders: lines summed to invoices by the database, in thousandths of a pound."""
    rows = sqlite3.connect(":memory:")
    rows.execute("CREATE TABLE lines (invoice, who, at INTEGER, thousandths INTEGER)")
    with gzip.open(
        shared_data / "beh_online_retail" / "online_retail.csv.gz", "rt", encoding="utf-8"
    ) as file:
        rows.executemany("INSERT INTO lines VALUES (?, ?, ?, ?)", lines_of(file))
    rows.executescript(
        """
        CREATE TABLE orders AS SELECT invoice AS id, who AS customer_id, MIN(at) AS at, 'GBP' AS currency,
            SUM(thousandths) / 1000.0 AS amount FROM lines WHERE who <> '' GROUP BY invoice, who;
        CREATE TABLE customers AS SELECT DISTINCT customer_id AS id, NULL AS merged_into FROM orders;
        CREATE TABLE events (customer_id, at, kind);
        CREATE TABLE feedback (id, customer_id, at); CREATE TABLE analyses (feedback_id, score, signals);
        """
    )
    query = "SELECT customer_id, at, amount, id FROM orders ORDER BY customer_id, at, id"
    who, at, amount, ids = zip(*rows.execute(query), strict=True)
    names = tuple(sorted(set(who)))
    place = {name: number for number, name in enumerate(names)}
    columns = OrderColumns(
        names,
        np.array([place[one] for one in who], dtype=np.int32),
        np.array(at, dtype=np.int64),
        np.array(amount, dtype=np.float64),
        ids=tuple(ids),
    )
    now = int(datetime(2011, 9, 9, 23, 59, 59, tzinfo=UTC).timestamp())
    return Recount(rows, now, {"GBP": 1.0}), columns


def lines_of(file: TextIO) -> Iterator[tuple[str, str, int, int]]:
    """Invoice, customer, time and thousandths of a pound of every line of a known customer."""
    rows = csv.reader(file)
    at = {name: place for place, name in enumerate(next(rows))}
    invoice, who, day = at["InvoiceNo"], at["CustomerID"], at["InvoiceDate"]
    quantity, price = at["Quantity"], at["UnitPrice"]
    for row in rows:
        if row[who]:
            thousandths = int(row[quantity]) * round(float(row[price]) * 1000)
            yield row[invoice], row[who].removesuffix(".0"), seconds(row[day]), thousandths


@cache
def seconds(day: str) -> int:
    """UTC seconds; many lines have the time of their invoice."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def test_the_stored_profiles_of_the_demo(demo: Recount) -> None:
    """RFM, ABC, lifecycle, axes with all parts, tier and level as stored are those of the raw rows."""
    profiles = recount.stored_profiles(demo._rows)
    assert set(profiles) == set(demo.baskets)
    chance = {who: one["risk"] and one["risk"]["probability"] for who, one in profiles.items()}
    scores, money, stages, exact = demo.rfm("quantile"), demo.abc(), demo.lifecycle(), demo.axes(chance)
    for who, one in profiles.items():
        held, told = demo.baskets[who], one["rfm"]
        assert (told["recency_days"], told["frequency"]) == (held.recency_days, held.orders), who
        assert abs(told["monetary"] - float(held.net)) <= 0.005 + 1e-9
        assert (told["r"], told["f"], told["m"], told["label"]) == scores[who], who
        assert (one["abc"], one["lifecycle"]) == (money[who], stages[who]), who
        rounded = {axis: one["axes"][axis] for axis in ("activity", "value", "intent", "risk")}
        for name, score in {**rounded, **one["axes"]["parts"]}.items():
            assert abs(score - exact[who][name]) <= HALF, (who, name)
        assert set(one["axes"]["parts"]) == {name for name in exact[who] if "." in name}
        assert one["tier"] == recount.tier(rounded), who
        assert one["level"] == recount.level(one["tier"], money[who], held.orders), who


def compare(again: Recount, behaviour: Behaviour) -> int:
    """Assert that the room judges as the rows say, for every way of scoring; how many customers were."""
    people = behaviour.customer_ids
    assert set(people) == set(again.baskets)
    chance = np.where(behaviour.column("purchases") > 0, np.linspace(0.01, 0.99, len(people)), np.nan)
    given = {who: None if np.isnan(one) else float(one) for who, one in zip(people, chance, strict=True)}
    exact, judged_axes = again.axes(given), axes(behaviour, chance)
    money, stages = again.abc(), again.lifecycle()
    found_abc, found_stages = abc(behaviour.column("net"), Settings()), lifecycle(behaviour, Settings())
    for settings in MODES:
        told = again.rfm(settings.rfm, BOUNDS if settings.rfm == "manual" else None)
        for who, one in zip(people, rfm(behaviour, settings), strict=True):
            assert (one.r, one.f, one.m, one.label) == told[who], (settings.rfm, who)
            assert abs(one.monetary - float(again.baskets[who].net)) <= 0.005 + 1e-9
    scored = rfm(behaviour, Settings())
    for row, who in enumerate(people):
        assert (found_abc[row], found_stages[row]) == (money[who], stages[who]), who
        found = judged_axes[row]
        rounded = {axis: getattr(found, axis) for axis in ("activity", "value", "intent", "risk")}
        for name, score in {**rounded, **found.parts}.items():
            assert abs(score - exact[who][name]) <= HALF, (who, name)
        combined = tier(found, Settings())
        assert combined == recount.tier(rounded)
        placed = Placed(combined, found_abc[row], found_stages[row], scored[row], found)
        assert level_of(LEVELS, placed) == recount.level(combined, money[who], again.baskets[who].orders)
    return len(people)


def test_the_demo_in_every_way_of_scoring(demo: Recount, company: Path) -> None:
    """Quantile, fixed and manual scores of the demo company."""
    wired = build(demo_settings(Chosen(), company))
    try:
        as_of, store = datetime.fromtimestamp(demo.now, UTC), wired.store
        behaviour = behaviour_of(
            store.activity.orders(as_of),
            store.activity.events(as_of),
            store.said.columns(as_of),
            as_of,
            store.customers.ids(),
        )
    finally:
        wired.close()
    assert compare(demo, behaviour) == len(behaviour.customer_ids) >= 700


def test_the_uci_orders_in_every_way_of_scoring(retail: tuple[Recount, OrderColumns]) -> None:
    """Thousands of real customers, with returns and a store that records neither events nor words."""
    again, orders = retail
    judged = behaviour_of(orders, None, None, again.now, orders.customer_ids)
    assert compare(again, judged) >= 4000
