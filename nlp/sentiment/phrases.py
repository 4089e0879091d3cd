"""A second opinion on the feeling: the very words and phrases, which the encoder's states smooth over.

A linear model over words, Chinese characters, emoji and runs of two and three of them, hashed into a table
(Weinberger et al. 2009, https://arxiv.org/abs/0902.2206). It knows slang and dialect that the encoder's own
vocabulary cuts to pieces, and costs a hundredth of its time.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.encoder.legible import legible

SIZE = 1 << 18
"""Places of the table; two phrases may share one."""
LONGEST = 3
"""Pieces of a phrase."""
READ = 4000
"""Characters of a text that are read."""
_PIECE = re.compile(
    r"[a-z]+(?:'[a-z]+)?|[\u3400-\u9fff]|[!?！？~]+|[\U0001F300-\U0001FAFF\u2600-\u27bf]|\[[a-z]+\]"
)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Places of a text's phrases in the table, and values: 1 + log of how often, of length 1 in all."""

    places: NDArray[np.int64]
    values: Floats


def phrases_of(text: str) -> Phrases:
    """The phrases of ``text``, whatever its script and capitals."""
    pieces = _PIECE.findall(legible(text[:READ]).lower())
    counts = Counter(
        crc32("\x1f".join(pieces[start : start + length]).encode()) % SIZE
        for length in range(1, LONGEST + 1)
        for start in range(len(pieces) - length + 1)
    )
    values: Floats = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
    length = np.float32(np.linalg.norm(values)) or np.float32(1)
    return Phrases(np.fromiter(counts, np.int64, len(counts)), values / length)


@dataclass(frozen=True, slots=True)
class PhraseModel:
    """``weights`` (SIZE, 3) and ``bias`` (3,) of negative, neutral and positive."""

    weights: Floats
    bias: Floats

    def score(self, texts: Sequence[str]) -> Floats:
        """Logits (n, 3) of ``texts``."""
        found = np.tile(self.bias, (len(texts), 1))
        for row, text in enumerate(texts):
            own = phrases_of(text)
            found[row] += own.values @ self.weights[own.places]
        return found

    def save(self, path: Path) -> None:
        """Write to ``path`` in half precision."""
        np.savez_compressed(path, weights=self.weights.astype(np.float16), bias=self.bias)

    @staticmethod
    def load(path: Path) -> "PhraseModel":
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return PhraseModel(kept["weights"].astype(np.float32), kept["bias"].astype(np.float32))


def fit(texts: Sequence[str], truth: NDArray[np.int64], weights: Floats) -> PhraseModel:
    """A model of ``texts`` with classes (n,) and weights (n,); half a minute for 70,000 texts."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    found = [phrases_of(text) for text in texts]
    ends = np.cumsum([0, *(len(one.places) for one in found)])
    values, places = (np.concatenate([getattr(one, name) for one in found]) for name in ("values", "places"))
    table = csr_matrix((values, places, ends), shape=(len(texts), SIZE))
    model = LogisticRegression(C=3, max_iter=300, tol=1e-3).fit(table, truth, sample_weight=weights)
    return PhraseModel(
        np.ascontiguousarray(model.coef_.T, dtype=np.float32), model.intercept_.astype(np.float32)
    )
