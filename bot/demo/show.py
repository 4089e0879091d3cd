"""``earful demo``: the made-up company from its files to a digest and three answers."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import end_of_day, now
from nlp.failures import UserError

if TYPE_CHECKING:
    from datetime import datetime

    from bot.bootstrap import Application
    from bot.cli.terminal import Terminal
    from bot.settings import Settings

MARK = "demo.json"
"""Tells a demo's folder from anybody else's, and which day its data ends on."""

QUESTIONS = (
    "Who is at risk, and why?",
    "最近一个月客户主要抱怨什么？",
    "大家怎麼評價配送？",
)


def show(home: Path | None, terminal: Terminal) -> int:
    """Make or reuse the company, bring it up to date, and show what earful says of it.

    Raises:
        UserError: the folder holds somebody's real data.
    """
    from bot.bootstrap import build
    from bot.settings import read_settings

    settings = demo_settings(read_settings(), home)
    last_day = now().astimezone(settings.zone).date() - timedelta(days=1)
    prepare(settings.folder, last_day)
    wired = build(settings, building=terminal.note)
    try:
        as_of = fill(wired, last_day, terminal)
        _tell(wired, as_of, terminal)
    finally:
        wired.close()
    return 0


def demo_settings(settings: Settings, home: Path | None) -> Settings:
    """The settings for a demo: its own folder, everything embedded."""
    folder = home or settings.folder.parent / f"{settings.folder.name}-demo"
    return replace(settings, home=str(folder.resolve()), database_url="", chroma_url="", currency="GBP")


def prepare(folder: Path, last_day: date) -> None:
    """Make room for the demo; yesterday's demo gives way, anything else is left alone.

    Raises:
        UserError: the folder holds data that no demo made.
    """
    mark = folder / MARK
    if not mark.exists() and (folder / "earful.db").exists():
        raise UserError(f"{folder} holds data that is not the demo's. Choose another folder with --home.")
    if mark.exists() and json.loads(mark.read_text(encoding="utf-8"))["last_day"] != last_day.isoformat():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(json.dumps({"last_day": last_day.isoformat()}), encoding="utf-8")


def fill(wired: Application, last_day: date, terminal: Terminal) -> datetime:
    """Write the company's files, take them in and refresh; what is done already is not done again."""
    from bot.demo.company import write
    from bot.jobs.intake import take_in
    from bot.jobs.refresh import refresh

    files = wired.settings.folder / "company"
    if not (files / "truth.json").exists():
        terminal.note(f"Making up a company: Lantern & Loom, homeware, until {last_day.isoformat()}.")
        write(files, last_day=last_day)
    data = sorted(path for path in files.iterdir() if path.name != "truth.json")
    with terminal.progress("Taking in rows") as advance:
        report = take_in(wired, data, advance=advance)
    terminal.note(
        f"{report.accepted} rows taken in, {report.duplicates} there already or twice, "
        f"{report.quarantined} kept in quarantine."
    )
    as_of = end_of_day(now().astimezone(wired.settings.zone).date(), wired.settings.zone)
    done = refresh(wired, as_of, show=terminal.progress)
    terminal.note(
        f"{done.scored} texts read, {done.themes} themes, {done.segments} segments, "
        f"{done.customers} customers judged, {done.at_risk} at risk."
    )
    return as_of


def _tell(wired: Application, as_of: datetime, terminal: Terminal) -> None:
    from bot.answers import Question, answer
    from bot.cli.digest import show_digest
    from bot.views import make_digest

    digest = make_digest(wired.toolbox, as_of, "en", limit=5)
    show_digest(terminal, digest, wired.settings.currency)
    for text in QUESTIONS:
        terminal.say()
        terminal.say(f"› {text}", "bold cyan")
        found = answer(Question(text=text, as_of=as_of, asked_at=now()), wired.toolbox)
        terminal.say(found.text)
    home = wired.settings.folder
    terminal.say()
    terminal.say(f"Pages: EARFUL_HOME={home} earful serve    Ask: EARFUL_HOME={home} earful ask", "bold")
    terminal.say("In a local Slack, in a browser: make slack", "bold")
