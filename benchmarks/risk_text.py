"""Does what people say tell more of their leaving than what they do? Two sets with both of the same people.

    .venv/bin/python -m benchmarks.risk_text --data ../shared/data [--rows 0] [--home DEMO] [--models FOLDER]

Players (``txtbeh_steam_sample102``): a review older than four weeks, one a player; leaving is not to have
played in the two weeks before the snapshot. Clean of what came later are only vote, time of the review and
the text. Customers of the made-up company (``--home``, from ``earful demo``): back-tests with and without
what they said. All figures are out of fold; differences carry 95 % intervals of a bootstrap over people.
"""

import argparse
import csv
import gzip
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from nlp.emotions import load_head as load_emotions
from nlp.encoder import EncoderSpec, load
from nlp.reader import Reader
from nlp.sentiment import load_head
from nlp.signals import KINDS
from segmentation.risk import Fold, History, backtest, cutoffs_of
from segmentation.risk.metrics import auc
from segmentation.settings import Settings

Floats = NDArray[np.float64]
DAY = 86_400.0
OLD_DAYS, PLAYED_DAYS = 28.0, 14.0
FOLDS, DRAWS, DEEP = 5, 500, 32
LONGEST = 2000
"""Characters of a review that are read."""


@dataclass(frozen=True)
class Players:
    """Reviews, one a player, oldest first left out where a player wrote several."""

    texts: tuple[str, ...]
    games: NDArray[np.int64]
    vote: Floats
    age: Floats
    """Days from the review to the snapshot."""
    left: Floats


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=0, help="players at most; 0: all")
    parser.add_argument("--home", type=Path, help="data folder of a filled demo")
    parser.add_argument("--models", type=Path, default=user_cache_path("earful") / "models")
    chosen = parser.parse_args()
    players = read_players(chosen.data / "txtbeh_steam_sample102" / "reviews.csv.gz", chosen.rows)
    _players(players, chosen.models)
    if chosen.home:
        _company(chosen.home)
    return 0


def read_players(path: Path, most: int) -> Players:
    """Reviews that were four weeks old at the snapshot, the newest of each player."""
    csv.field_size_limit(sys.maxsize)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    snapshot = max(float(row["last_played"]) for row in rows)
    newest: dict[str, Mapping[str, str]] = {}
    for row in sorted(rows, key=lambda row: float(row["timestamp_created"])):
        if (snapshot - float(row["timestamp_created"])) / DAY > OLD_DAYS and row["review"].strip():
            newest[row["user"]] = row
    kept = [newest[user] for user in sorted(newest)][: most or None]
    return Players(
        tuple(row["review"][:LONGEST] for row in kept),
        np.array([int(row["appid"]) for row in kept]),
        np.array([float(row["voted_up"] == "True") for row in kept]),
        np.array([(snapshot - float(row["timestamp_created"])) / DAY for row in kept]),
        np.array([float((snapshot - float(row["last_played"])) / DAY > PLAYED_DAYS) for row in kept]),
    )


def _players(players: Players, models: Path) -> None:
    blocks = text_blocks(players.texts, models)
    behaviour = np.column_stack([players.vote, np.log(players.age), players.vote * np.log(players.age)])
    ways = {"behaviour": (behaviour,)}
    ways |= {f"+ {name}": (behaviour, block) for name, block in blocks.items()}
    ways["+ all of the text"] = (behaviour, *blocks.values())
    ways["all of the text alone"] = tuple(blocks.values())
    print(f"players: {len(players.texts)}, {players.left.mean():.1%} left")
    for name, groups in (("by player", np.arange(len(players.texts))), ("by game", players.games)):
        print(f"\nfolds {name:<24}{'AUC':>8}{'more than behaviour':>32}")
        told = {way: out_of_fold(parts, players.left, groups) for way, parts in ways.items()}
        for way, score in told.items():
            print(f"{way:<30}{auc(players.left, score):>8.3f}{_more(players.left, score, told['behaviour'])}")
    print("\nall of the text beside behaviour, learnt from so many players (folds by player)")
    draw = np.random.default_rng(7)
    for share in (0.125, 0.25, 0.5, 1.0):
        some = draw.permutation(len(players.left))[: int(share * len(players.left))]
        both = [part[some] for part in ways["+ all of the text"]]
        plain, more = (out_of_fold(x, players.left[some], some) for x in ((behaviour[some],), both))
        print(f"{len(some):>7}  behaviour {auc(players.left[some], plain):.3f}  with text", end=" ")
        print(f"{auc(players.left[some], more):.3f}")


def text_blocks(texts: Sequence[str], models: Path) -> dict[str, Floats]:
    """What is read in each text: moods, signals, emotions, and the vectors' strongest directions."""
    reader = Reader(load(EncoderSpec(cache=models)), load_head(), load_emotions())
    readings, vectors = reader.read(texts)
    mood = [[one.sentiment.negative, one.sentiment.positive, one.sentiment.score] for one in readings]
    signals = [[float(any(s.kind == kind for s in one.signals)) for kind in KINDS] for one in readings]
    length = [[np.log1p(len(text))] for text in texts]
    centred = vectors - vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return {
        "sentiment": np.array(mood, dtype=np.float64),
        "signals": np.array(signals, dtype=np.float64),
        "length": np.array(length, dtype=np.float64),
        "vectors": (centred @ axes[:DEEP].T).astype(np.float64),
    }


def out_of_fold(parts: Sequence[Floats], left: Floats, groups: NDArray[np.int64]) -> Floats:
    """The chance of leaving, by gradient boosting and a logistic model that never saw the group."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    table, score = np.column_stack(list(parts)), np.zeros(len(left))
    for learn, test in GroupKFold(FOLDS, shuffle=True, random_state=7).split(table, left, groups):
        trees = HistGradientBoostingClassifier(
            max_depth=3, max_iter=80, learning_rate=0.05, min_samples_leaf=60, random_state=7
        )
        line = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=1000))
        for model in (trees, line):
            model.fit(table[learn], left[learn])
            score[test] += 0.5 * model.predict_proba(table[test])[:, 1]
    return score


def _more(left: Floats, score: Floats, plain: Floats) -> str:
    draw = np.random.default_rng(7)
    found = []
    for _ in range(DRAWS):
        rows = draw.integers(0, len(left), len(left))
        found.append(auc(left[rows], score[rows]) - auc(left[rows], plain[rows]))
    low, high = np.quantile(found, [0.025, 0.975])
    return f"{auc(left, score) - auc(left, plain):>+12.3f} ({low:+.3f} to {high:+.3f})"


def _company(home: Path) -> None:
    """Back-tests of the demo with everything, without words, and with orders alone."""
    from bot.bootstrap import build
    from bot.jobs.judging import gather
    from bot.settings import read_settings

    os.environ["EARFUL_HOME"] = str(home)
    wired = build(read_settings())
    try:
        inputs, moment = gather(wired, wired.as_of), int(wired.as_of.timestamp())
    finally:
        wired.close()
    ways = {
        "orders": History(inputs.orders),
        "+ events": History(inputs.orders, inputs.events),
        "+ words": History(inputs.orders, None, inputs.said),
        "+ events and words": inputs.history,
    }
    print(f"\ncompany: {len(inputs.customer_ids)} customers")
    names = "".join(f"{name:>8}" for name in ("AUC", "AP", "lift", "Brier", "ECE"))
    print(f"{'horizon':<10}{'knows':<22}{names}{'AUC lively':>12}  cut-offs")
    for horizon in (30, 60, 90):
        for name, history in ways.items():
            cuts = cutoffs_of(history, moment, horizon, 6)
            found = backtest(history, cuts, Settings(), horizon)
            if found.mean is None:
                continue
            mean = found.mean
            figures = (mean.auc, mean.average_precision, mean.lift_at_10, mean.brier or 0.0, mean.ece or 0.0)
            row = "".join(f"{figure:>8.3f}" for figure in figures)
            lively = float(np.mean([_lively(fold, history, horizon) for fold in found.folds]))
            print(f"{horizon:<10}{name:<22}{row}{lively:>12.3f}  {len(found.folds)}")


def _lively(fold: Fold, history: History, horizon: int) -> float:
    """AUC among those who bought within the last horizon: of the others, silence alone says all."""
    behaviour = history.behaviour(fold.cutoff)
    names = np.array(behaviour.customer_ids)
    recent = set(names[behaviour.column("recency_days") < horizon].tolist())
    chosen = [one for one in fold.predictions if one.customer_id in recent]
    left = np.array([float(one.left) for one in chosen])
    return auc(left, np.array([one.probability for one in chosen]))


if __name__ == "__main__":
    raise SystemExit(main())
