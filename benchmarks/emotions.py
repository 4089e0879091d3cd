"""Emotions beside a list of words alone: lines written for this, and posts that no training saw.

    .venv/bin/python -m benchmarks.emotions --data ../shared/data [--models FOLDER] [--posts 400]

The lines (``benchmarks/sets/emotions_final.tsv``) were written when the listed words were done, mostly
without them. Prints accuracy and macro F1.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_cache_path

from nlp.emotions import load_head
from nlp.emotions.train import JOINED, POSTS, Sample, lot_of, table, written
from nlp.emotions.words import EMOTIONS, carriers
from nlp.encoder import EncoderSpec, load
from nlp.language import detect

LINES = Path(__file__).with_name("sets") / "emotions_final.tsv"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=user_cache_path("earful") / "models")
    parser.add_argument("--posts", type=int, default=400)
    chosen = parser.parse_args()
    posts = table(chosen.data / POSTS / "dev.tsv")[JOINED : JOINED + chosen.posts]
    lines = written(LINES)
    lot = lot_of([*lines, *posts], load(EncoderSpec(cache=chosen.models)))
    texts = [one.text for one in lot.samples]
    read = [one.label for one in load_head().read(texts, lot.vectors, lot.moods)]
    groups = [f"lines {detect(one.text)}" for one in lines] + ["posts"] * len(posts)
    print(f"{'texts':<16}{'n':>5}{'accuracy':>10}{'F1':>7}{'words alone':>13}{'F1':>7}")
    for group in sorted(set(groups)):
        places = [place for place, name in enumerate(groups) if name == group]
        truth = [lot.samples[place] for place in places]
        ours = figures(truth, [read[place] for place in places])
        plain = figures(truth, [_by_words(one.text) for one in truth])
        print(f"{group:<16}{len(places):>5}{ours[0]:>10.3f}{ours[1]:>7.3f}{plain[0]:>13.3f}{plain[1]:>7.3f}")
    return 0


def figures(truth: Sequence[Sample], read: Sequence[str]) -> tuple[float, float]:
    """Accuracy and macro F1 over the emotions that occur."""
    right: dict[str, int] = defaultdict(int)
    for one, label in zip(truth, read, strict=True):
        right[label] += one.emotion == label
    occurring = {one.emotion for one in truth}
    given = [one.emotion for one in truth]
    scores = [2 * right[name] / (given.count(name) + list(read).count(name)) for name in occurring]
    return sum(right.values()) / len(truth), sum(scores) / len(scores)


def _by_words(text: str) -> str:
    counts = {name: len(found) for name, found in carriers(text).items()}
    return max(counts, key=lambda name: counts[name]) if counts else EMOTIONS[0]


if __name__ == "__main__":
    sys.exit(main())
