"""The app's own tabs: what can be asked, shown when somebody opens them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.blocks.home import home_view, prompts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt import App, SetSuggestedPrompts
    from slack_sdk import WebClient

    from bot.slack.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Listen for the tabs being opened."""

    def opened(
        event: Mapping[str, Any], client: WebClient, set_suggested_prompts: SetSuggestedPrompts
    ) -> None:
        words = desk.words()
        if event.get("tab") == "messages":
            set_suggested_prompts(prompts=prompts(words))
            return
        client.views_publish(user_id=event["user"], view=home_view(words))

    # Acknowledged at once: Slack may make us wait before it takes a view.
    app.event("app_home_opened")(ack=_nothing, lazy=[opened])


def _nothing() -> None:
    """An event needs no reply."""
