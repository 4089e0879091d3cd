"""What the pages of figures show: outcomes of contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prompts import read

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.bootstrap import Application


def outcomes(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """Did contacting help."""
    from bot.jobs.outcomes import measure
    from bot.views.outcomes import outcome_documents

    del request
    words = read("outcomes", language)
    found = outcome_documents(measure(wired, wired.as_of), wired.as_of, language)
    shown = [*filter(None, [found["randomised"]]), *found["plays"]]
    return {"title": words.say("table.title"), "words": words.say, "found": found, "rows": shown}
