"""What monitoring asks: alive, ready, and how much of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.logs import log_failure
from nlp.failures import UserError

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.bootstrap import Application

HINT = "The database does not answer; run earful doctor, or look for {} in earful.log."


async def healthz(request: Request) -> Response:
    """The process is alive."""
    del request
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """The database answers."""
    try:
        await run_in_threadpool(_ping, request.app.state.wired)
    except UserError as failed:
        # The message names the database's host and user, and this door is open to everyone.
        return JSONResponse({"ready": False, "hint": HINT.format(log_failure(failed))}, status_code=503)
    return JSONResponse({"ready": True})


def _ping(wired: Application) -> None:
    wired.store.ping()


async def metrics(request: Request) -> Response:
    """Figures in the Prometheus text format."""
    body = await run_in_threadpool(_figures, request.app.state.wired)
    return Response(body, media_type="text/plain; version=0.0.4; charset=utf-8")


def _figures(wired: Application) -> bytes:
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    from index.ports import Narrowing

    registry = CollectorRegistry()
    Gauge("earful_customers", "Kept customers", registry=registry).set(wired.store.customers.count())
    feedback = Gauge("earful_feedback", "Pieces of feedback", ["sentiment"], registry=registry)
    for label, count in wired.store.said.count(Narrowing()).items():
        feedback.labels(label).set(count)
    Gauge("earful_themes", "Themes in use", registry=registry).set(len(wired.store.themes.all()))
    cases = wired.store.cases.pending(wired.as_of)
    Gauge("earful_cases_pending", "Cases that wait for somebody", registry=registry).set(len(cases))
    Gauge("earful_refreshed_seconds", "UTC seconds of the last refresh's day", registry=registry).set(
        wired.as_of.timestamp()
    )
    return bytes(generate_latest(registry))
