"""Who may ask, and who would hear the answer: both are checked on every event, click and command."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.logs import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from slack_sdk import WebClient

    from bot.settings import Settings

KEEP_SECONDS = 300
"""How long a look-up is believed: long enough to spare the API, short enough for a removed member."""


@dataclass(frozen=True)
class Verdict:
    """Whether to answer; ``refusal`` is a key of the catalogue ``slack`` when not."""

    refusal: str | None = None

    @property
    def allowed(self) -> bool:
        """Whether the asker and the audience are both in order."""
        return self.refusal is None


class Access:
    """Checks askers and channels by the allow-lists and by what Slack says of them; in doubt it denies."""

    def __init__(self, settings: Settings, client: WebClient, clock: Callable[[], datetime]) -> None:
        self._users = _listed(settings.slack_users)
        self._channels = _listed(settings.slack_channels)
        self._client = client
        self._clock = clock
        self._known: dict[str, tuple[datetime, Verdict]] = {}
        self._lock = threading.Lock()

    def check(self, user: str | None, channel: str) -> Verdict:
        """May ``user`` have an answer in ``channel``?"""
        if user is None:
            return Verdict("refused.unknown")
        asker = self._remembered(user, self._user)
        return asker if not asker.allowed else self.audience(channel)

    def audience(self, channel: str) -> Verdict:
        """May customers' data be shown to all who are in ``channel``?"""
        return self._remembered(channel, self._channel)

    def forget(self) -> None:
        """Look everybody up anew from now on."""
        with self._lock:
            self._known.clear()

    def _remembered(self, key: str, look: Callable[[str], Verdict]) -> Verdict:
        moment = self._clock()
        with self._lock:
            held = self._known.get(key)
        if held is not None and (moment - held[0]).total_seconds() < KEEP_SECONDS:
            return held[1]
        verdict = self._looked(key, look)
        # A failed look-up is not kept: the next question may find Slack well again.
        if verdict.refusal != "refused.unknown":
            with self._lock:
                self._known[key] = (moment, verdict)
        return verdict

    @staticmethod
    def _looked(key: str, look: Callable[[str], Verdict]) -> Verdict:
        from slack_sdk.errors import SlackApiError

        try:
            return look(key)
        except (SlackApiError, OSError) as failed:
            logger.warning("look-up of %s failed: %s", key, failed)
            return Verdict("refused.unknown")

    def _user(self, user: str) -> Verdict:
        if self._users and user not in self._users:
            return Verdict("refused.user")
        found: Mapping[str, Any] = self._client.users_info(user=user)["user"]
        foreign = ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted", "is_bot")
        return Verdict("refused.guest") if any(found.get(flag) for flag in foreign) else Verdict()

    def _channel(self, channel: str) -> Verdict:
        if channel.startswith("D"):
            # In private only the asker hears, who was checked; asking Slack would need one more scope.
            return Verdict()
        found: Mapping[str, Any] = self._client.conversations_info(channel=channel)["channel"]
        if any(found.get(flag) for flag in ("is_ext_shared", "is_pending_ext_shared", "is_org_shared")):
            return Verdict("refused.shared")
        if self._channels and channel not in self._channels:
            return Verdict("refused.channel")
        return Verdict()


def _listed(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())
