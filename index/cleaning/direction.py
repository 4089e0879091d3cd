"""Which end of a score is the good one: as declared, as the header says, or as the words beside it show."""

import re
from collections.abc import Mapping, Sequence
from math import atanh, sqrt

from index.cleaning.lexicon import words
from nlp import signals

SCORED = ("nps", "csat", "rating")
INVERTED, UPRIGHT = ":inverted", ":upright"
FIRST, READ = 200, 1_200
"""Texts that are read at first, and at most where those leave a doubt."""
LEAST = 30
"""Texts that praise or complain, without which nothing is concluded."""
AGAINST, SURE = -0.2, -3.1
"""Rank correlation and its Fisher z (one in a thousand by chance) from which on a scale runs backwards."""
_GOOD = (
    r"(?:the\s+)?(?:best|very good|excellent|outstanding|extremely likely|extremely satisfied|very satisfied|"
    r"strongly agree|highest|top|非常满意|最好|最佳|很好|非常好|非常愿意|极好|强烈推荐)"
)
_BEST_FIRST = re.compile(rf"\b1\s*(?:=|:|-|–|is|means|为|是|表示|代表)\s*{_GOOD}")


def declared(mapping: Mapping[str, str]) -> tuple[dict[str, str], dict[str, bool]]:
    """The mapping without endings such as ``Score:inverted``, and by field whether it is inverted."""
    plain, inverted = dict(mapping), {}
    for name, column in mapping.items():
        for ending in (INVERTED, UPRIGHT):
            if name in SCORED and column.endswith(ending):
                plain[name] = column.removesuffix(ending)
                inverted[name] = ending == INVERTED
    return plain, inverted


def header_inverts(header: str) -> bool:
    """Whether the header itself says that one is the best."""
    return _BEST_FIRST.search(words(header)) is not None


def runs_backwards(texts: Sequence[str], scores: Sequence[float]) -> bool:
    """Whether low scores stand beside praise and high ones beside complaints, by listed words."""
    step = max(len(texts) // READ, 1)
    chosen = list(zip(texts, scores, strict=True))[::step][:READ]
    felt = _felt(chosen[:FIRST])
    if _correlation(felt) >= 0 and len(felt) >= LEAST:
        return False
    felt += _felt(chosen[FIRST:])
    if len(felt) < LEAST:
        return False
    together = _correlation(felt)
    return together <= AGAINST and atanh(max(together, -0.999)) * sqrt(len(felt) - 3) <= SURE


def _felt(pairs: Sequence[tuple[str, float]]) -> list[tuple[float, float]]:
    """Feeling (-1, 1) and score of the texts whose words tell it."""
    found: list[tuple[float, float]] = []
    for text, value in pairs:
        kinds = {one.kind for one in signals.find(text, "und")}
        feeling = ("praise" in kinds) - bool(kinds & {"complaint", "refund", "churn", "legal"})
        if feeling:
            found.append((float(feeling), value))
    return found


def _correlation(pairs: Sequence[tuple[float, float]]) -> float:
    """Of ranks; nought where one side never changes."""
    if any(len({pair[side] for pair in pairs}) < 2 for side in (0, 1)):
        return 0.0
    from scipy.stats import spearmanr

    return float(spearmanr([feeling for feeling, _ in pairs], [value for _, value in pairs]).statistic)
