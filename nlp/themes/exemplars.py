"""Picks the texts that show best what a theme is about."""

from collections.abc import Sequence

import numpy as np

from nlp.findings import Vectors
from nlp.themes.corpus import Positions

EXEMPLARS = 5
CANDIDATES = 60
BALANCE = 0.7
"""Weight of being typical against being unlike those already picked (MMR, Carbonell & Goldstein 1998)."""
TOO_ALIKE = 0.95


def pick_exemplars(
    rows: Positions, points: Vectors, centroid: Vectors, texts: Sequence[str]
) -> tuple[int, ...]:
    """Those of ``rows`` whose texts are typical, readable and unlike each other, the best first."""
    typical = points[rows] @ centroid + np.asarray([_readability(texts[row]) for row in rows])
    order = np.lexsort((rows, -typical))[:CANDIDATES]
    pool, worth = list(rows[order]), dict(zip(rows[order], typical[order], strict=True))
    picked: list[int] = []
    while pool and len(picked) < EXEMPLARS:
        repeated = {row: _closest(points, row, picked) for row in pool}
        best = max(pool, key=lambda row: BALANCE * worth[row] - (1 - BALANCE) * repeated[row])
        pool.remove(best)
        if repeated[best] < TOO_ALIKE:
            picked.append(int(best))
    return tuple(picked)


def _closest(points: Vectors, row: int, picked: Sequence[int]) -> float:
    return float((points[list(picked)] @ points[row]).max()) if picked else 0.0


def _readability(text: str) -> float:
    """0 for 20 to 160 characters (a Chinese character counts twice), a malus down to -0.5 outside."""
    length = sum(2 if "\u3400" <= character <= "\u9fff" else 1 for character in text.strip())
    if length < 20:
        return -0.5 * (20 - length) / 20
    return -min(0.5, 0.5 * max(0, length - 160) / 320)
