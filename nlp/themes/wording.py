"""Vectors of the words that texts use, whatever they mean: words of Latin script, characters of Chinese."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from nlp.findings import Vectors
from nlp.themes.space import unit

WIDTH = 150
COMMON = 0.15
"""What stands in more than this share of the texts tells none of them apart."""
RARE = 3
"""What stands in fewer texts connects none of them."""
FEWEST = 60
"""In fewer texts words repeat by chance."""
PIECES = (3, 5)
"""Lengths of the pieces of a word, so that its forms are alike."""
READ = 1_200
"""Characters of a text that are read at most."""
RUNS_KEPT = 20_000
MEASURED = 5_000
"""The axes are found in so many texts at most, the first ones."""

_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+")


def word_vectors(texts: Sequence[str]) -> Vectors:
    """Unit vectors ``(n, at most WIDTH)`` of weighted pieces of words (TF-IDF, latent semantic analysis).

    A text without any telling piece has a zero vector; too few texts have vectors of no width.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    if len(texts) < FEWEST:
        return np.zeros((len(texts), 0), dtype=np.float32)
    weigher = TfidfVectorizer(
        analyzer=pieces, min_df=RARE, max_df=COMMON, sublinear_tf=True, dtype=np.float32
    )
    try:
        weights = weigher.fit_transform(texts)
    except ValueError:  # No piece is neither rare nor common.
        return np.zeros((len(texts), 0), dtype=np.float32)
    width = min(WIDTH, weights.shape[1] - 1, min(weights.shape[0], MEASURED) - 1)
    if width < 1:
        return np.zeros((len(texts), 0), dtype=np.float32)
    axes = TruncatedSVD(width, n_iter=4, random_state=0).fit(weights[:MEASURED])
    return unit(axes.transform(weights))


def pieces(text: str) -> list[str]:
    """Parts of a text's words: three to five letters with the word's ends, one or two Chinese characters."""
    return [piece for run in _RUN.findall(text[:READ].casefold()) for piece in _pieces_of(run)]


@lru_cache(maxsize=RUNS_KEPT)
def _pieces_of(run: str) -> tuple[str, ...]:
    if run[0] >= "\u3400":
        return tuple(
            run[place : place + length] for length in (1, 2) for place in range(len(run) - length + 1)
        )
    word = f" {run} "
    return tuple(
        word[place : place + length]
        for length in range(PIECES[0], PIECES[1] + 1)
        for place in range(max(1, len(word) - length + 1))
    )
