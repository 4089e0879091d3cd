"""The pages in a real browser, where there is one."""

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from bot.bootstrap import Application, build
from bot.jobs.intake import take_in
from bot.settings import Settings
from bot.web.app import build_web
from index.ports import Narrowing

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


SCRIPT = "The lid broke on day one. <script>document.title = 'taken over'</script> Never again."


@pytest.fixture
def attacked(company: Path, tmp_path: Path) -> Iterator[tuple[Application, str]]:
    """The company's pages, and a customer whose only words are a script."""
    wired = build(Settings(home=str(shutil.copytree(company, tmp_path / "home")), currency="GBP"))
    quiet = next(
        one.customer_id
        for one in wired.store.judgements.profiles()
        if not wired.store.said.listing(Narrowing(customer_id=one.customer_id), limit=1)
    )
    row = {"review_id": "HOSTILE1", "customer_id": quiet, "review_text": SCRIPT, "rating": 1}
    path = tmp_path / "reviews.jsonl"
    path.write_text(json.dumps(row | {"created_at": wired.as_of.date().isoformat()}), encoding="utf-8")
    assert take_in(wired, [path]).accepted == 1
    yield wired, quiet
    wired.close()


@pytest.fixture
def address(attacked: tuple[Application, str]) -> Iterator[str]:
    """The customer's page on a free port of this machine."""
    wired, customer = attacked
    server = uvicorn.Server(uvicorn.Config(build_web(wired, "127.0.0.1", None), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/customers/{customer}?lang=zh-Hans"
    server.should_exit = True
    thread.join()


@pytest.mark.skipif(BROWSER is None, reason="needs chromium")
def test_hostile_words_do_not_run(address: str, tmp_path: Path) -> None:
    """A customer's script leaves the page's title as it was, and is there to be read."""
    assert BROWSER is not None
    command = [BROWSER, *QUIET, f"--user-data-dir={tmp_path / 'browser'}", "--dump-dom", address]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "<title>taken over" not in shown
    assert "&lt;script&gt;document.title" in shown
