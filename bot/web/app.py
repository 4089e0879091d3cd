"""The web application: pages, health, and Slack's signed door."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.web import health, pages
from bot.web.guard import Guard, Strict

if TYPE_CHECKING:
    from slack_bolt.adapter.starlette.handler import SlackRequestHandler
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from bot.bootstrap import Application

STATIC = Path(__file__).parent / "static"


class Pages(Starlette):
    """The application inside the headers: those of a failure's page come from outside all middleware."""

    def build_middleware_stack(self) -> ASGIApp:
        """Everything, made strict."""
        return Strict(super().build_middleware_stack())


def build_web(wired: Application, host: str, slack: SlackRequestHandler | None) -> Starlette:
    """The application; ``slack`` answers signed events where Slack is connected."""
    app = Pages(
        routes=[
            Route("/healthz", health.healthz),
            Route("/readyz", health.readyz),
            Route("/metrics", health.metrics),
            *pages.ROUTES,
            *([Route("/slack/events", _events(slack), methods=["POST"])] if slack is not None else []),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Guard, password=wired.settings.web_token, host=host)],
        exception_handlers=pages.FAILURES,
    )
    app.state.wired = wired
    return app


def _events(slack: SlackRequestHandler):  # type: ignore[no-untyped-def]  # an endpoint as starlette takes it
    async def events(request: Request) -> Response:
        return await slack.handle(request)

    return events
