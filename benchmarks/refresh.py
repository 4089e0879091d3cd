"""How the cost of a refresh grows: the demo company at 1, 4 and 16 times its size.

    .venv/bin/python -m benchmarks.refresh [--scales 1 4 16]

Each size is taken in and refreshed in a process of its own; then with nothing new, and with fifty new texts.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

EARFUL = Path(sys.executable).parent / "earful"
LAST_DAY = date(2026, 6, 30)
AS_OF = "2026-06-30"


def main() -> int:
    """Measure every size and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scales", type=int, nargs="+", default=[1, 4, 16])
    args = parser.parse_args()
    print(
        "| size | customers | texts | ingest s | refresh s | s per 1,000 texts | nothing new s | 50 new s |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for scale in args.scales:
        with tempfile.TemporaryDirectory() as folder:
            print(measure(scale, Path(folder)), flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\npeak memory of the largest process: {peak:.0f} MB")
    return 0


def measure(scale: int, folder: Path) -> str:
    """One line of the table."""
    from bot.demo.company import write

    company = write(folder / "files", last_day=LAST_DAY, scale=scale)
    environment = {**os.environ, "EARFUL_HOME": str(folder / "home")}
    ingest, _ = _timed(["ingest", *map(str, company.files)], environment)
    first, report = _timed(["refresh", "--as-of", AS_OF], environment)
    again, _ = _timed(["refresh", "--as-of", AS_OF], environment)
    new = folder / "new_reviews.jsonl"
    new.write_text("\n".join(json.dumps(_review(n)) for n in range(50)), encoding="utf-8")
    _timed(["ingest", str(new)], environment)
    little, _ = _timed(["refresh", "--as-of", AS_OF], environment)
    scored = report["feedback"]["scored"]
    figures = (ingest, first, 1000 * first / scored, again, little)
    cells = [f"{scale}×", str(report["customers"]), str(scored), *(f"{figure:.1f}" for figure in figures)]
    return f"| {' | '.join(cells)} |"


def _review(number: int) -> dict[str, object]:
    text = f"The lid of kettle number {number} leaks and nobody answers."
    return {"feedback_id": f"new-{number}", "customer_id": "C10032", "date": AS_OF, "text": text, "rating": 1}


def _timed(command: list[str], environment: dict[str, str]) -> tuple[float, dict]:
    start = time.perf_counter()
    done = subprocess.run(
        [EARFUL, *command, "--json"],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start, json.loads(done.stdout)


if __name__ == "__main__":
    raise SystemExit(main())
