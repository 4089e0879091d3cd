"""NPS and CSAT from counted ratings, with how sure they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from index.ports import ScoreCount

Z95 = 1.959964
PROMOTER, DETRACTOR = 9, 6
SATISFIED = 4.0


@dataclass(frozen=True)
class Measure:
    """A figure with the number of ratings behind it and its 95 % interval."""

    value: float
    n: int
    low: float
    high: float


def nps(counts: Iterable[ScoreCount]) -> Measure | None:
    """Net promoter score, -100 to 100 (9-10 promote, 0-6 detract); None without ratings.

    The interval is normal with three ratings added, one a class (adjusted Wald, Rocks 2016).
    """
    given = [(c.value, c.count) for c in counts if c.scale == "nps" and c.count > 0]
    n = sum(count for _, count in given)
    if n == 0:
        return None
    up = sum(count for value, count in given if value >= PROMOTER)
    down = sum(count for value, count in given if value <= DETRACTOR)
    up_share, down_share = (up + 1) / (n + 3), (down + 1) / (n + 3)
    middle = up_share - down_share
    margin = Z95 * sqrt((up_share + down_share - middle**2) / (n + 3))
    low, high = max(-1.0, middle - margin), min(1.0, middle + margin)
    return Measure(100.0 * (up - down) / n, n, 100.0 * low, 100.0 * high)


def csat(counts: Iterable[ScoreCount], scale: str = "csat") -> Measure | None:
    """Share of satisfied ratings (4 or 5 of 5) in percent; None without ratings. Interval: Wilson 1927.

    ``scale`` may be ``stars``: the same share of star ratings.
    """
    given = [(c.value, c.count) for c in counts if c.scale == scale and c.count > 0]
    n = sum(count for _, count in given)
    if n == 0:
        return None
    share = sum(count for value, count in given if value >= SATISFIED) / n
    low, high = interval(share * n, n)
    return Measure(100.0 * share, n, 100.0 * low, 100.0 * high)


def interval(count: float, n: int) -> tuple[float, float]:
    """The 95 % interval of the share ``count`` of ``n`` (Wilson 1927), 0..1; of nothing, all of it."""
    if n == 0:
        return 0.0, 1.0
    share = count / n
    middle = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    margin = Z95 / (1 + Z95**2 / n) * sqrt(share * (1 - share) / n + Z95**2 / (4 * n * n))
    return max(0.0, middle - margin), min(1.0, middle + margin)
