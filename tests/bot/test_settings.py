"""Settings, clock and calendar."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock import end_of_day, read_moment
from bot.settings import Settings, read_settings, settings_table
from nlp.failures import UserError

ROOT = Path(__file__).parents[2]


def test_defaults_need_no_environment() -> None:
    """A newcomer sets nothing."""
    assert read_settings({}) == Settings()


def test_values_take_their_type() -> None:
    """Numbers become numbers, and the rest stays text."""
    found = read_settings({"EARFUL_HORIZON_DAYS": "30", "EARFUL_HIGH_RISK": "0.7", "EARFUL_CURRENCY": "TWD"})
    assert (found.horizon_days, found.high_risk, found.currency) == (30, 0.7, "TWD")


@pytest.mark.parametrize(
    "environment",
    [{"EARFUL_HORIZON_DAYS": "soon"}, {"EARFUL_RUNTIME": "gpu"}],
)
def test_a_wrong_value_is_named(environment: dict[str, str]) -> None:
    """The message names the variable, so that it can be found."""
    with pytest.raises(UserError, match=next(iter(environment))):
        read_settings(environment)


def test_a_wrong_time_zone_says_what_to_write() -> None:
    """A typing error in the zone is told with an example."""
    with pytest.raises(UserError, match="Asia/Hong_Kong"):
        _ = Settings(timezone="Mars/Base").zone


def test_rates_hold_the_reporting_currency() -> None:
    """One unit of the reporting currency is worth one."""
    table = Settings(currency="HKD", rates="CNY=1.08, usd=7.8").rate_table
    assert table == {"HKD": 1.0, "CNY": 1.08, "USD": 7.8}


def test_a_date_means_its_whole_day_in_the_zone() -> None:
    """A day in Hong Kong ends eight hours before it does in London."""
    assert read_moment("2026-03-01", ZoneInfo("Asia/Hong_Kong")) == datetime(
        2026, 3, 1, 15, 59, 59, tzinfo=UTC
    )


def test_a_day_of_clock_change_ends_once() -> None:
    """The day on which clocks go forward still ends a second before the next one begins."""
    zone = ZoneInfo("Europe/London")
    moment = datetime(2026, 3, 29, 12, tzinfo=UTC)
    assert end_of_day(moment.date(), zone) == datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC)


def test_a_wrong_moment_says_how_to_write_it() -> None:
    """The message shows the form."""
    with pytest.raises(UserError, match="2011-09-10"):
        read_moment("10/9/2011", ZoneInfo("UTC"))


def test_the_readme_lists_every_setting() -> None:
    """The table in the README is the one that the settings generate."""
    assert settings_table() in (ROOT / "README.md").read_text(encoding="utf-8")
