"""The risk model on real orders, beside recency, frequency, BG/NBD, a logistic model and gradient boosting.

    .venv/bin/python -m benchmarks.risk [--set retail|cdnow] [--cutoffs 4] [--horizon 90] [--at 2011-09-10 …]

Everyone with an order of positive amount before a cut-off is judged, also those silent for long; a cancelled
invoice is an order of negative amount and no purchase. Whoever buys nothing in the horizon counts as gone.
Each row was trained only on what was known before its cut-off.
"""

import argparse
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from datetime import time as clock
from pathlib import Path

import numpy as np

from benchmarks.orders import cdnow_cohort, retail_orders
from index.ports import OrderColumns
from segmentation.risk import Backtest, History, backtest, cutoffs_of
from segmentation.risk.groups import ALL_FEATURES
from segmentation.risk.metrics import Metrics, metrics
from segmentation.risk.training import origins
from segmentation.settings import Settings

NAMES = ("auc", "average_precision", "lift_at_10", "brier", "ece")


def main() -> int:
    """Print a table a cut-off, and their means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--set", choices=sorted(SETS), default="retail")
    parser.add_argument("--cutoffs", type=int, default=4)
    parser.add_argument("--horizon", type=int, default=90)
    parser.add_argument("--at", nargs="*", default=[])
    chosen = parser.parse_args()
    orders = SETS[chosen.set](chosen.data)
    history = History(orders)
    end = int(orders.at.max()) + 1
    named = tuple(cut_of(text) for text in chosen.at or AT[chosen.set])
    cuts = sorted({*named, *cutoffs_of(history, end, chosen.horizon, chosen.cutoffs)})
    started = time.process_time()
    found = backtest(history, cuts, Settings(), chosen.horizon)
    seconds = time.process_time() - started
    show(found, history)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{len(found.folds)} cut-offs trained and judged in {seconds:.1f} CPU seconds; peak {peak:.0f} MB"
    )
    return 0


SETS: Mapping[str, Callable[[Path], OrderColumns]] = {
    "retail": retail_orders,
    "cdnow": cdnow_cohort,
}
AT: Mapping[str, Sequence[str]] = {"retail": ("2011-09-10",), "cdnow": ()}


def cut_of(text: str) -> int:
    """The last second before a day."""
    return int(datetime.combine(date.fromisoformat(text), clock.min, tzinfo=UTC).timestamp()) - 1


def boosted(history: History, cut: int, horizon: int) -> Metrics:
    """Gradient-boosted trees on the same features and cut-offs: what additivity costs."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    seen = [history.behaviour(origin) for origin in origins(history, cut, horizon, 12)]
    names = [name for name in ALL_FEATURES if any(np.unique(b.column(name)).size > 2 for b in seen)]
    features = [b.columns(names) for b in seen]
    away = [history.left(b, horizon) for b in seen]
    model = HistGradientBoostingClassifier(
        max_depth=3, max_iter=100, learning_rate=0.05, min_samples_leaf=50, random_state=7
    )
    model.fit(np.vstack(features), np.concatenate(away))
    now = history.behaviour(cut)
    chance = model.predict_proba(now.columns(names))[:, 1]
    return metrics(history.left(now, horizon), chance)


def show(found: Backtest, history: History) -> None:
    """One block a cut-off."""
    for fold in found.folds:
        day = datetime.fromtimestamp(fold.cutoff + 1, UTC).date()
        print(f"\n{day}: {fold.customers} customers, {fold.base_rate:.1%} gone, judged by {fold.basis}")
        heading()
        line("earful", fold.model)
        line("gradient boosting", boosted(history, fold.cutoff, found.horizon_days))
        for name in ("logistic", "recency", "frequency", "bg_nbd"):
            judged = getattr(fold.baselines, name)
            if judged is not None:
                line(name, judged)
        kept = fold.sureness
        if kept is not None:
            print(
                f"calls at {kept.level:.0%}: {kept.held:.1%} held ({kept.held_leaving:.1%} of leavers, "
                f"{kept.held_staying:.1%} of stayers), {kept.sure:.0%} sure"
            )
    if found.mean is not None:
        print("\nmean of all cut-offs")
        heading()
        line("earful", found.mean)
        for name, mean in found.baselines.items():
            line(name, mean)
        for name, ends in found.intervals.items():
            print(f"{name}: 95 % from {ends.low:.4f} to {ends.high:.4f}")


def heading() -> None:
    """Column names."""
    print("".join([f"{'':20}", *(f"{name:>18}" for name in NAMES)]))


def line(title: str, found: Metrics) -> None:
    """One row of figures."""
    values: Sequence[float | None] = [getattr(found, name) for name in NAMES]
    print("".join([f"{title:20}", *(f"{'-' if v is None else format(v, '.4f'):>18}" for v in values)]))


if __name__ == "__main__":
    raise SystemExit(main())
