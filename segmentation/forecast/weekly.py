"""Units sold a week, by product, category or in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from index.ports import SalesColumns
from nlp.failures import UserError

LEVELS = ("product", "category", "total")
WEEK = 7 * 86_400
LEAST_WEEKS = 16
"""Fewer whole weeks say nothing of the next."""
LEAST_SOLD = 4
"""Weeks in which a thing was sold; rarer ones are left out."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weekly:
    """Units a week, returns taken off, never below nought; the last week ends with the moment asked about."""

    level: str
    keys: tuple[str, ...]
    """Skus or categories."""
    names: tuple[str, ...]
    values: Floats
    """Shape (things, weeks), the oldest week first."""
    start: date
    """First day of the first week (UTC)."""

    def choose(self, places: Sequence[int]) -> "Weekly":
        """Some of the things only."""
        keys = tuple(self.keys[place] for place in places)
        names = tuple(self.names[place] for place in places)
        return Weekly(self.level, keys, names, self.values[list(places)], self.start)

    def until(self, weeks: int) -> "Weekly":
        """Only the first so many weeks."""
        return Weekly(self.level, self.keys, self.names, self.values[:, :weeks], self.start)


def weekly_sales(sales: SalesColumns, moment: int, level: str) -> Weekly:
    """Whole weeks up to ``moment`` (UTC seconds), the things sold most first.

    Raises:
        UserError: there are too few weeks of orders.
    """
    seen = sales.at <= moment
    weeks = int((moment + 1 - sales.at[seen].min()) // WEEK) if seen.any() else 0
    if weeks < LEAST_WEEKS:
        raise UserError(
            f"{weeks} whole weeks of orders are held; a forecast needs {LEAST_WEEKS}. "
            "Ingest orders that reach back further."
        )
    first = moment + 1 - weeks * WEEK
    chosen = seen & (sales.at >= first)
    thing, keys, names = _things(sales, level)
    kept = chosen & (thing[sales.good] >= 0)
    cell = thing[sales.good[kept]].astype(np.int64) * weeks + (sales.at[kept] - first) // WEEK
    counted = np.bincount(cell, sales.quantity[kept], minlength=len(keys) * weeks)
    values = np.maximum(counted.reshape(len(keys), weeks), 0.0)
    sold = (values > 0).sum(axis=1)
    order = [
        row for row in np.argsort(-values.sum(axis=1), kind="stable").tolist() if sold[row] >= LEAST_SOLD
    ]
    start = datetime.fromtimestamp(first, UTC).date()
    return Weekly(level, tuple(keys), tuple(names), values, start).choose(order)


def _things(sales: SalesColumns, level: str) -> tuple[NDArray[np.int64], list[str], list[str]]:
    """For each good the row it counts in (-1: none), and the rows' keys and names."""
    if level == "total":
        return np.zeros(len(sales.goods), dtype=np.int64), [""], [""]
    if level == "product":
        keys = [good.sku for good in sales.goods]
        return np.arange(len(keys)), keys, [good.name for good in sales.goods]
    categories = sorted({good.category for good in sales.goods if good.category})
    place = {name: row for row, name in enumerate(categories)}
    rows = np.array([place.get(good.category or "", -1) for good in sales.goods], dtype=np.int64)
    return rows, categories, list(categories)
