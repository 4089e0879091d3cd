"""The bolt application: surfaces registered, failures caught in one place."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.logs import log_failure
from bot.slack.listeners import clicks, commands, home, messages, workspace

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_sdk import WebClient

    from bot.settings import Settings
    from bot.slack.desk import Desk


def make_client(settings: Settings) -> WebClient:
    """A client that waits where Slack asks to, and reconnects."""
    from slack_sdk import WebClient
    from slack_sdk.http_retry.builtin_handlers import (
        ConnectionErrorRetryHandler,
        RateLimitErrorRetryHandler,
        ServerErrorRetryHandler,
    )

    url = settings.slack_api_url.rstrip("/") + "/" if settings.slack_api_url else WebClient.BASE_URL
    handlers = [
        ConnectionErrorRetryHandler(max_retry_count=2),
        RateLimitErrorRetryHandler(max_retry_count=3),
        ServerErrorRetryHandler(max_retry_count=2),
    ]
    return WebClient(token=settings.slack_bot_token, base_url=url, retry_handlers=handlers)


def make_app(settings: Settings, client: WebClient, desk: Desk) -> App:
    """The application with every surface."""
    from slack_bolt import App

    app = App(
        client=client,
        signing_secret=settings.slack_signing_secret or None,
        # A listener only writes down what it heard; Slack is told so afterwards, and else delivers again.
        process_before_response=True,
        # Bolt's own lines repeat rejected requests, whose words are not for a log.
        logger=logging.getLogger("slack_bolt"),
        token_verification_enabled=False,
    )
    for surface in (messages, commands, clicks, home, workspace):
        surface.register(app, desk)

    @app.error
    def failed(error: Exception) -> None:
        log_failure(error)

    return app
