"""``earful serve`` as a process of its own, the way it runs in earnest."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.clock import now
from bot.demo.local_slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from tests.slack.office import until

ROOT = Path(__file__).parents[2]


@contextmanager
def served(home: Path, api_url: str, port: int, *, socket_mode: bool) -> Iterator[subprocess.Popen[bytes]]:
    """Start it and wait until it answers; it is ended afterwards if it still runs."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "EARFUL_"))},
        **{name: os.environ[name] for name in ("EARFUL_MODELS",) if name in os.environ},
        "EARFUL_HOME": str(home),
        # Half a day away, so that no refresh falls into the test.
        "EARFUL_REFRESH_TIME": f"{(now().hour + 12) % 24:02}:00",
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": api_url,
        **({"SLACK_APP_TOKEN": APP_TOKEN} if socket_mode else {}),
    }
    command = [Path(sys.executable).with_name("earful"), "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        until(lambda: process.poll() is not None or _alive(port), bool)
        assert process.poll() is None
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _alive(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False
