"""Dates and times as people and systems write them, as UTC seconds."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import polars as pl

from index.cleaning.values import translated

Order = Literal["dmy", "mdy"]
ROC = 1911
"""The first year of the Republic of China's calendar is 1912."""
SERIALS = (20_000.0, 80_000.0)
"""Excel's day numbers that are taken for dates: 1954 to 2119."""

_EXCEL = datetime(1899, 12, 30, tzinfo=UTC)
_TIME = re.compile(
    r"(?:(上午|下午|早上|晚上|中午|凌晨)\s*)?(\d{1,2})\s*[:時时点點]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2})(?:[.,]\d+)?)?\s*[秒分]?"
    r"\s*([AaPp]\.?[Mm]\.?)?"
)
_ZONE = re.compile(r"(?:Z|UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?\b|\b(?:UTC|GMT|Z)\b|Z$")
_CHINESE = re.compile(r"(民國|民国)?\s*(\d{1,4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?")
_PARTS = re.compile(r"(民國|民国)?\s*(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})")
_SLASHED = re.compile(r"^\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = re.compile(r"[(（]?(?:星期|週|周|礼拜|禮拜)[一二三四五六日天][)）]?|[(（][一二三四五六日天][)）]")
_AFTERNOON = ("下午", "晚上", "中午")


def moments(values: "pl.Series", order: Order = "dmy") -> "pl.Series":
    """UTC seconds of each present value (Int64); None where nothing or no date is there."""
    import polars as pl

    shown = values
    distinct = shown.drop_nulls().unique()
    quick = distinct.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    table = pl.DataFrame({"value": distinct, "at": quick.dt.epoch("s")})
    slow = table.filter(pl.col("at").is_null())["value"]
    if slow.len():
        read = translated(slow, lambda text: moment(text, order), pl.Int64)
        rest = pl.DataFrame({"value": slow, "slow": read})
        table = table.join(rest, on="value", how="left").select(
            "value", pl.coalesce("at", "slow").alias("at")
        )
    return shown.alias("value").to_frame().join(table, on="value", how="left", maintain_order="left")["at"]


def moment(text: str, order: Order = "dmy") -> int | None:
    """UTC seconds of one date or time; what names no zone is UTC; None for anything else."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"-?\d+(\.\d+)?", folded):
        return _bare(folded)
    try:
        return _seconds(datetime.fromisoformat(folded))
    except ValueError:
        pass
    try:
        return _written(_WEEKDAY.sub(" ", folded), order)
    except (ValueError, OverflowError):
        return None


def order_of(values: Iterable[str]) -> tuple[int, int, int]:
    """How many slashed dates can only be day first, how many only month first, how many either."""
    days = months = either = 0
    for value in values:
        if found := _SLASHED.match(unicodedata.normalize("NFKC", value)):
            first, second = int(found[1]), int(found[2])
            days += first > 12 >= second
            months += second > 12 >= first
            either += first <= 12 and second <= 12 and first != second
    return days, months, either


def _bare(digits: str) -> int | None:
    """Digits alone: YYYYMMDD(hhmmss), a ROC date, seconds, milli- or microseconds, or Excel's day number."""
    try:
        if at := _run_together(digits):
            return _seconds(at)
    except ValueError:
        return None
    value, size = float(digits), len(digits.partition(".")[0])
    if SERIALS[0] <= value <= SERIALS[1]:
        return _seconds(_EXCEL + timedelta(seconds=round(value * 86_400)))
    unit = {9: 1, 10: 1, 12: 1_000, 13: 1_000, 16: 1_000_000}.get(size)
    return None if unit is None else int(value // unit)


def _run_together(digits: str) -> datetime | None:
    if len(digits) == 8 and "." not in digits:
        return datetime.strptime(digits, "%Y%m%d").replace(tzinfo=UTC)
    if len(digits) == 14 and digits[:2] in ("19", "20"):
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if len(digits) == 7 and "." not in digits:
        return _date(int(digits[:3]) + ROC, int(digits[3:5]), int(digits[5:]))
    return None


def _written(text: str, order: Order) -> int | None:
    """A date in words or with separators, then perhaps a time and a zone."""
    time = _TIME.search(text)
    date_text = text[: time.start()] + " " + text[time.end() :] if time else text
    zone = _ZONE.search(text, time.end()) if time else None
    if zone:
        date_text = date_text.replace(zone[0], " ")
    day = _day(date_text.strip(" T,，"), order)
    if day is None:
        return None
    hours, minutes, seconds = _clock(time)
    offset = timedelta(0)
    if zone and zone[1]:
        offset = timedelta(hours=int(zone[2]), minutes=int(zone[3] or 0)) * (-1 if zone[1] == "-" else 1)
    return _seconds(day.replace(hour=hours, minute=minutes, second=seconds, tzinfo=timezone(offset)))


def _clock(time: re.Match[str] | None) -> tuple[int, int, int]:
    if time is None:
        return 0, 0, 0
    hour = int(time[2])
    half = (time[5] or "").replace(".", "").lower()
    if (half == "pm" or time[1] in _AFTERNOON) and hour < 12:
        hour += 12
    if (half == "am" or time[1] in ("上午", "凌晨")) and hour == 12:
        hour = 0
    return hour, int(time[3]), int(time[4] or 0)


def _day(text: str, order: Order) -> datetime | None:
    if found := _CHINESE.fullmatch(text):
        return _date(_year(found[2], found[1] is not None), int(found[3]), int(found[4]))
    if found := _PARTS.fullmatch(text):
        return _parted(found, order)
    if found := _NAMED.search(text):
        month = _MONTHS.index(found[1].lower()) + 1
        rest = [int(part) for part in re.findall(r"\d+", text)]
        if len(rest) == 2:
            day, year = (rest[1], rest[0]) if rest[0] > 31 else (rest[0], rest[1])
            return _date(year if year > 99 else _century(year), month, day)
    return None


def _parted(found: re.Match[str], order: Order) -> datetime:
    first, second, third = found[2], int(found[3]), found[4]
    if found[1] or len(first) >= 3:
        return _date(_year(first, found[1] is not None), second, int(third))
    if len(third) == 3:
        raise ValueError(third)
    year = int(third) if len(third) == 4 else _century(int(third))
    day, month = (int(first), second) if order == "dmy" else (second, int(first))
    # A value that allows one reading only is read so, whatever its column's order.
    if month > 12 >= day:
        day, month = month, day
    return _date(year, month, day)


def _year(digits: str, republic: bool) -> int:
    year = int(digits)
    if republic or len(digits) == 3:
        return year + ROC
    return year if len(digits) == 4 else _century(year)


def _century(year: int) -> int:
    return year + (2000 if year < 70 else 1900)


def _date(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def _seconds(at: datetime) -> int:
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return int((aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1))
