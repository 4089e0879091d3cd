"""What was discovered, as lists: segments of customers and themes of feedback."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.answers.toolbox import Toolbox
from bot.answers.tools.course import Course, courses
from bot.answers.tools.quotes import choose
from bot.views.evolution import event_documents
from index.ports import Narrowing, ThemeCount
from index.records import Area, Theme
from prompts import LANGUAGES, read

QUOTES = 3


def segment_documents(tools: Toolbox) -> list[dict[str, Any]]:
    """All segments in use, largest first."""
    return [
        {
            "id": one.id,
            "name": dict(one.names),
            "size": one.size,
            "share": round(one.share, 4),
            "portrait": dict(one.portrait),
            "reasons": [
                {"feature": reason.feature, "direction": reason.direction, "values": dict(reason.values)}
                for reason in one.reasons
            ],
            "medoids": list(one.medoids),
            "as_of": one.as_of.isoformat(),
            "events": event_documents(tools, one.id),
        }
        for one in tools.store.judgements.segments()
    ]


def theme_documents(tools: Toolbox, as_of: datetime, narrowing: Narrowing) -> list[dict[str, Any]]:
    """The themes of the narrowed feedback up to ``as_of``, largest first; without a theme: id -1, last."""
    limit = as_of + timedelta(seconds=1)
    bounds = replace(narrowing, until=min(narrowing.until or limit, limit))
    named = {theme.id: theme for theme in tools.themes(as_of)}
    areas = {area.id: area for area in tools.store.themes.areas()}
    going = courses(tools, limit, narrowing)
    counts = tools.store.said.by_theme(bounds)
    total = sum(one.size for one in counts)
    ordered = sorted(counts, key=lambda one: (one.theme_id < 0, -one.size, one.theme_id))
    return [
        _theme(one, named.get(one.theme_id), total, bounds, tools)
        | _course(named.get(one.theme_id), areas, going.get(one.theme_id))
        for one in ordered
        if one.theme_id < 0 or one.theme_id in named
    ]


def _course(theme: Theme | None, areas: Mapping[int, Area], trend: Course | None) -> dict[str, Any]:
    """Where a theme stands among the others, and how it goes."""
    area = areas.get(theme.area) if theme is not None and theme.area is not None else None
    return {
        "area": {"id": area.id, "name": dict(area.names)} if area else None,
        "trend": trend.document() if trend else None,
        "pinned": theme.pinned if theme else False,
    }


def _theme(
    one: ThemeCount, theme: Theme | None, total: int, bounds: Narrowing, tools: Toolbox
) -> dict[str, Any]:
    names = (
        theme.names
        if theme
        else {tongue: read("answers", tongue).say("themes.unplaced") for tongue in LANGUAGES}
    )
    inside = replace(bounds, theme_id=one.theme_id)
    quotes = choose(tools.store.said.listing(inside, limit=20), QUOTES) if theme else ()
    return {
        "id": one.theme_id,
        "name": dict(names),
        "keywords": {tongue: list(words) for tongue, words in theme.keywords.items()} if theme else {},
        "size": one.size,
        "share": round(one.size / total, 4) if total else 0.0,
        "negative": one.negative,
        "positive": one.positive,
        "mean_score": round(one.mean_score, 4),
        "customers": one.customers,
        "quotes": [quote.document() | {"shown": quote.shown, "language": quote.language} for quote in quotes],
    }
