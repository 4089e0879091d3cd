"""A workspace of the local Slack with earful in it, on the company's data."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.bootstrap import Application, build
from bot.demo.local_slack import APP_TOKEN, BOT_TOKEN, BOT_USER, CHANNEL, SIGNING_SECRET, LocalSlack, running
from bot.settings import Settings
from bot.slack.door import SlackDoor, open_door
from tests.slack.proxy import Proxy, proxied

BINARY = Path(__file__).parents[2] / ".tools/node_modules/local-slack-linux-x64/bin/local-slack"
PATIENCE = 30.0


@dataclass
class Office:
    """A workspace with earful listening."""

    slack: LocalSlack
    proxy: Proxy
    wired: Application
    door: SlackDoor

    def ask(
        self, text: str, user: str, *, channel: str = CHANNEL, thread: str | None = None
    ) -> dict[str, Any]:
        """Write a message as a person; the message."""
        body = {"channel": channel, "user": user, "text": text}
        return dict(
            self.slack.control("message", {**body, **({"thread_ts": thread} if thread else {})})["message"]
        )

    def replies(self, thread: str, count: int = 1, channel: str = CHANNEL) -> list[dict[str, Any]]:
        """The messages of earful in a thread, as soon as there are ``count`` of them."""

        def found() -> list[dict[str, Any]]:
            every = self.slack.messages(channel)
            return [one for one in every if one.get("thread_ts") == thread and one["user"] == BOT_USER]

        return until(found, lambda messages: len(messages) >= count)


def until(look: Callable[[], Any], good: Callable[[Any], bool]) -> Any:
    """What ``look`` gives as soon as it is good; fails the test when it never is."""
    deadline = time.monotonic() + PATIENCE
    while not good(found := look()):
        assert time.monotonic() < deadline, f"waited {PATIENCE} s in vain; last seen: {found!r}"
        time.sleep(0.1)
    return found


@contextmanager
def office(home: Path, **changes: Any) -> Iterator[Office]:
    """Open the workspace on a copy of the company's data folder, by Socket Mode."""
    with running(BINARY) as slack, proxied(slack.url) as proxy:
        settings = replace(
            Settings(home=str(home), slack_bot_token=BOT_TOKEN, slack_app_token=APP_TOKEN),
            slack_api_url=proxy.url,
            slack_signing_secret=SIGNING_SECRET,
            **changes,
        )
        wired = build(settings)
        door = open_door(wired)
        try:
            yield Office(slack, proxy, wired, door)
        finally:
            door.close()
            wired.close()
