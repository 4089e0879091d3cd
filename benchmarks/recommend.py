"""Recommendations on real orders (UCI Online Retail): recall@10 of what customers buy after a cut.

    .venv/bin/python -m benchmarks.recommend [--at 2011-10-10] [--days 60]

Everything is learnt from purchases before the cut. A customer counts who bought before it, and afterwards
buys at least one good that was sold before it. ``new`` counts only goods that the customer had never bought
(bought ones are not proposed), ``all`` counts repeats too. The way was chosen and tuned at the cut
2011-08-01. Beside it: what sold most in the last 30 days, and what was bought most together (counts, and
their cosine).
"""

import argparse
import csv
import gzip
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from index.shapes import Good, SalesColumns
from segmentation.recommend import LATELY_DAYS, MOST_GOODS, learn_taste

AT = 10
Matrix = np.ndarray


def main() -> int:
    """Print a line a way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--at", default="2011-10-10")
    parser.add_argument("--days", type=int, default=60)
    chosen = parser.parse_args()
    sales = retail_sales(chosen.data / "beh_online_retail" / "online_retail.csv.gz")
    cut = datetime.fromisoformat(chosen.at).replace(tzinfo=UTC)
    before = bought(sales, 0, int(cut.timestamp()))
    after = bought(sales, int(cut.timestamp()), int((cut + timedelta(days=chosen.days)).timestamp()))
    users = np.flatnonzero(before.any(axis=1) & (after & before.any(axis=0)).any(axis=1))
    print(
        f"cut {chosen.at}, {chosen.days} days: {len(users)} customers, {int(before.any(axis=0).sum())} goods"
    )
    print(f"{'way':<34}{'recall@10 new':>14}{'recall@10 all':>14}{'CPU s':>8}")
    known = after & before.any(axis=0)
    for name, started, score in ways(sales, before, cut):
        new, every = recall(score, before, known & ~before, users), recall(score, None, known, users)
        print(f"{name:<34}{new:>14.4f}{every:>14.4f}{time.process_time() - started:>8.1f}")
    return 0


def ways(sales: SalesColumns, before: Matrix, cut: datetime) -> Iterator[tuple[str, float, Matrix]]:
    """Name, when it started in CPU seconds, and the scores (customers, goods)."""
    moment = int(cut.timestamp())
    owned = before.astype(np.float32)
    started = time.process_time()
    recent = bought(sales, moment - int(LATELY_DAYS * 86_400), moment).sum(axis=0).astype(np.float32)
    yield "sold most in 30 days", started, np.tile(recent, (len(owned), 1))
    started = time.process_time()
    together = owned.T @ owned
    buyers = together.diagonal().copy()
    np.fill_diagonal(together, 0.0)
    yield "bought most together", started, owned @ together
    started = time.process_time()
    yield "together, cosine", started, owned @ (together / np.sqrt(np.outer(buyers + 5, buyers + 5)))
    started = time.process_time()
    taste = learn_taste(sales, moment - 1, most=MOST_GOODS)
    if taste is not None:
        score = np.full(owned.shape, -1.0, dtype=np.float32)
        score[:, taste.goods] = np.maximum(owned[:, taste.goods] @ taste.weights, 0.0) * taste.growth
        yield f"ours (EASE on {len(taste.goods)}, growth)", started, score


def recall(score: Matrix, hidden: Matrix | None, wanted: Matrix, users: Matrix) -> float:
    """Mean share of the wanted goods among the ten best, over customers who want any."""
    shown = score[users].copy()
    if hidden is not None:
        shown[hidden[users]] = -np.inf
    best = np.argpartition(-shown, AT, axis=1)[:, :AT]
    hits = np.take_along_axis(wanted[users], best, axis=1).sum(axis=1)
    counts = wanted[users].sum(axis=1)
    return float((hits[counts > 0] / counts[counts > 0]).mean())


def bought(sales: SalesColumns, start: int, end: int) -> Matrix:
    """Which customer bought which good in ``[start, end)``, boolean (customers, goods)."""
    chosen = (sales.customer >= 0) & (sales.quantity > 0) & (sales.at >= start) & (sales.at < end)
    found = np.zeros((len(sales.customer_ids), len(sales.goods)), dtype=bool)
    found[sales.customer[chosen], sales.good[chosen]] = True
    return found


def retail_sales(path: Path) -> SalesColumns:
    """Every line with a price whose stock code is an article's; cancelled ones have a negative quantity."""
    rows: list[tuple[int, str, str, float]] = []
    names: dict[str, Counter[str]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sku = row["StockCode"].upper()
            if not sku[:5].isdigit() or float(row["UnitPrice"]) <= 0:
                continue
            at = datetime.fromisoformat(row["InvoiceDate"]).replace(tzinfo=UTC)
            rows.append((int(at.timestamp()), sku, row["CustomerID"].split(".")[0], float(row["Quantity"])))
            names.setdefault(sku, Counter())[row["Description"]] += 1
    rows.sort()
    ids = tuple(sorted({who for _, _, who, _ in rows if who}))
    goods = tuple(Good(sku, names[sku].most_common(1)[0][0] or sku, None) for sku in sorted(names))
    person = {who: place for place, who in enumerate(ids)}
    place = {good.sku: number for number, good in enumerate(goods)}
    return SalesColumns(
        ids,
        np.array([person.get(who, -1) for _, _, who, _ in rows], dtype=np.int32),
        np.array([at for at, *_ in rows], dtype=np.int64),
        goods,
        np.array([place[sku] for _, sku, _, _ in rows], dtype=np.int32),
        np.array([quantity for *_, quantity in rows]),
    )


if __name__ == "__main__":
    raise SystemExit(main())
