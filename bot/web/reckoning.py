"""What the pages of figures show: outcomes of contacts, forecasts, and ratings."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from prompts import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request

    from bot.bootstrap import Application

Made = TypeVar("Made")
WEEKS = 4
PRODUCTS = 12
GROUPS = 15


_KEPT: WeakKeyDictionary[Application, dict[str, tuple[str, Any]]] = WeakKeyDictionary()
"""What takes seconds to reckon, by page, until something it reads changes."""


def _kept(wired: Application, name: str, parts: Sequence[str], reckon: Callable[[], Made]) -> Made:
    mark = f"{wired.as_of.isoformat()}|{wired.store.runs.fingerprint(wired.as_of, parts)}"
    known = _KEPT.setdefault(wired, {})
    if name not in known or known[name][0] != mark:
        known[name] = (mark, reckon())
    made: Made = known[name][1]
    return made


def outcomes(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """Did contacting help."""
    from bot.jobs.outcomes import measure
    from bot.views.outcomes import outcome_documents

    del request
    words = read("outcomes", language)
    parts = ("orders", "events", "feedback", "analyses", "customers")
    known = _kept(wired, "outcomes", parts, lambda: measure(wired, wired.as_of))
    found = outcome_documents(known, wired.as_of, language)
    shown = [*filter(None, [found["randomised"]]), *found["plays"]]
    return {"title": words.say("table.title"), "words": words.say, "found": found, "rows": shown}


def forecast(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """What will be sold: in all, by category, and of the products sold most."""
    from bot.jobs.forecasting import demand
    from bot.views.forecast import forecast_documents
    from nlp.failures import UserError
    from segmentation.forecast import LEAST_WEEKS

    del request
    words = read("forecast", language)
    shown: dict[str, Any] = {
        "title": words.say("table.title"),
        "words": words.say,
        "weeks": WEEKS,
        "short": "",
    }
    try:
        for level in ("total", "category", "product"):
            known = _kept(wired, level, ("orders",), partial(demand, wired.store, wired.as_of, level))
            shown[level] = forecast_documents(replace(known, things=known.things[:PRODUCTS]), language)
    except UserError:
        # A young shop is no failure of the page: it says how much longer it takes.
        shown |= {
            "short": words.say("table.short", weeks=LEAST_WEEKS),
            "total": [],
            "category": [],
            "product": [],
        }
    return shown


def ratings(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """NPS, CSAT or stars by one kind of group after the other."""
    from bot.views.ratings import BY, DAYS, rating_documents
    from segmentation.ratings import SCALES

    words = read("ratings", language)
    wanted = request.query_params.get("scale", "")
    scale = wanted if wanted in SCALES else None
    found = {
        by: rating_documents(wired.toolbox, wired.as_of, by, language, scale=scale)[:GROUPS] for by in BY
    }
    return {
        "title": words.say("table.title"),
        "words": words.say,
        "found": {by: rows for by, rows in found.items() if rows},
        "scales": SCALES,
        "scale": next((rows[0]["scale"] for rows in found.values() if rows), ""),
        "days": DAYS,
    }
