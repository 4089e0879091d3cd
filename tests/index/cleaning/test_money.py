"""Amounts, currencies and numbers."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning.money import amounts, code, split
from index.cleaning.values import identifiers, number, present


@pytest.mark.parametrize(
    ("text", "currency", "value"),
    [
        ("£1,234.50", "GBP", 1234.5),
        ("HK$12", "HKD", 12.0),
        ("NT$1,200", "TWD", 1200.0),
        ("¥35.5", "CNY", 35.5),
        ("RMB 20", "CNY", 20.0),
        ("20元", "", 20.0),
        ("($5.00)", "USD", -5.0),
        ("US$(5)", "USD", -5.0),
        ("-£3", "GBP", -3.0),
        ("1.234,56", "", 1234.56),
        ("€1.234,56", "EUR", 1234.56),
        ("12.50-", "", -12.5),
        ("USD 5", "USD", 5.0),
        ("5 EUR", "EUR", 5.0),
        ("1,234", "", 1234.0),
        ("2万", "", 20_000.0),
        ("1 234,50", "", 1234.5),
        ("１２．５", "", 12.5),
        ("新台幣300", "TWD", 300.0),
        ("人民币20元", "CNY", 20.0),
    ],
)
def test_amounts_with_their_marks(text: str, currency: str, value: float) -> None:
    """The mark tells the currency, the rest is the number."""
    found, rest = split(text)
    assert (found, number(rest.removesuffix("元"))) == (currency, value)


@pytest.mark.parametrize("text", ["ask manager", "two", "一打", "1.2.3", "", "12a", "--5"])
def test_what_is_no_number_is_none(text: str) -> None:
    """Nothing is guessed at."""
    assert number(text) is None


def test_a_column_with_decimal_commas() -> None:
    """A lone comma before three digits means what the column means."""
    column = pl.Series(["1,5", "2,125", "3"])
    assert amounts(column, decimal_comma=True).to_list() == [1.5, 2.125, 3.0]
    assert amounts(pl.Series(["1,500", "2"])).to_list() == [1500.0, 2.0]


@pytest.mark.parametrize(
    ("text", "iso"), [("gbp", "GBP"), ("hk$", "HKD"), ("人民币", "CNY"), ("beans", "beans"), ("XQZ", "XQZ")]
)
def test_currency_names(text: str, iso: str) -> None:
    """Known names become codes; unknown ones stay, to be rejected."""
    assert code(text) == iso


@given(st.floats(-1e9, 1e9), st.sampled_from(["{:,.2f}", "£{:,.2f}", "{:.2f}", "HK${:.2f}"]))
def test_formatted_amounts_come_back(value: float, form: str) -> None:
    """What a shop prints is what is read."""
    read = amounts(pl.Series([form.format(value)]))[0]
    assert read == pytest.approx(round(value, 2), abs=0.0051)


def test_nothing_has_many_names() -> None:
    """Words for nothing are nothing; spreadsheets' ids lose their decimals."""
    assert present(pl.Series([" N/A ", "null", "", "无", " x "])).to_list() == [None, None, None, None, "x"]
    assert identifiers(pl.Series(["17850.0", "A.0", "0012", None])).to_list() == [
        "17850",
        "A.0",
        "0012",
        None,
    ]
