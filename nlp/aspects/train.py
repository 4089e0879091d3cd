"""Trains the aspect tagger: ``python -m nlp.aspects.train --data ../shared/data --models FOLDER``.

Takes about fifteen minutes of one core: half for the token states of some 28,000 short texts, half for the
fitting.
"""

import argparse
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from nlp.aspects.corpus import Example, aligned, training_texts
from nlp.aspects.finding import Seen, seen_in
from nlp.aspects.fitting import Recipe, fit
from nlp.aspects.labelled import Labelled, gather
from nlp.aspects.silver import felt, written
from nlp.encoder import EncoderSpec, load
from nlp.failures import UserError

BATCH = 1024
log = logging.getLogger("aspects")


def main() -> None:
    """Train on the training parts and on what was written for it, and write the network."""
    parser = argparse.ArgumentParser(description="Train the aspect tagger on the labelled sets.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--models", type=Path, required=True, help="folder where the encoder is built")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rows", type=int, help="train on so many texts only, to try things out")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("tagger.npz"))
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    encoder = load(EncoderSpec(cache=chosen.models, threads=chosen.threads), log.info)
    texts = [*training_texts(gather(chosen.data)), *written(), *felt(chosen.data)][: chosen.rows]
    examples = list(examples_of(texts, encoder))
    fit(examples, Recipe()).save(chosen.out)
    log.info("trained on %d texts; wrote %s, %d bytes", len(examples), chosen.out, chosen.out.stat().st_size)


def examples_of(texts: Sequence[Labelled], encoder: Any) -> Iterator[Example]:
    """The texts with their token states, in half precision; what holds no token is left out."""
    for start in range(0, len(texts), BATCH):
        part = texts[start : start + BATCH]
        for one, seen in zip(part, states_of([one.text for one in part], encoder), strict=True):
            if len(seen.ranges):
                yield aligned(one, seen.states.astype(np.float16), seen.ranges)
        log.info("encoded %d of %d", start + len(part), len(texts))


def states_of(texts: Sequence[str], encoder: Any) -> Iterator[Seen]:
    """Token states and places of each text.

    Raises:
        UserError: the encoder gives no token states.
    """
    perceived = encoder.perceive(texts, states=True)
    if len(perceived.tokens) != len(texts):
        raise UserError("This encoder gives no token states. Set EARFUL_EMBEDDER to e5-small.")
    yield from map(seen_in, perceived.tokens)


if __name__ == "__main__":
    main()
