"""Counts how common the pieces of texts are.

    python -m nlp.themes.train --data ../shared/data --models FOLDER

Takes a minute. Vectors of subjects change with the counts, so ``nlp.encoder.small.VERSION`` has to be raised.
"""

import argparse
import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nlp import encoder
from nlp.encoder.small import load_small
from nlp.encoder.spec import QUERY
from nlp.encoder.tokens import Tokens
from nlp.sentiment.corpus import gather

MOST = 15_000
"""Texts of a language that are counted."""
FEWEST = 3
"""In fewer texts a piece is as good as new."""
OUT = Path(encoder.__file__).with_name("shares.npz")
log = logging.getLogger("themes")


def main() -> None:
    """Count, and write the shares."""
    parser = argparse.ArgumentParser(description="Count how common the pieces of texts are.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--models", type=Path, required=True, help="folder where the encoder is built")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    tokens = load_small(chosen.models, 1, log.info).tokens
    samples = gather(chosen.data)
    shares = dict[int, float]()
    for english in (True, False):
        texts = [one.text for one in samples if (one.language == "en") is english][:MOST]
        # What is common in either language is common.
        for piece, share in shares_of(texts, tokens).items():
            shares[piece] = max(share, shares.get(piece, 0.0))
    pieces = np.array(sorted(shares), dtype=np.int32)
    np.savez_compressed(OUT, pieces=pieces, shares=np.array([shares[p] for p in pieces], dtype=np.float16))
    log.info("counted %d pieces; wrote %s", len(pieces), OUT)


def shares_of(texts: Sequence[str], tokens: Tokens) -> dict[int, float]:
    """In which share of the texts each piece stands, signs around the texts included."""
    counts = Counter(
        piece
        for windows in tokens.windows(texts, QUERY)
        for piece in {piece for one in windows for piece in one.ids}
    )
    return {piece: times / len(texts) for piece, times in counts.items() if times >= FEWEST}


if __name__ == "__main__":
    main()
