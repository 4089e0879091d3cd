"""Ingestion against the bare minimum: Python's csv reader and SQLite's executemany of the same columns.

    .venv/bin/python -m benchmarks.ingest [FILE] [--rounds N]

Both read the same file in the same run, in processes of their own, alternately; the median of each counts.
The file is the UCI online retail export unless another is named.
"""

import argparse
import csv
import gzip
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RETAIL = (
    Path(__file__).resolve().parents[2] / "shared" / "data" / "beh_online_retail" / "online_retail.csv.gz"
)


def main() -> int:
    """Print both times, their ratio, and the peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=RETAIL)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("bare", "ingest"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        print(json.dumps(_bare(given.file) if given.only == "bare" else _ingest(given.file)))
        return 0
    runs: dict[str, list[dict[str, float]]] = {"bare": [], "ingest": []}
    for _ in range(given.rounds):
        for way, done in runs.items():
            done.append(_apart(way, given.file))
    medians = {way: statistics.median(run["seconds"] for run in done) for way, done in runs.items()}
    rows = runs["ingest"][0]["rows"]
    for way, seconds in medians.items():
        peak = max(run["peak_mib"] for run in runs[way])
        print(f"{way:7} {seconds:6.2f} s  {rows / seconds:9,.0f} rows/s  peak {peak:4.0f} MiB")
    print(f"ratio   {medians['ingest'] / medians['bare']:6.2f}   (bare = 1, limit 3)")
    return 0


def _apart(way: str, file: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.ingest", str(file), "--only", way]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _bare(file: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        with sqlite3.connect(Path(folder) / "bare.db") as connection, _opened(file) as lines:
            reader = csv.reader(lines)
            width = len(next(reader))
            connection.execute(f"CREATE TABLE bare ({', '.join(f'c{number}' for number in range(width))})")
            marks = ", ".join("?" * width)
            rows = connection.executemany(f"INSERT INTO bare VALUES ({marks})", reader).rowcount
            connection.commit()
        return _measured(start, rows)


def _opened(file: Path):  # type: ignore[no-untyped-def]  # a text file, packed or not
    return (
        gzip.open(file, "rt", encoding="utf-8", newline="") if file.suffix == ".gz" else file.open(newline="")
    )


def _ingest(file: Path) -> dict[str, float]:
    from index.ingest import ingest
    from index.store import open_store
    from nlp import language, redaction

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/earful.db", rates={}, currency="GBP")
        start = time.perf_counter()
        report = ingest(store, [file], redact=redaction.redact, detect=language.detect)
        found = _measured(start, report.accepted + report.updated + report.duplicates + report.quarantined)
        store.close()
    return found


def _measured(start: float, rows: int) -> dict[str, float]:
    seconds = time.perf_counter() - start
    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "rows": rows, "peak_mib": kibibytes / 1024}


if __name__ == "__main__":
    sys.exit(main())
