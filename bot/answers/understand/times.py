"""Time expressions of a question: ``last week``, ``since May``, ``2011年10月``, ``上個月``, ``from … to``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from bot.answers.question import Period
from bot.answers.understand import calendar, numerals
from bot.answers.understand.cues import TASK, compiled
from bot.answers.understand.speech import Speech
from prompts import LANGUAGES, read

FEW = 3
"""What "a few" or 几 means."""
RECENT_DAYS = 30
LONGEST_YEARS = 100
"""More "years ago" than this is the name of a year."""

_SHIFTS = {"this": 0, "last": -1}
_UNITS = {
    "hour": "hour", "day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year",
    "小时": "hour", "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month",
    "季度": "quarter", "季": "quarter", "年": "year",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HAN_WEEKDAYS = "一二三四五六日"
_RELATIVE_YEARS = {"今年": 0, "去年": -1, "旧年": -1, "前年": -2}
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d\d?)(?:[-/.](?P<day>\d\d?))?(?!\d)")

Groups = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Timed:
    """The periods a question names, in its order, and the speech without their words."""

    periods: tuple[Period, ...]
    recently: bool
    speech: Speech


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    period: Period


def read_times(speech: Speech, as_of: datetime) -> Timed:
    """Find every time expression; those joined by "from … to …" become one period."""
    points, recently = _points(speech.plain, as_of)
    for point in points:
        speech = speech.without(point.start, point.end)
    joined = _join(points, speech.plain)
    periods: list[Period] = []
    for point in joined:
        period, start, end = _bounded(point, speech.plain)
        periods.append(period)
        speech = speech.without(start, end)
    return Timed(tuple(periods), recently, speech)


def _points(plain: str, as_of: datetime) -> tuple[list[_Point], bool]:
    found: list[_Point] = []
    recently = False
    for name, pattern in _patterns():
        for match in pattern.finditer(plain):
            period = _period(name, match.groupdict(), as_of)
            if period is not None:
                found.append(_Point(match.start(), match.end(), period))
            recently = recently or name == "recently"
    # The longest expression wins: "the week before last" holds "the week".
    found.sort(key=lambda point: (point.start - point.end, point.start))
    kept: list[_Point] = []
    for point in found:
        if all(point.end <= other.start or point.start >= other.end for other in kept):
            kept.append(point)
    return sorted(kept, key=lambda point: point.start), recently


def _join(points: list[_Point], plain: str) -> list[_Point]:
    """Two points with "to" between them are the ends of one period ("and" only after "between")."""
    joined: list[_Point] = []
    for point in points:
        before = joined[-1] if joined else None
        link = plain[before.end : point.start].strip(" \x00") if before else ""
        if before and _edge("joined").fullmatch(link):
            opener = _edge("span", ending=True).search(plain[: before.start].rstrip())
            if link != "and" or opener:
                start = opener.start() if opener else before.start
                joined[-1] = _Point(start, point.end, _between(before.period, point.period))
                continue
        joined.append(point)
    return joined


def _between(first: Period, last: Period) -> Period:
    """From the beginning of one to the end of the other; a year named only at the end holds for both."""
    since = first.since
    if since and last.until and since >= last.until:
        since = calendar.months_later(since, -12 * (since.year - last.until.year or 1))
    return Period(since, last.until)


def _bounded(point: _Point, plain: str) -> tuple[Period, int, int]:
    """Apply "since", "until" and their like around a point; the range of the whole expression."""
    before, after = plain[: point.start].rstrip(), plain[point.end :]
    lead = len(after) - len(after.lstrip())
    since, until = _edge("since", ending=True).search(before), _edge("until", ending=True).search(before)
    onwards, earlier = _edge("onwards").match(after.lstrip()), _edge("earlier").match(after.lstrip())
    if onwards:
        start = since.start() if since else point.start
        return Period(point.period.since), start, point.end + lead + onwards.end()
    if earlier and point.period.since:
        return Period(None, point.period.since), point.start, point.end + lead + earlier.end()
    if until:
        return Period(None, point.period.since or point.period.until), until.start(), point.end
    if since:
        return Period(point.period.since), since.start(), point.end
    return point.period, point.start, point.end


def _period(name: str, groups: Groups, as_of: datetime) -> Period | None:
    maker = _MAKERS.get(name)
    if maker is not None:
        return maker(groups, as_of)
    which, _, unit = name.partition("_")
    if which in _SHIFTS:
        period = calendar.current(unit, as_of, _SHIFTS[which])
        return Period(period.since) if which == "this" else period
    return None


def _rolling(groups: Groups, as_of: datetime) -> Period:
    unit = _UNITS[groups.get("unit") or groups.get("unit2") or "day"]
    if groups.get("half"):
        return _half(unit, as_of)
    written = groups.get("number") or groups.get("number2")
    return calendar.rolling(unit, FEW if written is None and groups.get("unit") else _count(written), as_of)


def _half(unit: str, as_of: datetime) -> Period:
    days = {"year": 182, "quarter": 45, "month": 15, "week": 3}.get(unit, 1)
    return calendar.rolling("day", days, as_of)


def _ago(groups: Groups, as_of: datetime) -> Period | None:
    unit = _UNITS[groups.get("unit") or groups.get("unit2") or "day"]
    count = _count(groups.get("number"))
    if unit == "year" and count > LONGEST_YEARS:
        return None
    start = calendar.rolling(unit, count, as_of).since
    return None if start is None else calendar.current(unit if unit != "hour" else "day", start)


def _month(groups: Groups, as_of: datetime) -> Period | None:
    written = groups["month"] or ""
    known = _MONTHS.index(written[:3]) + 1 if written[:3] in _MONTHS else numerals.value(written)
    if not known or not 1 <= known <= 12:
        return None
    period = calendar.latest("month", known, as_of, _year(groups, as_of))
    day = numerals.value(groups.get("day") or groups.get("day2") or "")
    return calendar.day_of(period, day) if day else period


def _quarter(groups: Groups, as_of: datetime) -> Period | None:
    position = numerals.value(groups.get("quarter") or groups.get("ordinal") or "")
    return calendar.latest("quarter", position, as_of, _year(groups, as_of)) if position else None


def _whole_year(groups: Groups, as_of: datetime) -> Period:
    return calendar.current("year", as_of.replace(year=_year(groups, as_of) or as_of.year, day=1))


def _weekday(groups: Groups, as_of: datetime) -> Period:
    written = (groups["weekday"] or "").replace("天", "日")
    position = _WEEKDAYS.index(written) if written in _WEEKDAYS else _HAN_WEEKDAYS.index(written)
    week = {"上": -1, "本": 0, "这": 0}.get(groups.get("which") or "")
    return calendar.weekday(position, as_of, week=week)


def _weekend(_: Groups, as_of: datetime) -> Period:
    saturday = calendar.weekday(5, as_of, week=None).since
    return Period(saturday, saturday + timedelta(days=2) if saturday else None)


def _year(groups: Groups, as_of: datetime) -> int | None:
    written = groups.get("year") or groups.get("year2")
    relative = groups.get("relative")
    if relative:
        return as_of.year + _RELATIVE_YEARS[relative]
    return int(written) if written else None


def _count(written: str | None) -> int:
    return min(numerals.value(written) or 1, 1000) if written else 1


def _shifted(unit: str, shift: int) -> Callable[[Groups, datetime], Period]:
    return lambda _, as_of: calendar.current(unit, as_of, shift)


_MAKERS: Mapping[str, Callable[[Groups, datetime], Period | None]] = {
    "today": _shifted("day", 0),
    "yesterday": _shifted("day", -1),
    "before_yesterday": _shifted("day", -2),
    "week_before_last": _shifted("week", -2),
    "year_before_last": _shifted("year", -2),
    "weekend": _weekend,
    "rolling": _rolling,
    "ago": _ago,
    "weekday": _weekday,
    "month": _month,
    "date": _month,
    "quarter": _quarter,
    "year": _whole_year,
}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    names = [*_MAKERS, "recently"]
    names += [f"{which}_{unit}" for which in _SHIFTS for unit in ("week", "month", "quarter", "year")]
    written = [
        (name, compiled(sentences[f"time.{name}"]))
        for language in LANGUAGES
        for sentences in (read(TASK, language).sentences,)
        for name in names
        if f"time.{name}" in sentences
    ]
    return (("date", _ISO), *written)


@cache
def _edge(name: str, *, ending: bool = False) -> re.Pattern[str]:
    """A word beside a point; with ``ending`` it must stand at the end of what comes before."""
    ways = (compiled(read(TASK, language).say(f"time.{name}")).pattern for language in LANGUAGES)
    together = re.sub(r"\?P<\w+>", "?:", "|".join(f"(?:{way})" for way in ways))
    return re.compile(f"(?:{together})$" if ending else together)
