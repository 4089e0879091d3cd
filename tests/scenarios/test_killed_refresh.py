"""A refresh killed at any moment and started again ends as an undisturbed one does."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from bot.bootstrap import build
from bot.demo.company import write
from bot.jobs.intake import take_in
from bot.settings import Settings

EARFUL = Path(sys.executable).parent / "earful"
AS_OF = "2026-06-30"
KILLS = 20
TABLES = {
    "analyses": "feedback_id, label, score, signals",
    "vectors": "text_hash, model, vector, indexed",
    "themes": "id, names, size, exemplars",
    "theme_assignments": "feedback_id, theme_id, forced",
    "profiles": "customer_id, document",
    "profile_changes": "customer_id, at, what, old, new",
    "segments": "id, names, size",
    "alerts": "id, customer_id, kind",
    "cases": "id, alert_id, state",
}


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company of which only some files were taken in, so that a refresh takes seconds."""
    folder = tmp_path_factory.mktemp("killed")
    write(folder / "files", last_day=date(2026, 6, 30))
    wired = build(Settings(home=str(folder / "home")))
    try:
        take_in(wired, [folder / "files" / name for name in ("customers.csv", "orders.csv", "social.csv")])
    finally:
        wired.close()
    return folder / "home"


def _refresh(home: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "EARFUL_HOME": str(home)}
    return subprocess.Popen(
        [EARFUL, "refresh", "--as-of", AS_OF, "--json"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _dump(home: Path) -> dict[str, list[tuple[object, ...]]]:
    database = sqlite3.connect(home / "earful.db")
    return {
        table: sorted(database.execute(f"SELECT {columns} FROM {table}").fetchall())
        for table, columns in TABLES.items()
    }


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_kill_at_twenty_moments(ingested: Path, tmp_path: Path) -> None:
    """Kill -9 at twenty random moments: nothing is lost, nothing is there twice."""
    calm, hard = tmp_path / "calm", tmp_path / "hard"
    shutil.copytree(ingested, calm)
    shutil.copytree(ingested, hard)
    start = time.monotonic()
    assert _refresh(calm).wait() == 0
    whole = time.monotonic() - start
    expected = _dump(calm)
    dice = random.Random(11)
    killed = 0
    while killed < KILLS:
        process = _refresh(hard)
        try:
            assert process.wait(timeout=dice.uniform(0.05, 0.5) * whole) == 0
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        else:
            # Through in spite of the kills before: check it, and begin anew.
            assert _dump(hard) == expected
            shutil.rmtree(hard)
            shutil.copytree(ingested, hard)
    assert _refresh(hard).wait() == 0
    assert _dump(hard) == expected
