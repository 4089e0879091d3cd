"""How good a judgement of the retail orders can be at all: what bounds it, and what each part is worth.

    .venv/bin/python -m benchmarks.risk_ceiling [--data ../shared/data] [--at 2011-09-10] [--horizon 90]

1. Learners that are given the answers of most customers of the very same days (no past to learn from has
   them): cross-validation at the cut-off, with everything known of orders, articles, prices and dates.
2. A world in which the fitted BG/NBD is the truth: how well its customers' silence is foreseen by somebody
   who knows each one's true rate and whether they have left, and by somebody who knows only the orders.
3. The model learnt from fewer customers, from fewer past days, and without one group of features at a time.
4. Calibration: the same scores had the season's level been known beforehand.
"""

import argparse
import csv
import gzip
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np

from benchmarks.orders import retail_orders
from benchmarks.risk import cut_of, heading, line
from index.ports import OrderColumns
from segmentation.behaviour import Behaviour
from segmentation.risk import History, fit_risk
from segmentation.risk.additive import contributions, log_odds, sigmoid
from segmentation.risk.groups import EVENT_GROUPS, GROUPS, SAID_GROUPS
from segmentation.risk.metrics import Floats, metrics
from segmentation.settings import Settings
from segmentation.value import bgnbd
from segmentation.value.expected import buyers_of, fit_value

FOLDS, WORLD = 5, 20_000


def main() -> int:
    """Print all four."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--at", default="2011-09-10")
    parser.add_argument("--horizon", type=int, default=90)
    chosen = parser.parse_args()
    path = chosen.data / "beh_online_retail" / "online_retail.csv.gz"
    history, cut = History(retail_orders(chosen.data)), cut_of(chosen.at)
    behaviour = history.behaviour(cut)
    left = history.left(behaviour, chosen.horizon)
    heading()
    line("earful, as it is", metrics(left, _scored(history, behaviour, chosen.horizon, Settings())))
    _told_the_answers(behaviour, left, articles(path, behaviour))
    _true_world(behaviour, chosen.horizon)
    _less(history, behaviour, left, chosen.horizon)
    _season_known(history, behaviour, left, chosen.horizon)
    return 0


def _scored(history: History, behaviour: Behaviour, horizon: int, settings: Settings) -> Floats:
    model = fit_risk(history, behaviour.moment, horizon, settings)
    return sigmoid(log_odds(model, contributions(model, behaviour)))


def articles(path: Path, behaviour: Behaviour) -> Floats:
    """Of each customer: different articles, share bought again, price, pieces, abroad; shape (n, 5)."""
    place = {name: row for row, name in enumerate(behaviour.customer_ids)}
    seen: list[dict[str, int]] = [{} for _ in place]
    sums = np.zeros((len(place), 4))
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            who = place.get(row["CustomerID"].removesuffix(".0"), -1)
            day = datetime.fromisoformat(row["InvoiceDate"] + "+00:00").timestamp()
            if who < 0 or day > behaviour.moment or float(row["Quantity"]) <= 0:
                continue
            seen[who][row["StockCode"]] = seen[who].get(row["StockCode"], 0) + 1
            abroad = float(row["Country"] != "United Kingdom")
            sums[who] += (1.0, float(row["UnitPrice"]), float(row["Quantity"]), abroad)
    count = np.array([len(one) for one in seen], dtype=np.float64)
    again = np.array([sum(times > 1 for times in one.values()) for one in seen])
    return np.column_stack([count, again / np.maximum(count, 1), sums[:, 1:] / np.maximum(sums[:, :1], 1)])


def _told_the_answers(behaviour: Behaviour, left: Floats, more: Floats) -> None:
    """Cross-validation among the customers of the cut-off itself."""
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import QuantileTransformer

    known = [column for column in behaviour.values.T if np.unique(column[~np.isnan(column)]).size > 1]
    table = np.column_stack([*known, more])
    quantiles = QuantileTransformer(n_quantiles=200, random_state=7)
    filled = SimpleImputer(strategy="median")
    learners = {
        "boosting": HistGradientBoostingClassifier(
            max_depth=3, max_iter=120, learning_rate=0.05, min_samples_leaf=40, random_state=7
        ),
        "forest": make_pipeline(filled, RandomForestClassifier(400, min_samples_leaf=15, random_state=7)),
        "logistic": make_pipeline(filled, quantiles, LogisticRegression(C=0.1, max_iter=2000)),
    }
    folds, scores = StratifiedKFold(FOLDS, shuffle=True, random_state=7), []
    print(f"\ntold the answers of four in five on the day itself ({table.shape[1]} features)")
    for name, learner in learners.items():
        scores.append(cross_val_predict(learner, table, left, cv=folds, method="predict_proba")[:, 1])
        line(name, metrics(left, scores[-1]))
    line("all three", metrics(left, np.mean(scores, axis=0)))


def _true_world(behaviour: Behaviour, horizon: int) -> None:
    """Customers drawn from the fitted BG/NBD, with the ages of the real ones."""
    model = fit_value(behaviour).buying
    assert model is not None
    draw = np.random.default_rng(7)
    age = draw.choice(buyers_of(behaviour).age, WORLD)
    rate = draw.gamma(model.r, 1 / model.alpha, WORLD)
    quits = draw.beta(model.a, model.b, WORLD)
    weeks = horizon / bgnbd.WEEK
    count, last, here = np.zeros(WORLD), np.zeros(WORLD), np.ones(WORLD, dtype=bool)
    clock = np.zeros(WORLD)
    while (going := here & (clock < age)).any():
        clock[going] += draw.exponential(1 / rate[going])
        bought = going & (clock < age)
        count[bought] += 1
        last[bought] = clock[bought]
        here[bought] = draw.random(int(bought.sum())) > quits[bought]
    silent = ~here | (draw.exponential(1 / rate) > weeks)
    left = silent.astype(np.float64)
    oracle = np.where(here, np.exp(-rate * weeks), 1.0)
    seen = bgnbd.silence(model, bgnbd.Buyers(count, last, age), weeks)
    print(f"\na world in which BG/NBD is true ({left.mean():.1%} silent)")
    line("knows rate, and who left", metrics(left, oracle))
    line("knows the orders", metrics(left, seen))


def _less(history: History, behaviour: Behaviour, left: Floats, horizon: int) -> None:
    """Fewer customers, fewer days, fewer features."""
    print("\nlearnt from a share of the customers")
    for share in (8, 4, 2, 1):
        some = History(_part(history.orders, share))
        line(f"1 in {share}", metrics(left, _scored(some, behaviour, horizon, Settings())))
    print("\nlearnt from so many past days")
    for count in (1, 2, 3, 5, 12):
        settings = Settings(risk_cutoffs=count)
        line(f"at most {count}", metrics(left, _scored(history, behaviour, horizon, settings)))
    print("\nwithout a group of features")
    for group in GROUPS:
        if group not in EVENT_GROUPS + SAID_GROUPS:
            settings = Settings(risk_without=(group,))
            line(group, metrics(left, _scored(history, behaviour, horizon, settings)))


def _part(orders: OrderColumns, share: int) -> OrderColumns:
    kept = orders.customer % share == 0
    return replace(
        orders,
        customer=orders.customer[kept],
        at=orders.at[kept],
        amount=orders.amount[kept],
        lines=orders.lines[kept],
        ids=(),
    )


def _season_known(history: History, behaviour: Behaviour, left: Floats, horizon: int) -> None:
    """The scores moved to the share that left, which nobody could know beforehand."""
    from scipy.optimize import brentq

    chance = _scored(history, behaviour, horizon, Settings())
    odds = np.log(chance / (1 - chance))
    move = brentq(lambda by: float(sigmoid(odds + by).mean() - left.mean()), -5.0, 5.0)
    print(f"\nforeseen {chance.mean():.1%}, left {left.mean():.1%}")
    line("the share known", metrics(left, sigmoid(odds + move)))


if __name__ == "__main__":
    raise SystemExit(main())
