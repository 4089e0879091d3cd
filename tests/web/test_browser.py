"""The pages in a real browser, where there is one."""

import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from bot.bootstrap import Application
from bot.web.app import build_web

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=3000",
)


@pytest.fixture
def address(wired: Application) -> Iterator[str]:
    """The company's pages on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(build_web(wired, "127.0.0.1", None), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.mark.skipif(BROWSER is None, reason="needs chromium")
def test_hostile_words_do_not_run(address: str, wired: Application, tmp_path: Path) -> None:
    """A customer's script leaves the page's title as it was, and is there to be read."""
    assert BROWSER is not None
    hits = wired.store.said.get(("RV10958",))
    said = hits[0].feedback
    assert "<script>document.title" in said.text
    page = f"{address}/customers/{said.customer_id}?lang=zh-Hans"
    command = [BROWSER, *QUIET, f"--user-data-dir={tmp_path}", "--dump-dom", page]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "<title>被黑了" not in shown
    assert "&lt;script&gt;document.title" in shown
