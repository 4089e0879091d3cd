"""Rows of orders, events or feedback up to a moment, placed on the customers one asks about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

DAY = 86_400.0
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def seconds(moment: datetime) -> int:
    """UTC seconds of an aware moment."""
    return int(moment.timestamp())


@dataclass(frozen=True)
class Rows:
    """Rows at or before a moment, in order of customer and time; ``kept`` points into the columns given."""

    size: int
    """How many customers are asked about."""
    customer: NDArray[np.int64]
    age: Floats
    """Days before the moment, at least 0."""
    kept: NDArray[np.int64]

    def count(self, chosen: Mask | None = None) -> Floats:
        """How many (chosen) rows each customer has."""
        picked = self.customer if chosen is None else self.customer[chosen]
        return np.bincount(picked, minlength=self.size).astype(np.float64)

    def total(self, amounts: Floats, chosen: Mask | None = None) -> Floats:
        """Sum of ``amounts`` over each customer's (chosen) rows."""
        if chosen is None:
            return np.bincount(self.customer, amounts, self.size).astype(np.float64)
        return np.bincount(self.customer[chosen], amounts[chosen], self.size).astype(np.float64)

    def mean(self, amounts: Floats, chosen: Mask | None = None) -> Floats:
        """Mean of ``amounts`` over known values of each customer's (chosen) rows; nan where there is none."""
        known = ~np.isnan(amounts) if chosen is None else chosen & ~np.isnan(amounts)
        counted = self.count(known)
        summed = self.total(np.nan_to_num(amounts), known)
        unknown = np.full(self.size, np.nan)
        means: Floats = np.divide(summed, counted, out=unknown, where=counted > 0)
        return means

    def newest(self, chosen: Mask | None = None) -> Floats:
        """Age in days of each customer's last (chosen) row; nan where there is none."""
        return self._extreme(chosen, newest=True)

    def oldest(self, chosen: Mask | None = None) -> Floats:
        """Age in days of each customer's first (chosen) row; nan where there is none."""
        return self._extreme(chosen, newest=False)

    def within(self, days: float, before: float = 0.0) -> Mask:
        """Rows whose age is in ``[before, before + days)``."""
        inside: Mask = (self.age >= before) & (self.age < before + days)
        return inside

    def _extreme(self, chosen: Mask | None, *, newest: bool) -> Floats:
        picked = slice(None) if chosen is None else chosen
        found = np.full(self.size, np.inf if newest else -np.inf)
        (np.minimum if newest else np.maximum).at(found, self.customer[picked], self.age[picked])
        return np.where(np.isinf(found), np.nan, found)


def rows_until(
    customers: Sequence[str],
    known: Sequence[str],
    customer: NDArray[np.int32],
    at: NDArray[np.int64],
    moment: int,
) -> Rows:
    """Rows of ``known`` customers at or before ``moment`` (UTC seconds), placed on ``customers``."""
    position = {name: place for place, name in enumerate(customers)}
    target = np.fromiter((position.get(name, -1) for name in known), dtype=np.int64, count=len(known))
    placed = target[customer] if len(known) else np.zeros(0, dtype=np.int64)
    kept = np.flatnonzero((at <= moment) & (placed >= 0))
    order = kept[np.lexsort((at[kept], placed[kept]))]
    return Rows(len(customers), placed[order], (moment - at[order]) / DAY, order)
