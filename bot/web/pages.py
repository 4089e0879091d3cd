"""The pages: each asks for its contents and shows them; what customers wrote is escaped by the templates."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.logs import log_failure
from bot.web import contents, reckoning, theming
from bot.web.guard import TOLD
from bot.web.telling import Telling
from nlp.failures import UserError
from prompts import read
from prompts.reading import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment
    from starlette.requests import Request

    from bot.bootstrap import Application

    Contents = Callable[[Application, Request, str], Mapping[str, Any]]


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def _page(template: str, view: Contents) -> Callable[[Request], Any]:
    async def show(request: Request) -> Response:
        return await run_in_threadpool(_render, request, template, view)

    return show


def _render(request: Request, template: str, view: Contents) -> Response:
    wired: Application = request.app.state.wired
    language = _language(request)
    found = view(wired, request, language)
    tell = Telling(wired, language)
    day = tell.day(wired.as_of)
    return _show(request, template, language, tell=tell, day=day, **found)


def _show(request: Request, template: str, language: str, status: int = 200, **found: Any) -> Response:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    body = (
        _templates()
        .get_template(template)
        .render(
            language=language,
            say=read("web", language).say,
            here=request.url.path,
            keep=urlencode(kept),
            **found,
        )
    )
    return HTMLResponse(body, status_code=status, headers={"Content-Language": language})


def _language(request: Request) -> str:
    wired: Application = request.app.state.wired
    return nearest(request.query_params.get("lang", wired.settings.digest_language))


async def _missing(request: Request, wrong: Exception) -> Response:
    status = wrong.status_code if isinstance(wrong, HTTPException) else 404
    key = "failure.missing" if status == 404 else "failure.refused"
    return _failure(request, read("web", _language(request)).say(key), status)


async def _unable(request: Request, wrong: Exception) -> Response:
    # What a form asks for can be put right by whoever sent it; a page that cannot be shown is our trouble.
    return _failure(request, str(wrong), 422 if request.method == "POST" else 503)


async def _broken(request: Request, failure: Exception) -> Response:
    request.scope[TOLD] = True
    sentence = read("web", _language(request)).say("failure.reference", reference=log_failure(failure))
    return _failure(request, sentence, 500)


def _failure(request: Request, text: str, status: int) -> Response:
    language = _language(request)
    key = "failure.nowhere" if status == 404 else "failure.title"
    title = read("web", language).say(key)
    return _show(request, "failure.html", language, status, title=title, text=text, day="")


FAILURES = {HTTPException: _missing, UserError: _unable, Exception: _broken}

ROUTES = [
    Route("/", _page("digest.html", contents.digest)),
    Route("/customers", _page("customers.html", contents.customers)),
    Route("/customers/{customer_id:path}", _page("customer.html", contents.customer)),
    Route("/segments", _page("segments.html", contents.segments)),
    Route("/segments/{segment_id}", _page("segment.html", contents.segment)),
    Route("/journey", _page("journey.html", contents.journey)),
    Route("/themes", _page("themes.html", contents.themes)),
    Route("/themes/edits", _page("edits.html", theming.log)),
    Route("/themes/edits", theming.undo, methods=["POST"]),
    Route("/themes/{theme_id}", _page("theme.html", contents.theme)),
    Route("/themes/{theme_id}", theming.edit, methods=["POST"]),
    Route("/forecast", _page("forecast.html", reckoning.forecast)),
    Route("/ratings", _page("ratings.html", reckoning.ratings)),
    Route("/outcomes", _page("outcomes.html", reckoning.outcomes)),
    Route("/ask", _page("answer.html", contents.ask)),
]
