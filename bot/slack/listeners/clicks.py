"""The buttons on a customer's card."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt import Ack, App

    from bot.slack.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Listen for clicks."""

    @app.action(re.compile(r"^case_(assign|contact|snooze|resolve)$"))
    def clicked(ack: Ack, body: Mapping[str, Any], action: Mapping[str, Any]) -> None:
        ack()
        case, _, version = action["value"].partition("|")
        desk.hear(
            {
                "kind": "click",
                # The moment of the click tells a second try from a second delivery.
                "key": f"click:{body['user']['id']}:{action['value']}:{action['action_ts']}",
                "action": action["action_id"].removeprefix("case_"),
                "case": case,
                "version": int(version),
                "user": body["user"]["id"],
                "channel": body["channel"]["id"],
                "message": body["message"]["ts"],
                "thread": body["message"].get("thread_ts") or body["message"]["ts"],
                "conversation": f"case:{case}",
            }
        )
