"""Forecasts: what continues, what interval holds, and what is said where there is too little."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from benchmarks import forecast as bench
from index.shapes import Good, SalesColumns
from nlp.failures import UserError
from segmentation.forecast import LEAST_WEEKS, METHODS, Weekly, forecast, one_step_scale, weekly_sales
from segmentation.forecast.weekly import WEEK

END = 1_700_000_000


def weekly(values: np.ndarray) -> Weekly:
    """Series of these values."""
    keys = tuple(f"s{row}" for row in range(len(values)))
    return Weekly("product", keys, keys, values.astype(np.float64), date(2024, 1, 1))


def sales(weeks: int) -> SalesColumns:
    """Two mugs and a pot each week, one mug of them sent back; plates that sold once."""
    rows = []
    for week in range(weeks):
        at = END - week * WEEK - 100
        rows += [(at, 0, 2.0), (at + 50, 0, -1.0), (at, 1, 1.0)]
    rows += [(END - 5 * WEEK, 2, 9.0), (END + 10, 0, 99.0)]
    rows.sort()
    goods = (Good("m", "mug", "kitchen"), Good("p", "pot", "kitchen"), Good("q", "plate", None))
    at, good, quantity = (np.array(column) for column in zip(*rows, strict=True))
    return SalesColumns(
        ("c",), np.full(len(rows), -1, dtype=np.int32), at, goods, good.astype(np.int32), quantity
    )


def test_weeks_are_counted_net_and_whole() -> None:
    """Returns are taken off, what comes later is not seen, and the last week ends with the moment."""
    found = weekly_sales(sales(20), END, "product")
    assert (found.keys, found.names) == (("m", "p"), ("mug", "pot"))
    assert found.values.shape[1] == 19
    assert (found.values == 1.0).all()
    assert weekly_sales(sales(20), END, "category").keys == ("kitchen",)
    assert weekly_sales(sales(20), END, "total").values.sum() == 19 * 2 + 9


def test_too_short_a_history_is_said() -> None:
    """With how many weeks are held and how many are needed; no order at all is the same."""
    with pytest.raises(UserError, match=f"9 whole weeks.*{LEAST_WEEKS}"):
        weekly_sales(sales(10), END, "total")
    with pytest.raises(UserError, match="0 whole weeks"):
        weekly_sales(sales(10), END - 30 * WEEK, "total")


@pytest.mark.parametrize("name", METHODS)
def test_every_method_continues_what_is_steady(name: str) -> None:
    """A series that never changes goes on unchanged, two years of it."""
    said = METHODS[name](np.full((2, 112), 3.0), 4)
    assert said.shape == (2, 4)
    assert said == pytest.approx(3.0, abs=0.05)


@pytest.mark.slow
def test_intervals_cover_what_comes() -> None:
    """About four of five weeks and sums of series that vary by chance; never below nought."""
    draw = np.random.default_rng(5)
    level = draw.gamma(2.0, 8.0, 300)
    values = draw.poisson(level[:, None] * draw.gamma(8.0, 1 / 8, (300, 64))).astype(np.float64)
    found = forecast(weekly(values[:, :60]))
    came = values[:, 60:]
    low, high = (np.array([getattr(one, side) for one in found]) for side in ("low", "high"))
    assert 0.74 <= ((came >= low) & (came <= high)).mean() <= 0.88
    sums = np.array(
        [one.total_low <= row.sum() <= one.total_high for one, row in zip(found, came, strict=True)]
    )
    assert 0.72 <= sums.mean() <= 0.9
    assert (low >= 0).all()
    naive = np.abs(values[:, 59:60] - came).mean(axis=1) / one_step_scale(values[:, :60])
    ours = [np.abs(np.array(one.expected) - row).mean() for one, row in zip(found, came, strict=True)]
    assert np.mean(ours / one_step_scale(values[:, :60])) < 0.85 * naive.mean()


@pytest.mark.slow
def test_trends_are_followed_where_there_are_some() -> None:
    """Totals that grow by the week go on growing; rare goods are called so and get small numbers."""
    draw = np.random.default_rng(1)
    grown = (100 + 12 * np.arange(60))[None, :] + draw.normal(0, 10, (6, 60))
    one = forecast(weekly(grown))[0]
    assert one.expected[-1] > grown[0, -3:].mean()
    assert one.next_week == date(2025, 2, 24)
    seldom = (draw.random((40, 60)) < 0.2) * 3.0
    rare = forecast(weekly(seldom))
    assert all(found.rare and found.expected[0] < 3 for found in rare)
    assert forecast(weekly(np.zeros((0, 30)))) == ()


def test_progress_is_told() -> None:
    """Once for each method that is tried."""
    steps: list[int] = []
    forecast(weekly(np.random.default_rng(2).poisson(5, (3, 30))), advance=steps.append)
    assert len(steps) >= 5


@pytest.mark.slow
def test_beats_the_naive_forecast_on_real_orders(shared_data: Path) -> None:
    """At a day in autumn, over thousands of products: clearly less error, intervals as wide as they claim."""
    held = bench.retail_sales(shared_data / "beh_online_retail" / "online_retail.csv.gz")
    rows = np.array([row[1:] for row in bench.errors_at(held, "2011-10-13", "product", 4)])
    ours, naive, _, weeks, sums = rows.mean(axis=0)
    assert ours < 0.85 * naive
    assert 0.7 < weeks < 0.9
    assert 0.65 < sums < 0.9
