"""The reading pass beside the bare encoder, and the int8 encoder beside torch, in one run.

    .venv/bin/python -m benchmarks.score --data ../shared/data [--rows 600] [--models FOLDER] [--threads 1]

Each way runs in a process of its own, so that the peak memory is its own. Texts are drawn from shop reviews,
hospital reviews and tweets; every way reads the same ones. Prints seconds, texts a second, peak memory (MB)
and the ratio to the first line.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Literal

from platformdirs import user_cache_path

from nlp import emotions
from nlp.aspects import Finder, load_tagger
from nlp.encoder import EncoderSpec, load
from nlp.reader import Reader
from nlp.sentiment import load_head
from nlp.sentiment.sources import hospitals, shopping, tweets

WAYS = ("encoder", "reading", "reading with aspects", "torch float32")
WARM = 16
"""Texts read before the clock starts."""


def main() -> int:
    """Run every way and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=user_cache_path("earful") / "models")
    parser.add_argument("--rows", type=int, default=600)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--way", choices=WAYS, help="run this one alone and print JSON")
    chosen = parser.parse_args()
    if chosen.way:
        print(
            json.dumps(_measure(chosen.way, _texts(chosen.data, chosen.rows), chosen.models, chosen.threads))
        )
        return 0
    print(f"{'way':<22}{'wall s':>8}{'CPU s':>8}{'texts/s':>9}{'peak MB':>9}{'CPU ratio':>11}")
    first = 0.0
    for way in WAYS:
        found = _apart(way)
        first = first or found["cpu"]
        print(
            f"{way:<22}{found['wall']:>8.1f}{found['cpu']:>8.1f}{chosen.rows / found['wall']:>9.0f}"
            f"{found['peak']:>9.0f}{found['cpu'] / first:>11.2f}"
        )
    return 0


def _apart(way: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.score", *sys.argv[1:], "--way", way]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _texts(data: Path, rows: int) -> list[str]:
    pool = [sample.text for read in (shopping, hospitals, tweets) for sample in read(data)]
    return random.Random(0).sample(pool, rows)


def _measure(way: str, texts: list[str], models: Path, threads: int) -> dict[str, float]:
    runtime: Literal["onnx", "torch"] = "torch" if way.startswith("torch") else "onnx"
    encoder = load(EncoderSpec(cache=models, runtime=runtime, threads=threads))
    reader = Reader(encoder, load_head(), emotions.load_head(), finder=Finder(load_tagger()))

    def work(some: list[str]) -> None:
        if way.startswith("reading"):
            reader.read(some, aspects=way.endswith("aspects"))
        else:
            encoder.encode(some)

    work(texts[:WARM])
    wall, cpu = perf_counter(), process_time()
    work(texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": perf_counter() - wall, "cpu": process_time() - cpu, "peak": peak}


if __name__ == "__main__":
    sys.exit(main())
