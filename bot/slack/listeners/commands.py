"""``/earful``: a question whose answer only the asker sees, or the digest for a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt import Ack, App

    from bot.slack.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Listen for the command."""

    @app.command("/earful")
    def commanded(ack: Ack, command: Mapping[str, Any]) -> None:
        ack()
        desk.hear(
            {
                "kind": "command",
                "key": f"command:{command['trigger_id']}",
                "text": command.get("text", "").strip(),
                "user": command["user_id"],
                "channel": command["channel_id"],
                "conversation": f"slack:command:{command['user_id']}",
                "response_url": command["response_url"],
            }
        )
