"""What will be sold, as terminal and pages show it."""

from datetime import timedelta
from typing import Any

from bot.jobs.forecasting import Demand
from prompts import Words, read
from segmentation.forecast import Forecast
from segmentation.wording import number

SHOWN = 26
"""Past weeks beside those to come."""


def forecast_documents(found: Demand, language: str) -> list[dict[str, Any]]:
    """Units; intervals hold four of five times. ``text`` says it in words."""
    words = read("forecast", language)
    return [_document(one, found, words) for one in found.things]


def _document(one: Forecast, found: Demand, words: Words) -> dict[str, Any]:
    name = one.name or words.say("level.all")
    weeks = [
        {
            "week": (one.next_week + timedelta(weeks=place)).isoformat(),
            "expected": round(expected, 1),
            "low": round(low, 1),
            "high": round(high, 1),
        }
        for place, (expected, low, high) in enumerate(zip(one.expected, one.low, one.high, strict=True))
    ]
    past = one.history[-SHOWN:]
    first = one.next_week - timedelta(weeks=len(past))
    return {
        "level": found.level,
        "key": one.key or None,
        "name": name,
        "weeks": weeks,
        "total": round(one.total, 1),
        "total_low": round(one.total_low, 1),
        "total_high": round(one.total_high, 1),
        "last_total": round(sum(one.history[-found.weeks :]), 1),
        "history": [
            {"week": (first + timedelta(weeks=place)).isoformat(), "sold": round(sold, 1)}
            for place, sold in enumerate(past)
        ],
        "method": one.method,
        "mase": round(one.error, 3),
        "volume": one.volume,
        "rare": one.rare,
        "text": _told(one, found, name, words),
    }


def _told(one: Forecast, found: Demand, name: str, words: Words) -> str:
    return words.say(
        "told.rare" if one.rare else "told.plain",
        name=name,
        weeks=found.weeks,
        total=number(one.total, decimals=0),
        low=number(one.total_low, decimals=0),
        high=number(one.total_high, decimals=0),
        last=number(sum(one.history[-found.weeks :]), decimals=0),
    )
