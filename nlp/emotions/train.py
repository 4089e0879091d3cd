"""Trains the emotion head: ``python -m nlp.emotions.train --data ../shared/data --models FOLDER``.

About two minutes of one core, nearly all of it for the vectors of 5,000 posts, which ``--vectors`` keeps.
"""

import argparse
import csv
import logging
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.emotions.head import Floats, Parameters, evidence_of, softmax
from nlp.emotions.words import EMOTIONS, carriers
from nlp.encoder import EncoderSpec, Perceiver, load
from nlp.findings import EmotionName, Sentiment, Vectors
from nlp.language import detect
from nlp.remembered import remembered
from nlp.sentiment import load_head

POSTS = "zh_smp2020_ewect_weibo/usual"
NUMBERED: tuple[EmotionName, ...] = ("none", "anger", "joy", "disappointment", "fear", "surprise")
"""The posts' labels 0 to 5; their 'sad' is our disappointment."""
EACH = 700
"""Posts of an emotion the layer learns from."""
JOINED = 450
"""Posts of the development part by which the evidence is joined; the others are kept for measuring."""
LINES = Path(__file__).with_name("lines.tsv")
"""Lines written for this project, English and both Chinese scripts, that help to join the evidence."""
FIRM = 20.0
"""Inverse of the layer's regularisation."""
MODEST = 0.002
"""Regularisation of the mix."""

Doubles = NDArray[np.float64]

log = logging.getLogger("emotions")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with its emotion."""

    text: str
    emotion: EmotionName


@dataclass(frozen=True, slots=True)
class Lot:
    """Texts with all that speaks for their emotions."""

    samples: Sequence[Sample]
    vectors: Vectors
    moods: Sequence[Sentiment]

    @property
    def truth(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        """Positions in ``EMOTIONS``."""
        return np.array([EMOTIONS.index(one.emotion) for one in self.samples], dtype=np.int64)


def main() -> None:
    """Train on the posts, join on others and on the written lines, and write the head."""
    parser = argparse.ArgumentParser(description="Train the emotion head.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--models", type=Path, required=True, help="folder where the encoder is built")
    parser.add_argument("--vectors", type=Path, help="file that keeps the vectors between runs (.npz)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("head.npz"))
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    encoder = load(EncoderSpec(cache=chosen.models, threads=chosen.threads), log.info)
    checked = table(chosen.data / POSTS / "dev.tsv")
    unseen = set(table(chosen.data / POSTS / "train.tsv")) - set(checked)
    posts = drawn(sorted(unseen, key=lambda one: one.text), EACH)
    joined = [*checked[:JOINED], *written(LINES)]
    lot = lot_of([*posts, *joined], encoder, chosen.vectors)
    parameters = fit(part(lot, slice(len(posts))), part(lot, slice(len(posts), None)))
    parameters.save(chosen.out)
    log.info("wrote %s, %d bytes", chosen.out, chosen.out.stat().st_size)


def table(path: Path) -> list[Sample]:
    """The posts of a part, each once."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        named = {row["text_a"].strip(): NUMBERED[int(row["label"])] for row in rows if row["text_a"]}
    return [Sample(text, emotion) for text, emotion in named.items()]


def written(path: Path) -> list[Sample]:
    """The lines of a file with the columns emotion, language and text."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Sample(row["text"], EMOTIONS[EMOTIONS.index(row["emotion"])]) for row in rows]


def drawn(samples: Sequence[Sample], each: int, *, seed: int = 0) -> list[Sample]:
    """At most ``each`` of every emotion."""
    shuffled = list(samples)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 -- a reproducible draw, no secret
    taken: dict[EmotionName, int] = defaultdict(int)
    chosen = []
    for one in shuffled:
        if taken[one.emotion] < each:
            taken[one.emotion] += 1
            chosen.append(one)
    return chosen


def lot_of(samples: Sequence[Sample], encoder: Perceiver, kept: Path | None = None) -> Lot:
    """The samples with their vectors, encoded where ``kept`` does not know them yet, and sentiments."""
    texts = [one.text for one in samples]
    seen = remembered(texts, encoder, kept)
    return Lot(samples, seen.vectors, load_head().score(texts, seen.moods, [detect(text) for text in texts]))


def part(lot: Lot, places: slice) -> Lot:
    """Some of a lot."""
    return Lot(lot.samples[places], lot.vectors[places], lot.moods[places])


def fit(posts: Lot, joined: Lot) -> Parameters:
    """The layer from ``posts``; the mix from ``joined``, whose two kinds of text the layer never saw."""
    from sklearn.linear_model import LogisticRegression

    mean = posts.vectors.mean(axis=0)
    model = LogisticRegression(C=FIRM, max_iter=400, class_weight="balanced")
    model.fit(posts.vectors - mean, posts.truth)
    layer = model.coef_.T.astype(np.float32)
    bias = (model.intercept_ - mean @ layer).astype(np.float32)
    felt = softmax(joined.vectors @ layer + bias)
    evidence = evidence_of(felt, [carriers(one.text) for one in joined.samples], joined.moods)
    weights = _mixed(evidence, joined.truth)
    return Parameters(
        layer, bias, weights[: len(evidence)], np.append(np.float32(0), weights[len(evidence) :])
    )


def _mixed(evidence: Floats, truth: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Floats:
    """Weights of the ways and offsets of all emotions but none, by multinomial regression."""
    from scipy.optimize import minimize

    ways, rows = len(evidence), np.arange(len(truth))

    def loss(weights: Doubles) -> float:
        scores = np.tensordot(weights[:ways], evidence, 1) + np.append(0.0, weights[ways:])
        chances = softmax(scores)
        return float(-np.log(chances[rows, truth] + 1e-9).mean() + MODEST * (weights**2).sum())

    start = np.zeros(ways + len(EMOTIONS) - 1)  # in double precision, for the minimiser's small steps
    return np.asarray(minimize(loss, start).x, dtype=np.float32)


if __name__ == "__main__":
    main()
