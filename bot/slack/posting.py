"""Sends to Slack: inside its limits, at its pace, and never with links or mentions made of words."""

from __future__ import annotations

import threading
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from bot.logs import logger
from bot.slack.blocks.limits import FALLBACK_TEXT, clip, split, violations
from bot.slack.blocks.text import escape
from nlp.failures import InternalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slack_sdk import WebClient

EVENT = "earful"
"""The kind of our messages' metadata."""
REPLIES = 5
"""How often Slack lets one command be answered."""
OK = 200
PACE_SECONDS = 1.0
"""Slack takes about one message a second and channel."""


class Poster:
    """Posts, updates and whispers; waits where Slack asks to wait."""

    def __init__(self, client: WebClient, *, pace: float = PACE_SECONDS) -> None:
        self._client = client
        self._pace = pace
        self._last: dict[str, float] = {}
        self._lock = threading.Lock()

    def post(
        self,
        channel: str,
        blocks: Sequence[Mapping[str, Any]],
        *,
        text: str,
        key: str,
        thread: str | None = None,
    ) -> str:
        """Post the blocks as one message, or as several where they are too many; the first one's id.

        ``key`` goes with it unseen, so that ``sent`` finds it.
        """
        first = ""
        metadata = {"event_type": EVENT, "event_payload": {"key": key}}
        for part in split(blocks):
            self._wait(channel)
            sent = self._client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
                **_content(part, text),
            )
            first = first or str(sent["ts"])
        return first

    def sent(self, channel: str, key: str, *, thread: str | None = None, since: float = 0) -> str | None:
        """The message with that key; None as well where Slack does not let us look.

        Asked only where a stop may have come between sending and noting it.
        """
        from slack_sdk.errors import SlackApiError

        asked: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": 100}
        try:
            if thread is not None:
                found: Any = self._client.conversations_replies(ts=thread, **asked)
            else:
                found = self._client.conversations_history(oldest=f"{since:.6f}", **asked)
        except SlackApiError as refused:
            logger.info("cannot look for %s in %s: %s", key, channel, refused.response.get("error"))
            return None
        return next((str(one["ts"]) for one in found.get("messages", []) if _key(one) == key), None)

    def update(self, channel: str, message: str, blocks: Sequence[Mapping[str, Any]], *, text: str) -> None:
        """Replace a message of ours."""
        self._client.chat_update(channel=channel, ts=message, **_content(list(blocks), text))

    @staticmethod
    def reply(url: str, text: str, blocks: Sequence[Mapping[str, Any]] = ()) -> None:
        """Answer a command so that only its asker sees it; ``text`` is ours, anything foreign escaped.

        Raises:
            ConnectionError: Slack did not take it.
        """
        from slack_sdk.webhook import WebhookClient

        hook = WebhookClient(url)
        quiet = {"response_type": "ephemeral", "parse": "none", "unfurl_links": False, "unfurl_media": False}
        for part in list(split(blocks))[:REPLIES] or [[]]:
            shown = {"blocks": _valid(part)} if part else {}
            sent = hook.send_dict({**quiet, "text": clip(text, FALLBACK_TEXT), **shown})
            if sent.status_code != OK:
                raise ConnectionError(f"Slack refused the reply: {sent.status_code}")

    def whisper(self, channel: str, user: str, text: str, *, thread: str | None = None) -> None:
        """Say a sentence of ours, in which anything foreign is escaped, that only ``user`` sees."""
        self._client.chat_postEphemeral(
            channel=channel, user=user, text=clip(text, FALLBACK_TEXT), thread_ts=thread, parse="none"
        )

    def _wait(self, channel: str) -> None:
        with self._lock:
            due = max(monotonic(), self._last.get(channel, -self._pace) + self._pace)
            self._last[channel] = due
        sleep(max(0.0, due - monotonic()))


def _content(blocks: Sequence[Mapping[str, Any]], text: str) -> dict[str, Any]:
    # Not parsed: no link, mention or channel is made of words in the text that notifications show.
    quiet = {"parse": "none", "link_names": False}
    return {"blocks": _valid(blocks), "text": escape(clip(text, FALLBACK_TEXT)), **quiet}


def _valid(blocks: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    problems = violations(blocks)
    if problems:
        raise InternalError(f"Slack would refuse this message: {'; '.join(problems)}")
    return list(blocks)


def _key(message: Mapping[str, Any]) -> str | None:
    payload = message.get("metadata", {}).get("event_payload", {})
    return str(payload["key"]) if "key" in payload else None
