"""Demand forecasts on real orders (UCI Online Retail): MASE and coverage at rolling origins.

    .venv/bin/python -m benchmarks.forecast [--weeks 4] [--at 2011-09-15 2011-09-29 …]

Units a week, returns taken off. At each day only what was sold before is known; the weeks after it are what
came. Errors are divided by the mean step from one week to the next before that day (MASE), averaged over
products that were sold in the half year before. Beside it: every week like the last (seasonal naive of daily
sales), and the mean of the last eight weeks. Methods were compared at days before 2011-09-01.
"""

import argparse
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.recommend import retail_sales
from index.shapes import SalesColumns
from segmentation.forecast import Forecast, Weekly, forecast, one_step_scale, weekly_sales
from segmentation.forecast.weekly import WEEK

DAYS = ("2011-09-15", "2011-09-29", "2011-10-13", "2011-10-27", "2011-11-10")
CLASSES = ("high", "middle", "low")
RECENT, LEAST = 26, 10


def main() -> int:
    """Print errors and coverage of products and of the total."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--at", nargs="*", default=list(DAYS))
    chosen = parser.parse_args()
    sales = retail_sales(chosen.data / "beh_online_retail" / "online_retail.csv.gz")
    started = time.process_time()
    for level in ("product", "total"):
        rows = [row for day in chosen.at for row in errors_at(sales, day, level, chosen.weeks)]
        print(f"\n{level}: {len(rows)} series and days, {chosen.weeks} weeks ahead")
        titles = ("ours", "last week", "mean of 8", "80 % week", "80 % sum")
        print(f"{'volume':<10}{'n':>7}" + "".join(f"{title:>11}" for title in titles))
        for name in ("all", *CLASSES) if level == "product" else ("all",):
            mine = np.array([row[1:] for row in rows if name in ("all", row[0])])
            if len(mine):
                print(f"{name:<10}{len(mine):>7}" + "".join(f"{value:>11.3f}" for value in mine.mean(axis=0)))
    print(f"\n{time.process_time() - started:.1f} CPU seconds")
    return 0


def errors_at(sales: SalesColumns, day: str, level: str, weeks: int) -> list[tuple[Any, ...]]:
    """Volume, three errors, and the shares of weeks and sums that lie in their interval."""
    moment = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) - 1
    known = weekly_sales(sales, moment, level)
    came = _came(sales, known, moment, weeks)
    scale = one_step_scale(known.values)
    lively = known.values[:, -RECENT:].sum(axis=1) >= LEAST
    naive = known.values[:, -1:]
    mean = known.values[:, -8:].mean(axis=1, keepdims=True)
    rows = []
    for row, one in enumerate(forecast(known, weeks)):
        if lively[row]:
            errors = (_error(said, came[row]) / scale[row] for said in (one.expected, naive[row], mean[row]))
            rows.append((one.volume, *errors, *_inside(one, came[row])))
    return rows


def _came(sales: SalesColumns, known: Weekly, moment: int, weeks: int) -> np.ndarray:
    """Units in the weeks after ``moment``, in the order of ``known``."""
    later = weekly_sales(sales, moment + weeks * WEEK, known.level)
    place = {key: row for row, key in enumerate(later.keys)}
    rows = [place[key] for key in known.keys]
    found: np.ndarray = later.values[rows, -weeks:]
    return found


def _error(said: object, came: np.ndarray) -> float:
    return float(np.abs(np.asarray(said) - came).mean())


def _inside(one: Forecast, came: np.ndarray) -> tuple[float, float]:
    weeks = float(((came >= np.array(one.low)) & (came <= np.array(one.high))).mean())
    return weeks, float(one.total_low <= came.sum() <= one.total_high)


if __name__ == "__main__":
    raise SystemExit(main())
