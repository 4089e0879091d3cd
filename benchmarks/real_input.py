"""The main job on real input: half a million order lines, ten thousand reviews and posts, a hospital survey.

    .venv/bin/python -m benchmarks.real_input [--home DIR] [--data ../shared/data]

The reviews and posts come without authors and dates. So that they can go through the job together with the
orders, each is given a day within the orders' year and one of their customers, by a fixed seed: what the risk
model then learns from texts is chance, and the back-test must show no gain from them. The survey keeps its
own respondents; its dates are moved back by ten years. Everything else is as it was published.
"""

import argparse
import csv
import gzip
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

AS_OF = "2011-12-10"
FIRST, DAYS = date(2010, 12, 1), 373
COUNTS = {"shopping": 4000, "weibo": 2000, "hospital": 1600, "openrice": 900, "clothing": 1000, "tweets": 500}
QUESTIONS = (
    "Who is at risk, and why?",
    "What do customers complain about?",
    "客户对服务态度有什么评价？",
    "我們的顧客滿意度如何？",
    "What should we do for customer 14911?",
)


def main() -> int:
    """Run the job and print what every command says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path(".real"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    args = parser.parse_args()
    files = prepare(args.data, args.home / "input")
    os.environ["EARFUL_HOME"] = str(args.home.resolve())
    for command in _commands(args.data, files):
        _run(command)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of the largest command: {peak:.0f} MB")
    return 0


def _commands(data: Path, files: list[Path]) -> Iterator[list[str]]:
    yield ["ingest", str(data / "beh_online_retail/online_retail.csv.gz"), *map(str, files)]
    yield ["refresh", "--as-of", AS_OF]
    yield ["refresh", "--as-of", AS_OF]
    yield ["digest", "--limit", "5"]
    yield ["themes"]
    yield ["segments"]
    yield ["customer", "14911"]
    yield ["backtest", "--at", "2011-09-10", "--at", "2011-08-10"]
    for question in QUESTIONS:
        yield ["ask", question]


def _run(command: list[str]) -> None:
    start = time.perf_counter()
    print(f"\n$ earful {' '.join(command)}", flush=True)
    status = subprocess.run([Path(sys.executable).parent / "earful", *command], check=False).returncode
    print(f"-- status {status}, {time.perf_counter() - start:.1f} s", flush=True)


def prepare(data: Path, folder: Path) -> list[Path]:
    """Write the texts as exports with days and customers; again with the same seed, the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(7)
    customers = _customers(data)
    reviews, posts = folder / "reviews.jsonl", folder / "social_posts.jsonl"
    for path, names in (
        (reviews, ("shopping", "hospital", "openrice", "clothing")),
        (posts, ("weibo", "tweets")),
    ):
        with path.open("w", encoding="utf-8") as out:
            for name in names:
                for number, text in enumerate(_sample(list(_SETS[name](data)), COUNTS[name], dice)):
                    row = {
                        "feedback_id": f"{name}-{number}",
                        "customer_id": dice.choice(customers),
                        "date": (FIRST + timedelta(days=dice.randrange(DAYS))).isoformat(),
                        "text": text,
                    }
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
    survey = folder / "nhs_survey.csv"
    _survey(data / "en_nhs_fft_comments/v6framework_230831.csv", survey)
    return [reviews, posts, survey]


def _sample(texts: list[str], count: int, dice: random.Random) -> list[str]:
    every = sorted({text.strip() for text in texts if text and text.strip()})
    return dice.sample(every, min(count, len(every)))


def _customers(data: Path) -> list[str]:
    with gzip.open(data / "beh_online_retail/online_retail.csv.gz", "rt", encoding="utf-8") as file:
        found = {row["CustomerID"].removesuffix(".0") for row in csv.DictReader(file)}
    return sorted(found - {""})


def _survey(source: Path, target: Path) -> None:
    with source.open(encoding="utf-8-sig", newline="") as file, target.open("w", encoding="utf-8") as out:
        reader = csv.DictReader(file)
        kept = ["Comment ID", "Respondent ID", "Date", "FFT categorical answer", "FFT answer"]
        writer = csv.DictWriter(out, kept)
        writer.writeheader()
        for row in reader:
            year = row["Date"][-4:] if "/" in row["Date"] else row["Date"][:4]
            earlier = row["Date"].replace(year, str(int(year) - 10)) if year.isdigit() else row["Date"]
            writer.writerow({name: row[name] for name in kept} | {"Date": earlier})


def _shopping(data: Path) -> Iterator[str]:
    path = data / "zh_online_shopping_10_cats/online_shopping_10_cats.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from (row["review"] for row in csv.DictReader(file))


def _weibo(data: Path) -> Iterator[str]:
    path = next((data / "zh_smp2020_ewect_weibo/usual").glob("*train*"))
    with path.open(encoding="utf-8") as file:
        next(file)
        yield from (line.rstrip("\n").split("\t")[-1] for line in file)


def _hospital(data: Path) -> Iterator[str]:
    with (data / "zht_tw_hospital_part/reviews.csv").open(encoding="utf-8", newline="") as file:
        yield from (row["review_text"] for row in csv.DictReader(file))


def _openrice(data: Path) -> Iterator[str]:
    with (data / "yue_hk_openrice_part/valid.tsv").open(encoding="utf-8") as file:
        next(file)
        yield from (line.rstrip("\n").split("\t")[-1] for line in file)


def _clothing(data: Path) -> Iterator[str]:
    path = next((data / "en_womens_clothing_part").glob("*.csv"))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield next((row[name] for name in row if "review" in name.lower() and "text" in name.lower()), "")


def _tweets(data: Path) -> Iterator[str]:
    path = next((data / "en_tweeteval").rglob("*val*text*"), None) or next(
        (data / "en_tweeteval").rglob("*.txt")
    )
    yield from path.read_text(encoding="utf-8").splitlines()


_SETS = {
    "shopping": _shopping,
    "weibo": _weibo,
    "hospital": _hospital,
    "openrice": _openrice,
    "clothing": _clothing,
    "tweets": _tweets,
}

if __name__ == "__main__":
    raise SystemExit(main())
