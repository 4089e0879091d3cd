"""Mentions, direct messages, and follow-ups in threads where earful was asked before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt import App

    from bot.slack.desk import Desk

SAID = (None, "file_share", "thread_broadcast")
"""Subtypes of messages that a person wrote anew; edits, deletions, joins and bots' words have others."""

_MENTION = re.compile(r"<@[A-Z0-9]+(\|[^>]*)?>")


def register(app: App, desk: Desk) -> None:
    """Listen for questions."""

    @app.event("app_mention")
    def mentioned(event: Mapping[str, Any]) -> None:
        if from_person(event):
            desk.hear(question(event, "mention"))

    @app.event("message")
    def said(event: Mapping[str, Any]) -> None:
        if not from_person(event):
            return
        if event.get("channel_type") == "im":
            desk.hear(question(event, "direct"))
        elif event.get("thread_ts") and not _MENTION.search(event.get("text") or ""):
            # With a mention it is for us and comes as app_mention, or it is for somebody else.
            desk.hear(question(event, "follow_up"))


def question(event: Mapping[str, Any], way: str) -> dict[str, Any]:
    """The event as what the inbox keeps; its key is the message, which Slack may deliver as two events.

    A conversation is a thread; in private it is all that is said there, for few people use threads there.
    """
    channel, thread = event["channel"], event.get("thread_ts") or event["ts"]
    return {
        "kind": "question",
        "way": way,
        "key": f"message:{channel}:{event['ts']}",
        "text": unescape(_MENTION.sub(" ", event.get("text") or "")).strip(),
        "user": event["user"],
        "channel": channel,
        "thread": thread,
        "conversation": f"slack:{channel}" if way == "direct" else f"slack:{channel}:{thread}",
    }


def unescape(text: str) -> str:
    """A person's words as typed: Slack sends ``<mailto:a@b.c|a@b.c>`` and the three entities."""
    bare = re.sub(r"<(?:mailto:|tel:)([^|>]+)(?:\|[^>]*)?>", r"\1", text)
    bare = re.sub(r"<#[A-Z0-9]+\|([^>]*)>", r"#\1", bare)
    bare = re.sub(r"<(https?://[^|>]+)(?:\|[^>]*)?>", r"\1", bare)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def from_person(event: Mapping[str, Any]) -> bool:
    """Whether a person wrote the message just now."""
    return bool(event.get("user")) and not event.get("bot_id") and event.get("subtype") in SAID
