"""Trains the signal head: ``python -m nlp.signals.train --data ../shared/data --models FOLDER``.

About a minute of one core, nearly all of it for the vectors of 900 lines and 1,200 ordinary texts, which
``--vectors`` keeps (the same file as that of ``nlp.emotions.train`` may be given).
"""

import argparse
import csv
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.encoder import EncoderSpec, load
from nlp.findings import Sentiment, Signal, Vectors
from nlp.language import detect
from nlp.remembered import remembered
from nlp.sentiment import load_head
from nlp.signals.feeling import weigh
from nlp.signals.finding import found_by_rules
from nlp.signals.head import Floats, Parameters, inputs_of, logits_of
from nlp.signals.kinds import FELT_KINDS, SELDOM_KINDS
from nlp.signals.rivals import NOBODY

LINES = Path(__file__).with_name("lines.tsv")
"""Lines written for this project. The rules of words were made while reading round 1, never round 2."""
ORDINARY = 1200
"""Texts of the sentiment corpus that stand for those that carry no rare kind."""
PLENTY = 1.5
"""Weight of all ordinary texts together beside that of a kind's written lines."""
FIRM = 30.0
"""Inverse of the layer's regularisation."""
MODEST = 0.01
"""Regularisation of the joining."""

Doubles = NDArray[np.float64]

log = logging.getLogger("signals")


@dataclass(frozen=True, slots=True)
class Line:
    """A text, and whether it carries the signal ``kind``."""

    round: int
    kind: str
    language: str
    holds: bool
    text: str


@dataclass(frozen=True, slots=True)
class Lot:
    """Texts with what the layer reads of them."""

    texts: Sequence[str]
    vectors: Vectors
    moods: Sequence[Sentiment]

    def part(self, places: Sequence[int]) -> "Lot":
        """Some of them."""
        chosen = list(places)
        return Lot(
            [self.texts[place] for place in chosen],
            self.vectors[chosen],
            [self.moods[place] for place in chosen],
        )


def main() -> None:
    """Join a layer of round 1 with the rules, by round 2; then train it on both, and write the head."""
    parser = argparse.ArgumentParser(description="Train the signal head.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--models", type=Path, required=True, help="folder where the encoder is built")
    parser.add_argument("--vectors", type=Path, help="file that keeps the vectors between runs (.npz)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("head.npz"))
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    encoder = load(EncoderSpec(cache=chosen.models, threads=chosen.threads), log.info)
    lines, plain = written(), ordinary(chosen.data)
    texts = [*(line.text for line in lines), *plain]
    seen = remembered(texts, encoder, chosen.vectors)
    lot = Lot(texts, seen.vectors, load_head().score(texts, seen.moods, [detect(text) for text in texts]))
    parameters = train(lines, lot)
    parameters.save(chosen.out)
    log.info("wrote %s, %d bytes", chosen.out, chosen.out.stat().st_size)


def written() -> list[Line]:
    """The lines of both rounds of the kinds that are felt."""
    with LINES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Line(int(row["round"]), row["kind"], row["language"], row["holds"] == "1", row["text"])
        for row in rows
        if row["kind"] in FELT_KINDS
    ]


def ordinary(data: Path) -> list[str]:
    """Texts of the sentiment corpus, drawn at random as it is shuffled."""
    from nlp.sentiment.corpus import gather

    return [sample.text for sample in gather(data)[:ORDINARY]]


def train(lines: Sequence[Line], lot: Lot) -> Parameters:
    """The head; ``lot`` holds the lines' texts and then the ordinary ones."""
    rest = list(range(len(lines), len(lot.texts)))
    first, second = ([place for place, line in enumerate(lines) if line.round == n] for n in (1, 2))
    bare = layer([lines[place] for place in first], lot.part([*first, *rest]))
    trust, offset = joining([lines[place] for place in second], lot.part(second), bare)
    whole = layer(lines, lot)
    return Parameters(whole.layer, whole.bias, trust, offset)


def layer(lines: Sequence[Line], lot: Lot) -> Parameters:
    """The layer alone; each kind learns from its own lines, seldom ones from ordinary texts, too."""
    from sklearn.linear_model import LogisticRegression

    inputs = inputs_of(lot.vectors, lot.moods)
    mean = inputs.mean(axis=0)
    heard = [{one.kind for one in _rules(text)} for text in lot.texts[len(lines) :]]
    columns, biases = [], []
    for kind in FELT_KINDS:
        own = [place for place, line in enumerate(lines) if line.kind == kind]
        more = _without(kind, heard, len(lines)) if kind in SELDOM_KINDS else []
        truth = [*(lines[place].holds for place in own), *(False for _ in more)]
        weights = [1.0] * len(own) + [PLENTY * len(own) / max(len(more), 1)] * len(more)
        model = LogisticRegression(C=FIRM, max_iter=600)
        model.fit(inputs[[*own, *more]] - mean, truth, sample_weight=weights)
        columns.append(model.coef_[0])
        biases.append(float(model.intercept_[0] - mean @ model.coef_[0]))
    matrix = np.stack(columns, axis=1).astype(np.float32)
    idle = np.zeros(len(FELT_KINDS), dtype=np.float32)
    return Parameters(matrix, np.array(biases, dtype=np.float32), np.ones(2, dtype=np.float32), idle)


def _without(kind: str, heard: Sequence[set[str]], begin: int) -> list[int]:
    """Places, counted from ``begin``, of the texts in which no listed word tells of ``kind``."""
    return [place for place, kinds in enumerate(heard, begin) if kind not in kinds]


def joining(lines: Sequence[Line], lot: Lot, bare: Parameters) -> tuple[Floats, Floats]:
    """Trust in layer and rules, (2,), and the kinds' offsets, by lines that neither has seen."""
    from scipy.optimize import minimize

    kinds = np.array([FELT_KINDS.index(line.kind) for line in lines])
    logits = logits_of(bare, lot.vectors, lot.moods)[np.arange(len(lines)), kinds]
    told = np.array([_told(line, mood) for line, mood in zip(lines, lot.moods, strict=True)])
    truth = np.array([1.0 if line.holds else -1.0 for line in lines])

    def loss(weights: Doubles) -> float:
        scores = weights[0] * logits + weights[1] * told + weights[2] + weights[3:][kinds]
        return float(np.logaddexp(0, -truth * scores).mean() + MODEST * (weights**2).sum() / 10)

    found = minimize(loss, np.zeros(3 + len(FELT_KINDS))).x.astype(np.float32)
    return found[:2], found[2] + found[3:]


def _told(line: Line, mood: Sentiment) -> float:
    return max((weigh(one, mood).score for one in _rules(line.text) if one.kind == line.kind), default=0.0)


def _rules(text: str) -> Sequence[Signal]:
    return found_by_rules(text, detect(text), NOBODY)


if __name__ == "__main__":
    main()
