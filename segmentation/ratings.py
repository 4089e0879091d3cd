"""NPS, CSAT and stars group by group: how high, how sure, and whether it moved."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import sqrt
from statistics import NormalDist

from index.ports import Rated, ScoreCount
from segmentation.behaviour import seconds
from segmentation.measures import Z95, Measure, csat, nps

SCALES = ("nps", "csat", "stars")
LEAST = 10
"""Fewer ratings in a group say nothing."""
SURE = 0.05
MONTHS = 12
LEAST_A_MONTH = 5


@dataclass(frozen=True)
class Change:
    """Against the period before: points, 95 % interval, and how likely so large a one is by chance."""

    points: float
    low: float
    high: float
    probability: float


@dataclass(frozen=True)
class GroupRating:
    """One group's ratings in a period; ``measure`` None and ``verdict`` ``too_few`` below ``LEAST``."""

    group: str
    n: int
    measure: Measure | None
    before: Measure | None
    change: Change | None
    months: tuple[tuple[str, float, int], ...]
    """Month, figure and how many, of the months with enough of them."""
    tau: float | None
    """Kendall's, of the months: 1 rises always."""
    tau_probability: float | None
    verdict: str
    """``rising``, ``falling``, ``steady``, ``new`` (nothing to compare with) or ``too_few``."""


def ratings_by(
    rated: Iterable[Rated],
    scale: str,
    groups_of: Callable[[Rated], Sequence[str]],
    as_of: datetime,
    days: int,
) -> tuple[GroupRating, ...]:
    """Every group's figure of the last ``days``, beside the same span before; most ratings first.

    Args:
        rated: at any time; later ones than ``as_of`` are not looked at.
        scale: nps, csat or stars.
        groups_of: the groups that a rating counts in.
        as_of: the end of the period, aware.
        days: its length.
    """
    end = seconds(as_of)
    gathered: dict[str, list[Rated]] = {}
    for one in rated:
        if one.scale == scale and one.at <= end:
            for group in groups_of(one):
                gathered.setdefault(group, []).append(one)
    found = [_group(name, mine, scale, end, days) for name, mine in gathered.items()]
    return tuple(sorted(_judged(found), key=lambda one: (-one.n, one.group)))


def _group(name: str, mine: Sequence[Rated], scale: str, end: int, days: int) -> GroupRating:
    span = days * 86_400
    now = _counts(one for one in mine if end - span < one.at)
    past = _counts(one for one in mine if end - 2 * span < one.at <= end - span)
    n, before_n = (sum(one.count for one in part) for part in (now, past))
    measure = _measure(now, scale) if n >= LEAST else None
    before = _measure(past, scale) if before_n >= LEAST else None
    months = _months(mine, scale, end)
    tau, chance = _kendall([value for _, value, _ in months])
    change = _change(now, past, scale) if measure is not None and before is not None else None
    return GroupRating(name, n, measure, before, change, months, tau, chance, "too_few")


def _judged(found: Sequence[GroupRating]) -> list[GroupRating]:
    """With verdicts: a change counts that is unlikely by chance although many groups were looked at."""
    moved = [one for one in found if one.change is not None]
    adjusted = _adjusted([one.change.probability for one in moved if one.change is not None])
    verdicts = dict(zip((one.group for one in moved), adjusted, strict=True))
    judged = []
    for one in found:
        if one.measure is None:
            judged.append(one)
        elif one.change is None or verdicts[one.group] > SURE:
            judged.append(replace(one, verdict="steady" if one.change is not None else "new"))
        else:
            judged.append(replace(one, verdict="rising" if one.change.points > 0 else "falling"))
    return judged


def _adjusted(chances: Sequence[float]) -> list[float]:
    """Benjamini & Hochberg 1995."""
    if not chances:
        return []
    from scipy.stats import false_discovery_control

    return [float(one) for one in false_discovery_control(chances)]


def _counts(rated: Iterable[Rated]) -> list[ScoreCount]:
    counted = Counter((one.scale, one.value) for one in rated)
    return [ScoreCount(scale, value, count) for (scale, value), count in sorted(counted.items())]


def _measure(counts: Sequence[ScoreCount], scale: str) -> Measure | None:
    return nps(counts) if scale == "nps" else csat(counts, scale)


def _change(now: Sequence[ScoreCount], before: Sequence[ScoreCount], scale: str) -> Change:
    """Difference of two figures; ghost ratings as in their own intervals (Agresti & Caffo 2000)."""
    (after, spread), (earlier, spread_before) = (_moments(part, scale) for part in (now, before))
    error = sqrt(spread + spread_before)
    middle = after - earlier
    chance = 2.0 * (1.0 - NormalDist().cdf(abs(middle) / error))
    figures = [_measure(part, scale) for part in (now, before)]
    points = sum(sign * one.value for sign, one in zip((1, -1), figures, strict=True) if one is not None)
    return Change(points, 100.0 * (middle - Z95 * error), 100.0 * (middle + Z95 * error), chance)


def _moments(counts: Sequence[ScoreCount], scale: str) -> tuple[float, float]:
    """Mean and its variance of what each rating counts: 1, 0 or -1 for NPS, 1 or 0 else; ghosts added."""
    n = sum(one.count for one in counts)
    if scale == "nps":
        up = (sum(one.count for one in counts if one.value >= 9) + 1) / (n + 3)
        down = (sum(one.count for one in counts if one.value <= 6) + 1) / (n + 3)
        return up - down, (up + down - (up - down) ** 2) / (n + 3)
    share = (sum(one.count for one in counts if one.value >= 4) + 1) / (n + 2)
    return share, share * (1 - share) / (n + 2)


def _months(mine: Sequence[Rated], scale: str, end: int) -> tuple[tuple[str, float, int], ...]:
    since = end - int(timedelta(days=366).total_seconds())
    by_month: dict[str, list[Rated]] = {}
    for one in mine:
        if one.at > since:
            by_month.setdefault(datetime.fromtimestamp(one.at, UTC).strftime("%Y-%m"), []).append(one)
    found = []
    for month in sorted(by_month)[-MONTHS:]:
        measure = _measure(_counts(by_month[month]), scale)
        if measure is not None and measure.n >= LEAST_A_MONTH:
            found.append((month, measure.value, measure.n))
    return tuple(found)


def _kendall(values: Sequence[float]) -> tuple[float | None, float | None]:
    if len(values) < 4 or len(set(values)) < 2:
        return None, None
    from scipy.stats import kendalltau

    found = kendalltau(range(len(values)), values)
    return float(found.statistic), float(found.pvalue)
