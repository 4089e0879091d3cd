"""``earful backtest``: the risk model against the owner's own past."""

from __future__ import annotations

import csv
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

from bot.jobs.judging import judging_settings
from bot.jobs.plain import writing
from nlp.failures import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.bootstrap import Application
    from segmentation.risk.backtest import Backtest, Interval, Sureness
    from segmentation.risk.metrics import Metrics
    from segmentation.risk.training import History

BASELINES = ("recency", "frequency", "bg_nbd", "logistic")
LEAST_ORDERS = "Ingest orders that reach back further, or choose a shorter --horizon."


def run(
    wired: Application, as_of: datetime, *, cutoffs: int, horizon: int | None, at: Sequence[str]
) -> Backtest:
    """Stand at several past days, train on what was known before each, and compare with what came.

    Raises:
        UserError: the store's history is too short, or a date is none.
    """
    from segmentation.risk.backtest import backtest, cutoffs_of

    settings = judging_settings(wired.settings)
    history = _history(wired, as_of)
    days = horizon or wired.settings.horizon_days
    moment = int(as_of.timestamp())
    cuts = [_cut(text) for text in at] or list(cutoffs_of(history, moment, days, cutoffs))
    late = [cut for cut in cuts if cut + timedelta(days=days).total_seconds() > moment]
    if late:
        raise UserError(
            f"The {days} days after {_day(late[0])} are not over by then. Choose an earlier --at."
        )
    found = backtest(history, cuts, settings, days)
    if not found.folds:
        raise UserError(f"There is too little history for a back-test over {days} days. {LEAST_ORDERS}")
    return found


def _history(wired: Application, as_of: datetime) -> History:
    from segmentation.risk.training import History

    store = wired.store
    return History(store.activity.orders(as_of), store.activity.events(as_of), store.said.columns(as_of))


def _cut(text: str) -> int:
    """The last second before a day begins: features are strictly before the day."""
    try:
        day = date.fromisoformat(text)
    except ValueError as wrong:
        raise UserError(f"--at {text} is no date; write it as 2011-09-10") from wrong
    return int(datetime.combine(day, time.min, tzinfo=UTC).timestamp()) - 1


def _day(cut: int) -> str:
    return datetime.fromtimestamp(cut + 1, UTC).date().isoformat()


def backtest_document(found: Backtest) -> dict[str, Any]:
    """The back-test as JSON."""
    folds = [
        {
            "cutoff": _day(fold.cutoff),
            "customers": fold.customers,
            "base_rate": fold.base_rate,
            "basis": fold.basis,
            **_figures(fold.model),
            "baselines": {name: _figures(getattr(fold.baselines, name)) for name in BASELINES},
            "sureness": _figures(fold.sureness),
        }
        for fold in found.folds
    ]
    return {
        "horizon_days": found.horizon_days,
        "churn": found.churn,
        "folds": folds,
        "mean": _figures(found.mean),
        "intervals": {name: _ends(one) for name, one in found.intervals.items()},
        "baselines": {name: _figures(one) for name, one in found.baselines.items()},
    }


def _ends(interval: Interval) -> list[float | None]:
    return [end if isfinite(end) else None for end in (interval.low, interval.high)]


def _figures(found: Metrics | Sureness | None) -> dict[str, float | None]:
    """Metrics as JSON, which knows no nan; empty where there are none."""
    if found is None:
        return {}
    return {
        name: value if value is None or isfinite(value) else None for name, value in asdict(found).items()
    }


def write_predictions(found: Backtest, path: Path) -> None:
    """Every prediction as ``cutoff,customer_id,probability``."""
    with writing(path) as out:
        rows = csv.writer(out)
        rows.writerow(("cutoff", "customer_id", "probability"))
        for fold in found.folds:
            rows.writerows(
                (_day(one.cutoff), one.customer_id, f"{one.probability:.6f}") for one in fold.predictions
            )
