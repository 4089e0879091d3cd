"""Aspects: the tagger beside the word lists with clause polarity, also on trades that no set has.

    .venv/bin/python -m benchmarks.aspects --data ../shared/data [--part test] [--rows 0] [--ways tagger]

Of the restaurants, laptops and reports (dimabsa2026, restaurants also MAMS) the part that was kept back by
review is read; then lines of our own about banks, hospitals and software, and real reviews with 18 aspects
marked for the whole review (ASAP sample). Per set: F1 of the exact place, of any overlap, of place and
polarity; accuracy of three polarities, of the sign and of the category on what was found.
"""

import argparse
import csv
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time

from platformdirs import user_cache_path

from nlp.aspects import Finder, load_tagger
from nlp.aspects.labelled import Labelled, gather, marked_lines
from nlp.aspects.measures import Counts, compare, f1, total
from nlp.encoder import EncoderSpec, load
from nlp.findings import Aspect
from nlp.reader import Reader
from nlp.sentiment import load_head

OWN = Path(__file__).parent.parent / "tests/nlp/data/aspects_unseen.txt"
KINDS: Mapping[str, frozenset[str]] = {
    "location": frozenset({"location"}),
    "service": frozenset({"service", "staff", "waiting"}),
    "price": frozenset({"price"}),
    "environment": frozenset({"ambience", "cleanliness"}),
    "dish": frozenset({"food", "drinks"}),
}
"""What ASAP's 18 aspects begin with, and our categories for it."""


def main() -> int:
    """Read every set in every way and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=user_cache_path("earful") / "models")
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    parser.add_argument("--rows", type=int, default=0, help="texts of a set; 0: all")
    parser.add_argument("--ways", default="tagger,lists")
    chosen = parser.parse_args()
    encoder = load(EncoderSpec(cache=chosen.models))
    sets = _sets(chosen.data, chosen.part, chosen.rows)
    dining = list(_dining(chosen.data))
    for way in chosen.ways.split(","):
        finder = Finder(load_tagger() if way == "tagger" else None)
        _tell(way, Reader(encoder, load_head(), finder=finder), sets, dining)
    return 0


def _tell(
    way: str,
    reader: Reader,
    sets: Mapping[str, Sequence[Labelled]],
    dining: Sequence[tuple[str, Mapping[str, int]]],
) -> None:
    print(f"{way:<22}{'texts':>6}{'exact':>7}{'overlap (P, R)':>19}{'+polarity':>11}", end="")
    print(f"{'pol.':>6}{'sign':>6}{'cat.':>6}")
    start = process_time()
    for name, texts in sets.items():
        found = _read(reader, [one.text for one in texts])
        _row(
            name, len(texts), total(compare(one, aspects) for one, aspects in zip(texts, found, strict=True))
        )
    read = _read(reader, [text for text, _ in dining])
    print(_whole_reviews([marks for _, marks in dining], read))
    print(f"{process_time() - start:.0f} s of CPU\n", flush=True)


def _row(name: str, texts: int, counts: Counts) -> None:
    overlap = f"{counts.overlap_f1:.3f} ({counts.overlap_precision:.2f}, {counts.overlap_recall:.2f})"
    category = f"{counts.category:.2f}" if counts.categories else "–"
    print(
        f"{name:<22}{texts:>6}{counts.exact_f1:>7.3f}{overlap:>19}{counts.exact_felt_f1:>11.3f}"
        f"{counts.polarity:>6.2f}{counts.sign:>6.2f}{category:>6}"
    )


def _read(reader: Reader, texts: Sequence[str]) -> list[tuple[Aspect, ...]]:
    return [one.aspects for one in reader.read(texts, aspects=True)[0]]


def _sets(data: Path, part: str, rows: int) -> dict[str, list[Labelled]]:
    sets: dict[str, list[Labelled]] = defaultdict(list)
    for one in gather(data):
        if one.split == part:
            sets[one.source].append(one)
    kept = {
        name: random.Random(0).sample(texts, min(rows or len(texts), len(texts)))
        for name, texts in sets.items()
    }
    own = list(marked_lines(OWN))
    for language in ("en", "zh-Hans", "zh-Hant"):
        kept[f"unseen trades/{language}"] = [one for one in own if one.language == language]
    return kept


def _dining(data: Path) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Reviews with the sign of each kind of aspect that they speak of: -1, 0 or 1."""
    for name in ("train", "dev", "test"):
        with (data / f"zh_asap_sample/{name}_sample.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield row["reviewbody"], _signs(row)


def _signs(row: Mapping[str, str]) -> dict[str, int]:
    marks: dict[str, list[int]] = defaultdict(list)
    for name, value in row.items():
        kind = name.split("_")[0]
        if kind in KINDS and value not in ("-2", ""):
            marks[kind].append(int(float(value)))
    return {kind: (sum(values) > 0) - (sum(values) < 0) for kind, values in marks.items()}


def _whole_reviews(marked: Sequence[Mapping[str, int]], found: Sequence[Sequence[Aspect]]) -> str:
    """F1 of the five kinds a review speaks of, and agreement on the side of those that lean to one."""
    hits = said = wanted = agreed = leaning = 0
    for marks, aspects in zip(marked, found, strict=True):
        heard = {kind: [one for one in aspects if one.category in names] for kind, names in KINDS.items()}
        told = {kind for kind, ones in heard.items() if ones}
        hits, said, wanted = hits + len(told & marks.keys()), said + len(told), wanted + len(marks)
        for kind in told & marks.keys():
            if marks[kind]:
                leaning += 1
                agreed += marks[kind] * sum(_sign(one) for one in heard[kind]) > 0
    score = f1(hits / max(said, 1), hits / max(wanted, 1))
    return (
        f"{'ASAP, 5 kinds':<22}{len(marked):>6}  F1 {score:.3f}, side agreed {agreed / max(leaning, 1):.3f}"
    )


def _sign(one: Aspect) -> int:
    return {"positive": 1, "neutral": 0, "negative": -1}[one.sentiment]


if __name__ == "__main__":
    sys.exit(main())
