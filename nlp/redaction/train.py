"""Trains the name head: ``python -m nlp.redaction.train --models FOLDER --data ../shared/data``.

Takes about ten minutes of one core, most of them for the token states of some 35,000 short texts. What is
trained here is part of the encoder's graph: ``nlp.encoder.small.VERSION`` has to be raised afterwards.
"""

import argparse
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch

from nlp.encoder.joining import places_of
from nlp.encoder.legible import legible
from nlp.encoder.small import SmallEncoder, load_small
from nlp.encoder.tokens import Window
from nlp.redaction.fitting import Floats, Lesson, Recipe, fit, save, surest
from nlp.redaction.heard import judged, unheard
from nlp.redaction.lessons import lessons, ordinary, things
from nlp.redaction.marked import Marked

BATCH = 512
PLAIN = 6000
"""Written texts without names."""
NAMING = 0.5
"""A text without marks in which a first fit finds a name so surely is left out: it may well name somebody."""
TESTS = Path(__file__).parents[2] / "tests" / "nlp" / "data" / "personal_data.jsonl"
log = logging.getLogger("names")


def main() -> None:
    """Train on all but the lines held out, and write the weights."""
    parser = argparse.ArgumentParser(description="Train the name head of the encoder.")
    parser.add_argument("--models", type=Path, required=True, help="folder where the encoder is built")
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("names.npz"))
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(1)
    encoder = load_small(chosen.models, 1, log.info)
    real = [one for one in judged(chosen.data) if not one.held]
    marked = list(studied([*lessons(TESTS), *things(), *real], encoder))
    plain = list(studied([*_drawn(ordinary()), *unheard(chosen.data)], encoder))
    first = fit([*marked, *plain], Recipe(epochs=2))
    nameless = [one for one in plain if surest(first, one) < NAMING]
    save(fit([*marked, *nameless], Recipe()), chosen.out)
    log.info("trained on %d and %d texts; wrote %s", len(marked), len(nameless), chosen.out)


def _drawn(texts: Sequence[Marked]) -> list[Marked]:
    return Random(0).sample(texts, min(PLAIN, len(texts)))  # noqa: S311 -- a reproducible draw, no secret


def studied(texts: Sequence[Marked], encoder: SmallEncoder) -> Iterator[Lesson]:
    """The texts with their token states; those whose places shift when they are read are left out."""
    for start in range(0, len(texts), BATCH):
        part = texts[start : start + BATCH]
        for one, windows in zip(part, encoder.below([text.text for text in part]), strict=True):
            if len(windows) == 1 and len(legible(one.text)) == len(one.text):
                window, states = windows[0]
                yield Lesson(states.astype(np.float16), belonging(one, window))
        log.info("encoded %d of %d", start + len(part), len(texts))


def belonging(one: Marked, window: Window) -> Floats:
    """For each token 1 where at least half of it lies in a name, else 0; the tokens around the text are 0."""
    found = np.zeros(len(window.ids), dtype=np.float32)
    for place, (start, end) in enumerate(places_of([window]).tolist(), window.begin):
        length = len(one.text[start:end].strip()) or 1
        inside = (min(end, last) - max(start, first) for first, last in one.names)
        found[place] = float(max(inside, default=0) >= length / 2)
    return found


if __name__ == "__main__":
    main()
