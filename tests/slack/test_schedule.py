"""The daily jobs: in the owner's time zone, once a day, tried again within the hour."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.schedule import Daily


def daily(at: str, zone: str, *, failures: int = 0) -> tuple[Daily, list[date]]:
    """A job that notes its days, after so many failures."""
    days: list[date] = []
    left = [None] * failures

    def job(day: date, moment: datetime) -> None:
        assert moment.tzinfo is not None
        if left:
            left.pop()
            raise ConnectionError("Slack is away")
        days.append(day)

    return Daily(time.fromisoformat(at), ZoneInfo(zone), job), days


def utc(text: str) -> datetime:
    """A moment of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_job_runs_at_its_local_time_once_a_day() -> None:
    """Nine in Hong Kong is one in UTC; neither earlier nor twice, and the next day again."""
    job, days = daily("09:00", "Asia/Hong_Kong")
    ran = [
        job.tick(utc(f"2026-03-0{day}T{clock}")) for day in (4, 5) for clock in ("00:59", "01:00", "01:01")
    ]
    assert ran == [False, True, False] * 2
    assert days == [date(2026, 3, 4), date(2026, 3, 5)]


def test_a_restart_within_the_hour_catches_up_and_a_later_one_does_not() -> None:
    """Whoever starts in the afternoon is not sent the morning's digest."""
    assert daily("09:00", "UTC")[0].tick(utc("2026-03-04T09:59"))
    assert not daily("09:00", "UTC")[0].tick(utc("2026-03-04T10:00"))


def test_a_failure_is_tried_again_until_it_succeeds_once() -> None:
    """Slack was away for a minute: the digest comes a minute later."""
    job, days = daily("09:00", "UTC", failures=1)
    with pytest.raises(ConnectionError):
        job.tick(utc("2026-03-04T09:00"))
    assert job.tick(utc("2026-03-04T09:01"))
    assert not job.tick(utc("2026-03-04T09:02"))
    assert days == [date(2026, 3, 4)]


def test_the_hour_after_midnight_belongs_to_the_day_before() -> None:
    """A job of 23:30 that runs at 00:10 is that of the day that ended."""
    job, days = daily("23:30", "UTC")
    assert job.tick(utc("2026-03-05T00:10"))
    assert days == [date(2026, 3, 4)]


@pytest.mark.parametrize(
    ("first", "second"),
    [("2026-03-29T01:30", "2026-03-29T01:45"), ("2026-10-25T00:30", "2026-10-25T01:30")],
)
def test_clock_changes_neither_skip_nor_repeat_a_day(first: str, second: str) -> None:
    """01:30 in London does not exist on one night and comes twice on another: one run on each."""
    job, days = daily("01:30", "Europe/London")
    assert [job.tick(utc(first)), job.tick(utc(second))] == [True, False]
    assert days == [utc(first).date()]
