"""Trains the encoder's upper layers and the sentiment head above them.

    python -m nlp.sentiment.train --data ../shared/data --models FOLDER --work FOLDER [--threads 2] [--onward]

Takes about two hours of two cores: a run over all texts, then a shorter one over the written ones and a part
of the rest; what is shipped lies between both ends. With ``--onward`` one run goes on from the shipped
weights over the written texts and a part of the rest, in an hour: for when texts were added. ``--work`` keeps
the states of the lower layers (4 GB) and the runs themselves, so that one that was stopped goes on where it
was. On a machine that others use too, ``OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0`` halves the time.
Heads that read the encoder's vectors have to be trained again afterwards, and ``nlp.encoder.small.VERSION``
has to be raised.
"""

import argparse
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch

from nlp.encoder import EncoderSpec, load
from nlp.sentiment.below import Below, below, joined
from nlp.sentiment.calibration import calibrate
from nlp.sentiment.corpus import CHECKED_ONLY, gather
from nlp.sentiment.experiment import groups, rehearsal, renewal, split, truth, weigh
from nlp.sentiment.head import Scale, save
from nlp.sentiment.network import Upper
from nlp.sentiment.phrases import PhraseModel, fit
from nlp.sentiment.shipping import ship, shipped
from nlp.sentiment.sources import Sample
from nlp.sentiment.tuning import ONWARD, REFINING, Lessons, Recipe, Rows, Tuning, between

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "encoder/feedback.npz"
PHRASES, CALIBRATION = HERE / "phrases.npz", HERE / "calibration.toml"
log = logging.getLogger("sentiment")


@dataclass(frozen=True, slots=True)
class Prepared:
    """The corpus with the states of its texts, and the model they come from."""

    samples: Sequence[Sample]
    below: Below
    bert: Any


def main() -> None:
    """Train on all but the texts kept for the figures, and write what the encoder is built from."""
    parser = arguments()
    parser.add_argument("--onward", action="store_true", help="go on from the shipped weights")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(chosen.threads)
    samples = by_source(gather(chosen.data))
    learned, kept = split(samples)
    way = _onward if chosen.onward else _anew
    ship(way(samples, learned, chosen.models, chosen.work), Recipe().first, WEIGHTS)
    phrases = learn_phrases([samples[row] for row in learned])
    phrases.save(PHRASES)
    save(CALIBRATION, scales([samples[row] for row in kept], phrases, chosen.threads))
    log.info("trained on %d texts; wrote %s, %s and %s", len(learned), WEIGHTS, PHRASES, CALIBRATION)


def _anew(samples: Sequence[Sample], learned: Rows, models: Path, work: Path) -> Upper:
    prepared = prepare(samples, models, work)
    first = tune(prepared, learned, Recipe(), work / "run.pt").network
    return refine(prepared, learned, first, work / "refined.pt")


def _onward(samples: Sequence[Sample], learned: Rows, models: Path, work: Path) -> Upper:
    prepared = prepare([samples[row] for row in renewal(samples, learned)], models, work)
    former = shipped(Upper(prepared.bert, ONWARD.first), ONWARD.first, WEIGHTS)
    rows = np.arange(len(prepared.samples))
    tuning = Tuning(_lessons(prepared, rows), rows, prepared.bert, ONWARD)
    tuning.begin_with(former)
    return between(former, _finished(tuning, work / _run_of(prepared.samples)).network)


def _run_of(samples: Sequence[Sample]) -> str:
    """The file of the run that goes on from the weights as they are over these texts, and of no other."""
    texts = "\n".join(one.text for one in samples).encode()
    return f"onward-{sha256(WEIGHTS.read_bytes() + texts).hexdigest()[:16]}.pt"


def arguments() -> argparse.ArgumentParser:
    """What training and its benchmark share."""
    parser = argparse.ArgumentParser(description="Train the sentiment head and the layers under it.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--models", type=Path, required=True, help="folder where the encoder is built")
    parser.add_argument("--work", type=Path, required=True, help="folder for states and the unfinished run")
    parser.add_argument("--threads", type=int, default=1)
    return parser


def by_source(samples: Sequence[Sample]) -> list[Sample]:
    """The texts of one source after those of another, as ``prepare`` wants them."""
    return sorted(samples, key=lambda one: one.source)


def prepare(samples: Sequence[Sample], models: Path, work: Path) -> Prepared:
    """These texts and their states, computed source by source where ``work`` does not know them yet."""
    from tokenizers import Tokenizer
    from transformers import BertModel

    from nlp.encoder.transformer import floats_folder

    folder = floats_folder(models, log.info)
    bert = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    parts = []
    for source, some in groupby(samples, key=lambda one: one.source):
        log.info("states of %s", source)
        parts.append(below([one.text for one in some], bert, tokenizer, work, log.info))
    return Prepared(samples, joined(parts), bert)


def tune(prepared: Prepared, rows: Rows, recipe: Recipe, kept: Path) -> Tuning:
    """A finished run on the texts ``rows``; an unfinished one in the file ``kept`` is taken up."""
    return _finished(Tuning(_lessons(prepared, rows), rows, prepared.bert, recipe), kept)


def refine(prepared: Prepared, learned: Rows, first: Upper, kept: Path) -> Upper:
    """A network trained on from ``first``, the written texts before all, and drawn back towards it."""
    rows = rehearsal(prepared.samples, learned)
    tuning = Tuning(_lessons(prepared, learned), rows, prepared.bert, REFINING)
    tuning.begin_with(first)
    return between(first, _finished(tuning, kept).network)


def _lessons(prepared: Prepared, rows: Rows) -> Lessons:
    samples = prepared.samples
    weights = np.zeros(len(samples), dtype=np.float32)
    weights[rows] = weigh([samples[row] for row in rows])
    return Lessons(prepared.below, truth(samples), weights)


def _finished(tuning: Tuning, kept: Path) -> Tuning:
    if kept.exists():
        tuning.resume(torch.load(kept, weights_only=False))
    tuning.run(log.info, lambda state: torch.save(state, kept))
    return tuning


def learn_phrases(learned: Sequence[Sample]) -> PhraseModel:
    """The model of words and phrases."""
    return fit([sample.text for sample in learned], truth(learned), weigh(learned))


def scales(kept: Sequence[Sample], phrases: PhraseModel, threads: int) -> list[Scale]:
    """The calibration of the models as they are shipped, from texts they were not trained on."""
    usable = [sample for sample in kept if sample.source.split("/")[0] not in CHECKED_ONLY]
    with TemporaryDirectory() as fresh:
        encoder = load(EncoderSpec(cache=Path(fresh), threads=threads), log.info)
        texts = [sample.text for sample in usable]
        moods, said = encoder.perceive(texts).moods, phrases.score(texts)
    return calibrate(moods, said, truth(usable), weigh(usable), groups(usable))


if __name__ == "__main__":
    main()
