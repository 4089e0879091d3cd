"""Sends to Slack: inside its limits, at its pace, and never with links or mentions made of words."""

from __future__ import annotations

import threading
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from bot.slack.blocks.limits import FALLBACK_TEXT, clip, split, violations
from bot.slack.blocks.text import escape
from nlp.failures import InternalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slack_sdk import WebClient

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
        self, channel: str, blocks: Sequence[Mapping[str, Any]], *, text: str, thread: str | None = None
    ) -> str:
        """Post the blocks as one message, or as several where they are too many; the first one's id."""
        first = ""
        for part in split(blocks):
            self._wait(channel)
            sent = self._client.chat_postMessage(
                channel=channel, thread_ts=thread, **_content(part, text), **_QUIET
            )
            first = first or str(sent["ts"])
        return first

    def update(self, channel: str, message: str, blocks: Sequence[Mapping[str, Any]], *, text: str) -> None:
        """Replace a message of ours."""
        self._client.chat_update(channel=channel, ts=message, **_content(list(blocks), text))

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


_QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False, "parse": "none", "link_names": False}


def _content(blocks: Sequence[Mapping[str, Any]], text: str) -> dict[str, Any]:
    problems = violations(blocks)
    if problems:
        raise InternalError(f"Slack would refuse this message: {'; '.join(problems)}")
    return {"blocks": list(blocks), "text": clip(escape(text), FALLBACK_TEXT)}
