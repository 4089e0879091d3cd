"""What sets a segment apart: behaviour, themes, values and goods, each against all other customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ports import SaidColumns
from segmentation.behaviour import Behaviour
from segmentation.behaviour.rows import rows_until
from segmentation.risk.additive import ranks
from segmentation.segments.contrast import difference, ratio

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
TOLD = (
    "purchases",
    "net",
    "mean_order",
    "recency_days",
    "purchases_90",
    "returns_share",
    "events_30",
    "carts_30",
    "enquiries_30",
    "said",
    "mood",
    "complaint_90",
    "tenure_days",
)
EVENTS = frozenset({"events_30", "carts_30", "enquiries_30"})
SAID = frozenset({"said", "mood", "complaint_90"})
SIGNED = frozenset({"mood"})
"""May be below 0, so that it has no ratio."""
ONLY_HIGH = frozenset({"returns_share", "complaint_90", "enquiries_30"})
"""Few customers do these, so that not doing them describes nobody."""
LEAST_EFFECT = 0.08
"""Difference of mean ranks (0-1) worth telling."""
LEAST_CHANGE = 0.2
"""Difference of means, as a share of the others' mean, worth telling."""
ALIKE = 0.7
"""Features whose ranks correlate more than this tell the same story; the stronger one is told."""
MOST = 3
LEAST_COUNT = 5
LEAST_LIFT = 0.03
LEAST_TIMES = 1.3
"""A thing sets a segment apart by so many percentage points and so many times the others' share."""


@dataclass(frozen=True)
class Trait:
    """One feature of a segment against the others; ``effect`` is the difference of mean ranks, -1..1."""

    feature: str
    effect: float
    value: float
    other: float
    low: float = 0.0
    high: float = 0.0
    """95 % interval of how many times as much it is; for ``mood``, of the difference."""

    @property
    def key(self) -> str:
        """Key of its sentence under ``trait`` and ``trait_name``."""
        return f"{self.feature}.{'high' if self.effect > 0 else 'low'}"


def traits(behaviour: Behaviour, member: Mask, *, faint: bool = False) -> tuple[Trait, ...]:
    """The strongest differences first, no two of which say the same; faint ones count half as much."""
    names = [name for name in TOLD if _known(behaviour, name)]
    ranked = {name: ranks(column := behaviour.column(name), column) for name in names}
    least = 0.5 if faint else 1.0
    found = [t for name in names if (t := _trait(name, behaviour.column(name), ranked[name], member, least))]
    found.sort(key=lambda trait: -abs(trait.effect))
    kept: list[Trait] = []
    for trait in found:
        if len(kept) < MOST and not any(_alike(ranked[trait.feature], ranked[k.feature]) for k in kept):
            kept.append(trait)
    return tuple(kept)


def shares(
    owners: NDArray[np.int64], things: Sequence[str], amounts: Floats, member: Mask
) -> tuple[tuple[str, float], ...]:
    """Things (themes, goods) with a larger share inside than outside, largest difference first.

    Args:
        owners: customer of each row, a position in ``member``.
        things: name of each row.
        amounts: weight of each row, not negative.
        member: who is inside.
    """
    if len(things) == 0:
        return ()
    names, which = np.unique(np.array(things), return_inverse=True)
    inside = member[owners]
    own = np.bincount(which[inside], amounts[inside], len(names))
    rest = np.bincount(which[~inside], amounts[~inside], len(names))
    counted = np.bincount(which[inside], minlength=len(names))
    mine, others = own / max(own.sum(), 1e-9), rest / max(rest.sum(), 1e-9)
    lift = np.where(mine >= LEAST_TIMES * others, mine - others, 0.0)
    chosen = [int(i) for i in np.argsort(-lift) if lift[i] > LEAST_LIFT and counted[i] >= LEAST_COUNT]
    return tuple((str(names[i]), float(lift[i])) for i in chosen)


def themes_said(behaviour: Behaviour, said: SaidColumns | None) -> tuple[NDArray[np.int64], list[str]]:
    """Customer (position) and theme of each feedback that has one."""
    if said is None:
        return np.zeros(0, dtype=np.int64), []
    ids = behaviour.customer_ids
    rows = rows_until(ids, said.customer_ids, said.customer, said.at, behaviour.moment)
    theme = said.theme[rows.kept]
    has = theme >= 0
    return rows.customer[has], [str(number) for number in theme[has].tolist()]


def goods_bought(
    behaviour: Behaviour, categories: Sequence[tuple[str, str, float]]
) -> tuple[NDArray[np.int64], list[str], Floats]:
    """Customer (position), category and net spend where positive."""
    position: Mapping[str, int] = {name: place for place, name in enumerate(behaviour.customer_ids)}
    rows = [row for row in categories if row[0] in position and row[2] > 0]
    owners = np.array([position[customer] for customer, _, _ in rows], dtype=np.int64)
    return owners, [name for _, name, _ in rows], np.array([spent for _, _, spent in rows])


def _known(behaviour: Behaviour, name: str) -> bool:
    if name in EVENTS:
        return behaviour.has_events
    return behaviour.has_said or name not in SAID


def _trait(name: str, column: Floats, rank: Floats, member: Mask, least: float) -> Trait | None:
    inside, outside = member & ~np.isnan(rank), ~member & ~np.isnan(rank)
    if inside.sum() < LEAST_COUNT or outside.sum() < LEAST_COUNT:
        return None
    if name in ONLY_HIGH and rank[inside].mean() < rank[outside].mean():
        return None
    effect = float(rank[inside].mean() - rank[outside].mean())
    value, other = float(column[inside].mean()), float(column[outside].mean())
    # Means are what is told: a difference of ranks that they contradict would read as a mistake.
    if (
        abs(effect) < least * LEAST_EFFECT
        or (value - other) * effect <= 0
        or abs(value - other) < least * LEAST_CHANGE * other
    ):
        return None
    if other <= 0 and name not in SIGNED:
        return None
    low, high = _interval(name, column[inside], column[outside])
    # What may as well be no difference is none.
    if low <= (0.0 if name in SIGNED else 1.0) <= high:
        return None
    return Trait(name, effect, value, other, low, high)


def _interval(name: str, inside: Floats, outside: Floats) -> tuple[float, float]:
    if name in SIGNED:
        return difference(inside, outside)
    times = ratio(inside, outside)
    # Nobody inside does it at all.
    return (times.low, times.high) if times is not None else (0.0, 0.0)


def _alike(left: Floats, right: Floats) -> bool:
    known = ~(np.isnan(left) | np.isnan(right))
    a, b = left[known], right[known]
    if len(a) < 2 or a.std() == 0 or b.std() == 0:
        return False
    return abs(float(np.corrcoef(a, b)[0, 1])) > ALIKE
