"""Stretches of the calendar, in UTC: weeks begin on Monday."""

from datetime import datetime, timedelta

from bot.answers.question import Period

_STEPS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"hour": 0, "day": 1, "week": 7}


def midnight(moment: datetime) -> datetime:
    """The beginning of its day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def months_later(day: datetime, months: int) -> datetime:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return day.replace(year=year, month=month + 1, day=min(day.day, last))
        except ValueError:
            continue
    return day


def current(unit: str, moment: datetime, shift: int = 0) -> Period:
    """The day, week, month, quarter or year around ``moment``, or ``shift`` of them later."""
    today = midnight(moment)
    if unit in _DAYS:
        start = today - timedelta(days=today.weekday()) if unit == "week" else today
        length = timedelta(days=_DAYS[unit])
        return Period(start + shift * length, start + (shift + 1) * length)
    step = _STEPS[unit]
    first = today.replace(day=1, month=(today.month - 1) // step * step + 1)
    return Period(months_later(first, shift * step), months_later(first, (shift + 1) * step))


def rolling(unit: str, count: int, moment: datetime) -> Period:
    """From ``count`` units ago until now; days are whole."""
    if unit == "hour":
        return Period(moment - timedelta(hours=count))
    if unit in _DAYS:
        return Period(midnight(moment) - timedelta(days=count * _DAYS[unit]))
    return Period(months_later(midnight(moment), -count * _STEPS[unit]))


def latest(unit: str, position: int, moment: datetime, year: int | None) -> Period:
    """The month (1-12) or quarter (1-4) of ``year``, or else the last one that has begun."""
    month = position if unit == "month" else 3 * position - 2
    start = midnight(moment).replace(day=1, month=month, year=year or moment.year)
    if year is None and start > moment:
        start = start.replace(year=start.year - 1)
    return Period(start, months_later(start, _STEPS[unit]))


def day_of(month: Period, day: int) -> Period:
    """One day of a month; the whole month when it has no such day."""
    assert month.since is not None
    try:
        start = month.since.replace(day=day)
    except ValueError:
        return month
    return Period(start, start + timedelta(days=1))


def weekday(position: int, moment: datetime, *, week: int | None) -> Period:
    """Monday (0) to Sunday (6): in the week so many later, or else the last one that has begun."""
    today = midnight(moment)
    monday = today - timedelta(days=today.weekday())
    start = monday + timedelta(days=position + 7 * (week or 0))
    if week is None and start > moment:
        start -= timedelta(days=7)
    return Period(start, start + timedelta(days=1))
