"""The clock and the calendar: the only place that asks what time it is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nlp.failures import UserError


def now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day in ``zone``, as UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
    return midnight.astimezone(UTC) - timedelta(seconds=1)


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """A date (its last second, so that the whole day is read) or an ISO time, as UTC.

    Raises:
        UserError: the text is neither.
    """
    try:
        if len(text) <= len("2011-09-10"):
            return end_of_day(date.fromisoformat(text), zone)
        moment = datetime.fromisoformat(text)
    except ValueError as wrong:
        message = f"--as-of {text} is no date; write it as 2011-09-10 or 2011-09-10T18:00+00:00"
        raise UserError(message) from wrong
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def read_day(text: str, zone: ZoneInfo) -> datetime:
    """The first moment of a date in ``zone``, as UTC.

    Raises:
        UserError: the text is no date.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError as wrong:
        raise UserError(f"{text} is no date; write it as 2011-09-10") from wrong
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
