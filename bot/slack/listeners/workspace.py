"""The end of a stay in a workspace: the app is removed, or its token taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt import App

    from bot.slack.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Listen for the end."""

    @app.event("app_uninstalled")
    def uninstalled() -> None:
        desk.leave("the app was removed from the workspace")

    @app.event("tokens_revoked")
    def revoked(event: Mapping[str, Any]) -> None:
        if desk.bot_user in (event.get("tokens") or {}).get("bot", ()):
            desk.leave("the bot's token was revoked")
