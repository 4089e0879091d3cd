"""How well the words of themes hang together: NPMI, C_v and diversity, whatever found the themes.

The ten words of a theme are those of the highest c-TF-IDF (Grootendorst 2022), the same for all ways. NPMI
(Bouma 2009) and C_v (Röder et al. 2015) count a text as one window, which flatters long texts: compare ways
within a set, not sets.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Language
from nlp.keyphrases import words

TOP = 10
EPSILON = 1e-12
"""Added to the share of texts that hold both words."""


@dataclass(frozen=True)
class Coherence:
    """Means over the themes: NPMI in -1..1, C_v in 0..1; the share of words that only one theme has."""

    npmi: float
    c_v: float
    diversity: float


def coherence(texts: Sequence[str], languages: Sequence[Language], labels: NDArray[np.int64]) -> Coherence:
    """Of the themes ``labels`` (n,), -1 for none."""
    said = [frozenset(word.lower() for word in words(*one)) for one in zip(texts, languages, strict=True)]
    tops = _tops(said, labels)
    alone, both = Counter[str](), Counter[tuple[str, str]]()
    wanted = {word for top in tops for word in top}
    for one in said:
        present = sorted(one & wanted)
        alone.update(present)
        both.update(combinations(present, 2))
    tables = [_table(top, alone, both, len(said)) for top in tops]
    every = [word for top in tops for word in top]
    return Coherence(
        float(np.mean([table[np.triu_indices(len(table), 1)].mean() for table in tables])),
        float(np.mean([_cosines(table).mean() for table in tables])),
        sum(times == 1 for times in Counter(every).values()) / len(every),
    )


def _tops(said: Sequence[frozenset[str]], labels: NDArray[np.int64]) -> list[list[str]]:
    themes = range(int(labels.max()) + 1)
    counts = [
        Counter(word for row in np.flatnonzero(labels == theme) for word in said[row]) for theme in themes
    ]
    whole = sum(counts, Counter[str]())
    average = whole.total() / len(counts)
    tops = []
    for own in counts:
        weights = {word: used / own.total() * log(1 + average / whole[word]) for word, used in own.items()}
        tops.append(sorted(weights, key=lambda word: (-weights[word], word))[:TOP])
    return [top for top in tops if len(top) > 1]


def _table(
    top: Sequence[str], alone: Counter[str], both: Counter[tuple[str, str]], texts: int
) -> NDArray[np.float64]:
    """NPMI of all pairs; 1 of a word with itself."""
    table = np.eye(len(top))
    for one, other in combinations(range(len(top)), 2):
        pair = (min(top[one], top[other]), max(top[one], top[other]))
        joint = both[pair] / texts + EPSILON
        share = alone[top[one]] * alone[top[other]] / texts**2
        table[one, other] = table[other, one] = log(joint / share) / -log(joint)
    return table


def _cosines(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each word's row with the sum of all rows."""
    whole = table.sum(axis=0)
    lengths = np.linalg.norm(table, axis=1) * np.linalg.norm(whole)
    return np.asarray(table @ whole / np.maximum(lengths, EPSILON))
