"""What the pages of figures show: outcomes of contacts, forecasts, and ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prompts import read

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.bootstrap import Application

WEEKS = 4
PRODUCTS = 12
GROUPS = 15


def outcomes(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """Did contacting help."""
    from bot.jobs.outcomes import measure
    from bot.views.outcomes import outcome_documents

    del request
    words = read("outcomes", language)
    found = outcome_documents(measure(wired, wired.as_of), wired.as_of, language)
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
            found = forecast_documents(demand(wired.store, wired.as_of, level), language)
            shown[level] = found[:PRODUCTS]
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
