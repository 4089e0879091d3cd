"""A Slack that runs on this machine: one binary with the Web API, Socket Mode, signed events and a page."""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.error import URLError

from nlp.failures import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

BOT_TOKEN = "xoxb-test-token"  # noqa: S105  # the fixed tokens of a throw-away workspace
APP_TOKEN = "xapp-test-token"  # noqa: S105
SIGNING_SECRET = "test-signing-secret"  # noqa: S105
BOT_USER = "U0BOT"
ALICE = "U01ALICE"
BOB = "U02BOB"
CHANNEL = "C01CARE"

_PEOPLE = [
    {"id": ALICE, "name": "alice", "real_name": "Alice Anderson"},
    {"id": BOB, "name": "bob", "real_name": "陳大文"},
]
_CHANNELS = [
    {"id": CHANNEL, "name": "customer-care", "members": [ALICE, BOB, BOT_USER], "topic": "Ask @earful"},
    {"id": "C02SALES", "name": "sales", "members": [ALICE, BOB, BOT_USER]},
]


@dataclass(frozen=True)
class LocalSlack:
    """A running workspace; ``url`` is its page, ``url/api/`` its Web API."""

    url: str

    @property
    def api_url(self) -> str:
        """Base URL of the Web API."""
        return f"{self.url}/api/"

    def control(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Act as a person of the workspace: ``message``, ``command``, ``interact`` or ``open-home``."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310  # always our own http://127.0.0.1
            f"{self.url}/_control/{path}", data=data, headers={"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=15) as reply:  # noqa: S310
            return dict(json.loads(reply.read()))

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """What was said in a channel, threads included."""
        return list(self.control(f"messages/{channel}")["messages"])


def free_port() -> int:
    """A port on the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    binary: Path,
    *,
    mode: Literal["socket", "events"] = "socket",
    events_url: str | None = None,
    port: int = 0,
) -> Iterator[LocalSlack]:
    """Start the workspace and stop it afterwards.

    Raises:
        UserError: the binary is missing or does not start.
    """
    if not binary.exists():
        raise UserError(f"{binary} is missing; `make tools` installs it.")
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="earful-slack-") as folder:
        config = Path(folder, "workspace.json")
        config.write_text(json.dumps(_workspace(mode, events_url), ensure_ascii=False), encoding="utf-8")
        process = subprocess.Popen(  # noqa: S603  # our own pinned binary
            [binary, "--config", config, "--port", str(port), "--base-host", "127.0.0.1"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"HOME": folder},
        )
        try:
            workspace = LocalSlack(f"http://127.0.0.1:{port}")
            _await(workspace, process)
            yield workspace
        finally:
            process.terminate()
            process.wait(timeout=10)


def _workspace(mode: str, events_url: str | None) -> dict[str, Any]:
    app = {"appId": "A01EARFUL", "botUserId": BOT_USER, "botName": "earful", "mode": mode}
    app |= {"botToken": BOT_TOKEN, "appToken": APP_TOKEN, "signingSecret": SIGNING_SECRET}
    if events_url:
        app["requestUrl"] = events_url
    place = {"name": "Lantern workspace", "domain": "lantern", "teamId": "T01LANTERN"}
    return {"workspace": place, "app": app, "users": _PEOPLE, "channels": _CHANNELS}


def _await(workspace: LocalSlack, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if process.poll() is not None:
            raise UserError(f"The local Slack ended with status {process.returncode} at its start.")
        try:
            workspace.control("state")
        except (URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise UserError("The local Slack did not answer within 15 seconds.")
