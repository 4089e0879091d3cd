"""The pages. Each asks one view and shows it; what customers wrote is escaped by the templates."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.logs import log_failure
from nlp.failures import UserError
from prompts import read
from prompts.reading import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment
    from starlette.requests import Request

    from bot.bootstrap import Application

    View = Callable[[Application, Request, str], Mapping[str, Any]]

LISTED = 100
LONGEST_QUESTION = 500


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader

    return Environment(loader=PackageLoader("bot.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _page(template: str, view: View) -> Callable[[Request], Any]:
    async def show(request: Request) -> Response:
        return await run_in_threadpool(_render, request, template, view)

    return show


def _render(request: Request, template: str, view: View) -> Response:
    wired: Application = request.app.state.wired
    language = nearest(request.query_params.get("lang", wired.settings.digest_language))
    words = read("web", language)
    found = view(wired, request, language)
    body = (
        _templates()
        .get_template(template)
        .render(
            language=language,
            say=words.say,
            here=request.url.path,
            keep="",
            day=wired.as_of.astimezone(wired.settings.zone).date().isoformat(),
            money=lambda amount: f"{wired.settings.currency} {amount:,.0f}",
            **found,
        )
    )
    return HTMLResponse(body)


def _digest(wired: Application, request: Request, language: str) -> dict[str, Any]:
    from bot.views import make_digest

    del request
    digest = make_digest(wired.toolbox, wired.as_of, language, limit=wired.settings.digest_size)
    words = read("web", language)
    figures = [
        {"name": words.say(f"totals.{name}"), "value": f"{value:,.0f}"}
        for name, value in digest.totals.items()
        if words.has(f"totals.{name}")
    ]
    return {"title": words.say("digest.title"), "digest": digest, "figures": figures}


def _customers(wired: Application, request: Request, language: str) -> dict[str, Any]:
    from bot.views import customer_row
    from segmentation.wording import name

    tools = wired.toolbox
    segment = request.query_params.get("segment", "")
    chosen = int(segment) if segment.isdecimal() else None
    found = tools.store.judgements.profiles(segment=chosen, limit=LISTED)
    names = tools.names(tuple(one.customer_id for one in found))
    rows = [dict(customer_row(one, names[one.customer_id])) for one in found]
    for row in rows:
        row["tier"] = name("tier", str(row["tier"]), language)
        row["lifecycle"] = name("lifecycle", str(row["lifecycle"]), language)
    return {"title": read("web", language).say("nav.customers"), "customers": rows}


def _customer(wired: Application, request: Request, language: str) -> dict[str, Any]:
    from bot.views import find_customer, profile_document

    found = find_customer(wired.toolbox, request.path_params["customer_id"])
    document = profile_document(wired.toolbox, found, language)
    return {"title": document["name"] or found, "one": document}


def _segments(wired: Application, request: Request, language: str) -> dict[str, Any]:
    from bot.views import segment_documents

    del request
    return {
        "title": read("web", language).say("nav.segments"),
        "segments": segment_documents(wired.toolbox),
    }


def _themes(wired: Application, request: Request, language: str) -> dict[str, Any]:
    from bot.views import theme_documents
    from index.ports import Narrowing

    del request
    return {
        "title": read("web", language).say("nav.themes"),
        "themes": theme_documents(wired.toolbox, wired.as_of, Narrowing()),
    }


def _ask(wired: Application, request: Request, language: str) -> dict[str, Any]:
    from bot.answers import Question, answer
    from bot.clock import now

    text = request.query_params.get("q", "").strip()[:LONGEST_QUESTION]
    found = None
    if text:
        question = Question(text=text, as_of=wired.as_of, asked_at=now(), thread=None, user="page")
        found = answer(question, wired.toolbox)
    return {"title": read("web", language).say("nav.ask"), "question": text, "answer": found}


async def _user_error(request: Request, wrong: Exception) -> Response:
    return await _failure(request, str(wrong), 404)


async def _internal_error(request: Request, failure: Exception) -> Response:
    return await _failure(request, log_failure(failure), 500)


async def _failure(request: Request, text: str, status: int) -> Response:
    language = nearest(request.query_params.get("lang", "en"))
    words = read("web", language)
    body = (
        _templates()
        .get_template("failure.html")
        .render(
            language=language,
            say=words.say,
            here="/",
            keep="",
            title=words.say("failure.title"),
            text=words.say("failure.reference", reference=text) if status == 500 else text,
        )
    )
    return HTMLResponse(body, status_code=status)


FAILURES = {UserError: _user_error, Exception: _internal_error}

ROUTES = [
    Route("/", _page("digest.html", _digest)),
    Route("/customers", _page("customers.html", _customers)),
    Route("/customers/{customer_id:path}", _page("customer.html", _customer)),
    Route("/segments", _page("segments.html", _segments)),
    Route("/themes", _page("themes.html", _themes)),
    Route("/ask", _page("answer.html", _ask)),
]
