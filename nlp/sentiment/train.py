"""Trains the sentiment head: ``python -m nlp.sentiment.train --data ../shared/data --models FOLDER``.

Takes about ten minutes of one core, nearly all of it for the corpus' vectors, which ``--vectors`` keeps.
"""

import argparse
import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nlp.batches import map_batches
from nlp.encoder import Encoder, EncoderSpec, load
from nlp.findings import Vectors
from nlp.sentiment.corpus import CHECKED_ONLY, gather
from nlp.sentiment.experiment import Corpus, corpus_of, train
from nlp.sentiment.fitting import Recipe
from nlp.sentiment.sources import Sample

BATCH = 1024
log = logging.getLogger("sentiment")


def arguments() -> argparse.ArgumentParser:
    """What training and its benchmark share."""
    parser = argparse.ArgumentParser(description="Train the sentiment head on the labelled sets.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--models", type=Path, required=True, help="folder where the encoder is built")
    parser.add_argument(
        "--vectors", type=Path, help="file that keeps the corpus' vectors between runs (.npz)"
    )
    parser.add_argument("--threads", type=int, default=1)
    return parser


def main() -> None:
    """Train on every set that may be trained on, and write the head."""
    parser = arguments()
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("head.npz"))
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    corpus = prepare(chosen.data, chosen.models, chosen.vectors, chosen.threads)
    usable = corpus.part(~corpus.of(CHECKED_ONLY))
    train(usable, Recipe()).save(chosen.out)
    log.info(
        "trained on %d texts; wrote %s, %d bytes", len(usable.samples), chosen.out, chosen.out.stat().st_size
    )


def prepare(data: Path, models: Path, kept: Path | None, threads: int) -> Corpus:
    """The corpus with its vectors, encoded where ``kept`` does not know them yet."""
    samples = gather(data)
    encoder = load(EncoderSpec(cache=models, threads=threads), log.info)
    return corpus_of(samples, _vectors(samples, encoder, kept))


def _vectors(samples: Sequence[Sample], encoder: Encoder, kept: Path | None) -> Vectors:
    keys = [hashlib.sha256(f"{encoder.name}\n{sample.text}".encode()).hexdigest() for sample in samples]
    known: dict[str, Vectors] = {}
    if kept and kept.exists():
        with np.load(kept, allow_pickle=False) as file:
            known = dict(zip(file["keys"].tolist(), file["vectors"], strict=True))
    missing = {key: sample.text for key, sample in zip(keys, samples, strict=True) if key not in known}
    fresh = list(missing.values())
    parts = map_batches(fresh, encoder.encode, BATCH, lambda count: log.info("encoded %d more", count))
    for start, part in enumerate(parts):
        known.update(zip(list(missing)[start * BATCH :], part, strict=False))
    if kept and fresh:
        np.savez(kept, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[key] for key in keys])


if __name__ == "__main__":
    main()
