"""How figures, days and scopes are written in a language."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce

from bot.answers.question import Arguments, Period, Scope
from prompts import Words
from segmentation import wording

SIGNS = {"GBP": "£", "USD": "$", "EUR": "€", "CNY": "¥", "HKD": "HK$", "TWD": "NT$", "JPY": "JP¥"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def money(value: float, currency: str) -> str:
    """An amount with its currency; pence only below a hundred and where there are any."""
    sign = SIGNS.get(currency)
    whole = abs(value) >= 100 or float(value).is_integer()
    amount = f"{abs(value):,.0f}" if whole else f"{abs(value):,.2f}"
    minus = "-" if value < 0 else ""
    return f"{minus}{sign}{amount}" if sign else f"{minus}{amount} {currency}"


def percent(share: float) -> str:
    """A share 0..1; between 0 and 1 % and above 99 % nothing is rounded away to certainty."""
    if 0 < share < 0.01:
        return "<1%"
    if 0.99 < share < 1:
        return ">99%"
    return f"{100 * share:.0f}%"


def day(moment: datetime, language: str) -> str:
    """A day with its year: 9 Mar 2026, 2026年3月9日."""
    if language.startswith("zh"):
        return f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def period_words(period: Period, words: Words) -> str:
    """A period in words; empty for all time."""
    last = period.until - timedelta(seconds=1) if period.until else None
    since = day(period.since, words.language) if period.since else ""
    if period.since and last:
        if last.date() == period.since.date():
            return words.say("scope.day", since=since)
        return words.say("scope.between", since=since, until=day(last, words.language))
    if period.since:
        return words.say("scope.since", since=since)
    return words.say("scope.until", until=day(last, words.language)) if last else ""


def scope_words(
    scope: Scope,
    words: Words,
    *,
    theme: str | None = None,
    segment: str | None = None,
    arguments: Arguments | None = None,
) -> str:
    """What an answer is limited to, in brackets; empty when it is limited to nothing."""
    parts = [period_words(scope.period, words)]
    parts += [words.say(f"channel.{scope.channel}")] if scope.channel else []
    parts += [words.say(f"language.{scope.language}")] if scope.language else []
    parts += [_place(scope.place, words, short=arguments is not None)] if scope.place else []
    parts += [words.say("scope.theme", theme=theme)] if theme else []
    parts += [words.say("scope.segment", segment=segment)] if segment else []
    if arguments is not None:
        parts += _filters(arguments, words)
    said = [part for part in parts if part]
    if not said:
        return ""
    whole = words.say("scope.whole", parts=joined(said, words))
    # Catalogues trim their sentences; English sets brackets apart by a blank.
    return f" {whole}" if words.language == "en" else whole


def joined(parts: Sequence[str], words: Words) -> str:
    """Parts as a list in the language."""
    return reduce(lambda first, rest: words.say("scope.join", first=first, rest=rest), parts)


def listed(parts: Sequence[str], words: Words) -> str:
    """Single words as a list in the language."""
    return reduce(lambda first, rest: words.say("scope.words", first=first, rest=rest), parts)


def _place(place: str, words: Words, *, short: bool) -> str:
    return words.say("scope.place_short" if short else "scope.place", place=words.say(f"place.{place}"))


def _filters(arguments: Arguments, words: Words) -> list[str]:
    found: list[str] = []
    if arguments.tier:
        found.append(words.say("scope.tier", tier=wording.name("tier", arguments.tier, words.language)))
    if arguments.stage:
        found.append(
            words.say("scope.stage", stage=wording.name("lifecycle", arguments.stage, words.language))
        )
    if arguments.grade:
        found.append(words.say("scope.grade", grade=arguments.grade))
    return found
