"""Dates as people and systems write them."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning.dates import moment, moments, order_of

DAY = datetime(2024, 5, 3, tzinfo=UTC)
NOON = datetime(2024, 5, 3, 15, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-03",
        "2024/5/3",
        "2024.05.03",
        "20240503",
        "3/5/2024",
        "03-05-2024",
        "3.5.24",
        "2024年5月3日",
        "民國113年5月3日",
        "113/05/03",
        "113.5.3",
        "1130503",
        "１１３／０５／０３",
        "3 May 2024",
        "May 3, 2024",
        "03-May-24",
        "45415",
        "1714694400",
        "1714694400000",
        "2024-05-03T00:00:00Z",
        "2024-05-03T08:00:00+08:00",
        "2024/05/03(五)",
    ],
)
def test_one_day_in_many_forms(text: str) -> None:
    """All of them are the third of May 2024, midnight UTC."""
    assert moment(text) == DAY.timestamp()


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-03 15:05",
        "3/5/2024 3:05 PM",
        "2024年5月3日 下午3:05",
        "2024年5月3日15时05分",
        "2024-05-03 23:05:00 +0800",
        "Fri, 03 May 2024 15:05:00 +0000",
        "Fri May 03 15:05:00 +0000 2024",
        "113/05/03 15:05:00",
        "20240503150500",
    ],
)
def test_one_minute_in_many_forms(text: str) -> None:
    """Times of day, zones and halves of the day are read."""
    assert moment(text) == NOON.timestamp()


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2025",
        "32/13/2025",
        "n/a",
        "0000-00-00T00:00:00Z",
        "last Tuesday",
        "待定",
        "民國某日",
        "2025/19/45",
        "5",
        "",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    """Nonsense is not guessed at."""
    assert moment(text) is None


def test_a_date_that_can_be_read_one_way_only_is_read_so() -> None:
    """The column's order decides only where both are possible."""
    assert moment("05/13/2024", "dmy") == moment("13/05/2024", "mdy") == moment("2024-05-13")
    assert moment("03/05/2024", "mdy") == moment("2024-03-05")


def test_order_counts_what_only_one_order_allows() -> None:
    """Days above twelve tell; equal numbers tell nothing."""
    assert order_of(["13/05/2024", "05/13/2024", "05/14/24", "1/2/2024", "4/4/2024", "2024-01-02"]) == (
        1,
        2,
        1,
    )


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2099, 1, 1)))  # noqa: DTZ001 - hypothesis wants naive ones
def test_iso_comes_back_exactly(at: datetime) -> None:
    """Any ISO time is read to the second."""
    aware = at.replace(microsecond=0, tzinfo=UTC)
    assert moment(aware.isoformat()) == aware.timestamp()


@given(st.text(max_size=40))
def test_any_text_is_read_or_none(text: str) -> None:
    """Nothing raises."""
    assert moment(text) is None or isinstance(moment(text), int)


def test_a_column_is_read_value_by_value() -> None:
    """Mixed forms in one column keep their places."""
    column = pl.Series(["2024-05-03 00:00:00", None, "3 May 2024", "soon", "2024-05-03 00:00:00"])
    day = int(DAY.timestamp())
    assert moments(column).to_list() == [day, None, day, None, day]
