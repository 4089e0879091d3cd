"""``earful serve`` end to end: signed HTTP, and a bot that is killed while it answers."""

from __future__ import annotations

import json
import sqlite3
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.demo.local_slack import ALICE, BOB, BOT_USER, CHANNEL, SIGNING_SECRET, LocalSlack, free_port, running
from tests.slack.office import BINARY, until
from tests.slack.proxy import Proxy, proxied
from tests.slack.serving import served


@dataclass(frozen=True)
class Street:
    """A served earful that listens to signed HTTP, and its workspace."""

    slack: LocalSlack
    proxy: Proxy
    port: int
    home: Path

    def post(
        self, body: Mapping[str, Any], *, age: int = 0, secret: str = SIGNING_SECRET, **extra: str
    ) -> Any:
        """Send a signed request as Slack would; status and body."""
        content, stamp = json.dumps(body), str(int(time.time()) - age)
        signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=content)
        headers = {
            "content-type": "application/json",
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": str(signature),
            **extra,
        }
        url = f"http://127.0.0.1:{self.port}/slack/events"
        request = urllib.request.Request(url, data=content.encode(), headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return reply.status, reply.read().decode()
        except HTTPError as refused:
            return refused.code, refused.read().decode()


@pytest.fixture(scope="module")
def street(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """One served earful for the tests of HTTP."""
    import shutil

    home = Path(shutil.copytree(company, tmp_path_factory.mktemp("serve") / "home"))
    port = free_port()
    url = f"http://127.0.0.1:{port}/slack/events"
    with (
        running(BINARY, mode="events", events_url=url) as slack,
        proxied(slack.url) as proxy,
        served(home, proxy.url, port, socket_mode=False),
    ):
        yield Street(slack, proxy, port, home)


def mention(text: str, ts: str) -> dict[str, Any]:
    """An event as Slack sends it."""
    event = {"type": "app_mention", "user": ALICE, "text": f"<@{BOT_USER}> {text}", "ts": ts}
    event |= {"channel": CHANNEL, "event_ts": ts}
    return {"type": "event_callback", "team_id": "T01LANTERN", "event_id": f"Ev{ts}", "event": event}


def thread_of(proxy: Proxy, thread: str) -> list[dict[str, Any]]:
    """What was posted in a thread."""
    return [body for body in proxy.sent("chat.postMessage") if body.get("thread_ts") == thread]


def test_slack_may_verify_the_address(street: Street) -> None:
    """The challenge of url_verification comes back."""
    status, body = street.post({"type": "url_verification", "challenge": "abc123"})
    assert (status, "abc123" in body) == (200, True)


@pytest.mark.parametrize("wrong", [{"secret": "somebody-elses"}, {"age": 360}])
def test_what_slack_did_not_sign_now_is_refused(street: Street, wrong: dict[str, Any]) -> None:
    """A wrong signature and a six minutes old one are 401, and nothing is said."""
    ts = f"1700000000.00000{len(wrong)}"
    assert street.post(mention("Who is at risk?", ts), **wrong)[0] == 401
    assert thread_of(street.proxy, ts) == []
    assert "Who is at risk?" not in (street.home / "earful.log").read_text(encoding="utf-8")


def test_a_signed_mention_is_answered_in_its_thread(street: Street) -> None:
    """From the local Slack over HTTP to an answer."""
    said = {"channel": CHANNEL, "user": ALICE, "text": f"<@{BOT_USER}> How is our NPS?"}
    asked = street.slack.control("message", said)["message"]
    answers = until(lambda: thread_of(street.proxy, asked["ts"]), bool)
    assert "NPS" in answers[0]["text"]


def test_a_retry_is_acknowledged_and_not_answered_again(street: Street) -> None:
    """Slack delivers again with its retry headers when it was not sure."""
    ts = f"{time.time():.6f}"
    assert street.post(mention("How is our NPS?", ts))[0] == 200
    again = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}
    assert street.post(mention("How is our NPS?", ts), **again)[0] == 200
    until(lambda: thread_of(street.proxy, ts), bool)
    marker = f"{time.time():.6f}"
    street.post(mention("How is our NPS?", marker))
    until(lambda: thread_of(street.proxy, marker), bool)
    assert len(thread_of(street.proxy, ts)) == 1


def test_command_and_click_over_http(street: Street) -> None:
    """/earful digest posts the digest with cards once, and a button on a card takes the case."""
    body = {"channel": CHANNEL, "user": ALICE, "command": "/earful", "text": "digest"}

    def told() -> list[str]:
        every = street.slack.messages(CHANNEL)
        return [one["text"] for one in every if one.get("ephemeral_to") == ALICE]

    street.slack.control("command", body)
    until(told, lambda texts: any("is posted here" in one for one in texts))
    street.slack.control("command", body)
    until(told, lambda texts: any("in this channel already" in one for one in texts))
    shown = [one for one in street.slack.messages(CHANNEL) if one.get("blocks")]
    cards = [one for one in shown if one["blocks"][-1]["type"] == "actions"]
    assert len(cards) == len({card["blocks"][-1]["block_id"] for card in cards}) > 0
    button = next(one for one in cards[0]["blocks"][-1]["elements"] if one["action_id"] == "case_snooze")
    action = {name: button[name] for name in ("type", "action_id", "value")}
    action["block_id"] = cards[0]["blocks"][-1]["block_id"]
    click = {"channel": CHANNEL, "messageTs": cards[0]["ts"], "user": BOB, "action": action}
    street.slack.control("interact", click)
    drawn = until(lambda: street.proxy.sent("chat.update"), bool)
    assert "Snoozed until" in json.dumps(drawn[-1]["blocks"])
    assert street.proxy.refused == []


def test_a_killed_bot_answers_once_after_its_restart(data: Path) -> None:
    """Received, not answered, kill -9, started again: one answer, and none is sent twice."""
    with running(BINARY) as slack, proxied(slack.url) as proxy:
        with served(data, proxy.url, free_port(), socket_mode=True) as process:
            proxy.throttle["chat.postMessage"] = 1000
            said = {"channel": CHANNEL, "user": ALICE, "text": f"<@{BOT_USER}> How is our NPS?"}
            asked = slack.control("message", said)["message"]
            until(lambda: proxy.throttle["chat.postMessage"] < 1000, bool)
            process.kill()
            process.wait(timeout=10)
        assert inbox(data) == ["received"]
        proxy.throttle.clear()
        with served(data, proxy.url, free_port(), socket_mode=True):
            until(lambda: thread_of(proxy, asked["ts"]), bool)
            until(lambda: inbox(data), lambda states: states == ["answered"])
        assert len(thread_of(proxy, asked["ts"])) == 1


def inbox(home: Path) -> list[str]:
    """The states of all events received."""
    with sqlite3.connect(home / "earful.db") as database:
        return [row[0] for row in database.execute("SELECT state FROM inbox")]
