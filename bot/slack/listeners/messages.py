"""Mentions, direct messages, and follow-ups in threads where earful was asked before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt import App

    from bot.slack.desk import Desk

_MENTION = re.compile(r"<@[A-Z0-9]+(\|[^>]*)?>")


def register(app: App, desk: Desk) -> None:
    """Listen for questions."""

    @app.event("app_mention")
    def mentioned(event: Mapping[str, Any]) -> None:
        desk.hear(question(event, "mention"))

    @app.event("message")
    def said(event: Mapping[str, Any]) -> None:
        if not _from_person(event):
            return
        if event.get("channel_type") == "im":
            desk.hear(question(event, "direct"))
        elif event.get("thread_ts") and desk.bot_user not in event.get("text", ""):
            desk.hear(question(event, "follow_up"))


def question(event: Mapping[str, Any], way: str) -> dict[str, Any]:
    """The event as what the inbox keeps; its key is the message, which Slack may deliver as two events."""
    return {
        "kind": "question",
        "way": way,
        "key": f"message:{event['channel']}:{event['ts']}",
        "text": _MENTION.sub(" ", unescape(event.get("text", ""))).strip(),
        "user": event.get("user"),
        "channel": event["channel"],
        "thread": event.get("thread_ts") or event["ts"],
    }


def unescape(text: str) -> str:
    """A person's words as typed: Slack sends ``<mailto:a@b.c|a@b.c>`` and the three entities."""
    bare = re.sub(r"<(?:mailto:|tel:)([^|>]+)(?:\|[^>]*)?>", r"\1", text)
    bare = re.sub(r"<(https?://[^|>]+)(?:\|[^>]*)?>", r"\1", bare)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _from_person(event: Mapping[str, Any]) -> bool:
    return (
        bool(event.get("user")) and not event.get("bot_id") and event.get("subtype") in (None, "file_share")
    )
