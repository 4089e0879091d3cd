"""Killed at any moment and started again, ingestion ends as if nothing had happened."""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.index.ingest.conftest import Door

KILLS = 20
START = 1_700_000_000
RUN = """
import sys
from index.ingest import ingest
from index.store import open_store
from tests.index.ingest.conftest import detect, redact
store = open_store(sys.argv[1], rates={}, currency="GBP")
print("ready", flush=True)
report = ingest(store, sys.argv[2:], redact=redact, detect=detect)
print(report.accepted, report.updated, report.duplicates, report.quarantined, flush=True)
"""
TABLES = (
    "customers",
    "claims",
    "identities",
    "orders",
    "order_lines",
    "events",
    "feedback",
    "imports",
    "quarantine",
)


def write_files(folder: Path) -> list[str]:
    """Files of each kind with doubles, merges, corrections and bad rows."""
    dice = random.Random(5)
    people = ["customer_id,name,email,phone"]
    people += [f"c{n},Name {n},m{n % 700}@x.com,+44 7700 {900000 + n % 600}" for n in range(6_000)]
    lines = ["order_id,customer_id,date,sku,quantity,unit_price"]
    for _ in range(120_000):
        order = dice.randrange(20_000)
        article = f"s{dice.randrange(90)},{dice.randrange(-2, 9)},2.5"
        lines.append(f"o{order},c{order % 4000},2024-05-{order % 28 + 1:02},{article}")
    lines[500] = "o1,c1,never,s,1,1"
    events = [
        json.dumps({"id": n % 19_000, "user": f"c{n % 4000}", "event": "visit", "time": START + n % 18_000})
        for n in range(25_000)
    ]
    said = ["review_id,customer_id,handle,rating,text,date"]
    for n in range(5_000):
        words = " ".join(
            dice.choice(("mug", "late", "good", "bowl", "broken", "again", "blue")) for _ in range(9)
        )
        who = (f"c{n % 500}", "") if n % 3 else ("", f"user{n % 200}")
        said.append(f"r{n % 4_700},{who[0]},{who[1]},{n % 7},{words},2024-05-{n % 28 + 1:02}")
    files = {"reviews.csv": said, "events.jsonl": events, "customers.csv": people, "orders.csv": lines}
    for name, rows in files.items():
        (folder / name).write_text("\n".join(rows) + "\n")
    return [str(folder / name) for name in files]


def content(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(database) as connection:
        return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in TABLES}


def start(database: Path, files: list[str]) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", RUN, f"sqlite:///{database}", *files]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_twenty_kills_lose_and_double_nothing(make_door: Callable[[], Door], tmp_path: Path) -> None:
    """Every table, and the counters of the last run, equal those of an undisturbed run."""
    files = write_files(tmp_path)
    doors = [make_door(), make_door()]
    calm, torn = (door.folder / "earful.db" for door in doors)
    for door in doors:
        door.store.close()
    shutil.copy(torn, calm)
    began = time.monotonic()
    undisturbed = start(calm, files).communicate()[0].splitlines()
    length = time.monotonic() - began
    dice, killed, last = random.Random(11), 0, ""
    while not last:
        process = start(torn, files)
        assert process.stdout is not None
        process.stdout.readline()
        try:
            # Short stretches, so that all twenty kills fall before the end.
            patience = dice.uniform(0, 2.2 * length / KILLS) if killed < KILLS else None
            last = process.communicate(timeout=patience)[0].strip()
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            killed += 1
    assert killed >= KILLS // 2
    assert content(torn) == content(calm)
    counts, rows = (
        undisturbed[1].split(),
        sum(len(Path(name).read_text().splitlines()) - (name[-1] == "v") for name in files),
    )
    assert sum(map(int, counts)) == sum(map(int, last.split())) == rows
