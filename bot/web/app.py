"""The web application: pages, health, and Slack's signed door."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.web import health, pages
from bot.web.guard import Guard

if TYPE_CHECKING:
    from slack_bolt.adapter.starlette.handler import SlackRequestHandler
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.bootstrap import Application

STATIC = Path(__file__).parent / "static"
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]


def build_web(wired: Application, host: str, slack: SlackRequestHandler | None) -> Starlette:
    """The application; ``slack`` answers signed events where Slack is connected."""
    # Behind a password any host name will do; without one, only this machine's own names are answered,
    # so that a page from elsewhere cannot read ours through a name that points here.
    hosts = ["*"] if wired.settings.web_token else [*LOOPBACK, host]
    app = Starlette(
        routes=[
            Route("/healthz", health.healthz),
            Route("/readyz", health.readyz),
            Route("/metrics", health.metrics),
            *pages.ROUTES,
            *([Route("/slack/events", _events(slack), methods=["POST"])] if slack is not None else []),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts),
            Middleware(Guard, password=wired.settings.web_token),
        ],
        exception_handlers=pages.FAILURES,
    )
    app.state.wired = wired
    return app


def _events(slack: SlackRequestHandler):  # type: ignore[no-untyped-def]  # an endpoint as starlette takes it
    async def events(request: Request) -> Response:
        return await slack.handle(request)

    return events
