"""Makes docs/slack.png: the demo company's digest and answers in the local Slack, as a browser shows them."""

from __future__ import annotations

import argparse
import asyncio
import base64
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp

from bot.bootstrap import build
from bot.clock import now
from bot.demo.local_slack import ALICE, BOT_USER, CHANNEL, LocalSlack, free_port, running
from bot.demo.workspace import in_workspace
from bot.settings import read_settings
from bot.slack.door import open_door

QUESTIONS = ("How is our NPS?", "有多少客户面临流失？", "大家怎麼評價配送？")
WIDTH, HEIGHT = 1400, 1240
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
OPEN_THREAD = """[...document.querySelectorAll('*')].filter(
    one => one.children.length === 0 && /^\\d+ repl/.test(one.textContent.trim())).%s.click()"""
"""Of the links below messages; the digest's stands first, that of the last question last."""


def main() -> None:
    """Fill a workspace, and take its picture."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--home", type=Path, required=True, help="a filled demo folder; it is copied")
    parser.add_argument("--slack", type=Path, required=True, help="the local-slack binary")
    parser.add_argument("--to", type=Path, default=Path(__file__).with_name("slack.png"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(args.slack.resolve()) as slack:
        home = shutil.copytree(args.home, Path(folder, "home"))
        settings = replace(in_workspace(read_settings(), home, slack), digest_size=5)
        wired = build(settings)
        door = open_door(wired)
        try:
            day = door.desk.digests.today(now())
            wired.store.runs.note_posting("digest", day, CHANNEL, None)
            door.desk.digests.post(CHANNEL, wired.as_of, now(), day=day)
            message = wired.store.runs.posted("digest", day, CHANNEL)
            assert message is not None
            _talk(slack, message)
            args.to.write_bytes(asyncio.run(_photograph(slack.url, Path(folder))))
        finally:
            door.close()
            wired.close()


def _talk(slack: LocalSlack, thread: str) -> None:
    cards = _answers(slack, thread)
    for count, text in enumerate(QUESTIONS, cards + 1):
        said = {"channel": CHANNEL, "user": ALICE, "text": f"<@{BOT_USER}> {text}", "thread_ts": thread}
        slack.control("message", said)
        while _answers(slack, thread) < count:
            time.sleep(0.2)


def _answers(slack: LocalSlack, thread: str) -> int:
    every = slack.messages(CHANNEL)
    return sum(one.get("thread_ts") == thread and one["user"] == BOT_USER for one in every)


async def _photograph(url: str, folder: Path) -> bytes:
    port = free_port()
    command = [os.environ.get("CHROMIUM", "chromium"), *FLAGS, f"--remote-debugging-port={port}"]
    command += [f"--user-data-dir={folder / 'browser'}", f"--window-size={WIDTH},{HEIGHT}", url]
    browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # ours
    try:
        async with aiohttp.ClientSession() as session:
            page = await _page(session, port)
            async with session.ws_connect(page, max_msg_size=0) as wire:
                await asyncio.sleep(3)
                await _call(wire, "Runtime.evaluate", expression=OPEN_THREAD % "at(0)")
                await asyncio.sleep(2)
                taken = await _call(wire, "Page.captureScreenshot", format="png")
                return base64.b64decode(taken["data"])
    finally:
        browser.terminate()
        browser.wait(timeout=10)


async def _page(session: aiohttp.ClientSession, port: int) -> str:
    for _ in range(100):
        try:
            async with session.get(f"http://127.0.0.1:{port}/json") as reply:
                pages = [one for one in await reply.json() if one["type"] == "page"]
                if pages:
                    return str(pages[0]["webSocketDebuggerUrl"])
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(0.1)
    raise SystemExit("The browser did not start: install chromium, or name it with CHROMIUM=/path/to/it.")


async def _call(wire: aiohttp.ClientWebSocketResponse, method: str, **params: object) -> dict[str, Any]:
    await wire.send_json({"id": 1, "method": method, "params": params})
    while True:
        heard = await wire.receive_json()
        if heard.get("id") == 1:
            return dict(heard.get("result", {}))


if __name__ == "__main__":
    main()
