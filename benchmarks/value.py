"""Expected value and tiers: BG/NBD on CDNOW as published, totals and intervals on days held out, and speed.

    .venv/bin/python -m benchmarks.value [--data ../shared/data] [--customers 100000]

Everything is learnt from what was known by the cut-off. "as fitted": BG/NBD and Gamma-Gamma alone; "set
right": with half of what checks within the history show. "last period": the same customers buy as much
as in as many days before the cut-off. Intervals hold 80 %; a customer counts as inside when the spend
that came lies in them. Purchases of no amount (CDNOW has some) count only where the published parameters
are found again.
"""

import argparse
import resource
import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.orders import cdnow_sample, retail_orders
from benchmarks.risk import cut_of
from index.ports import EventColumns, OrderColumns
from segmentation.abc import abc
from segmentation.axes import axes
from segmentation.behaviour import DAY, Behaviour, behaviour_of
from segmentation.behaviour.matrix import no_feedback
from segmentation.lifecycle import lifecycle
from segmentation.loyalty import loyalty
from segmentation.rfm import rfm
from segmentation.settings import Settings
from segmentation.tags import Ground, tag
from segmentation.tiers import tier
from segmentation.value import Expected, bgnbd, expect, fit_value
from segmentation.value.expected import buyers_of

CDNOW_END = date(1997, 9, 30)
CDNOW_DAYS = 273
RETAIL_DAYS = 90
RETAIL_CUTS = ("2011-05-10", "2011-06-10", "2011-07-10", "2011-08-10", "2011-09-10")


@dataclass(frozen=True)
class Came:
    """What known customers did in the days after a cut-off, by customer."""

    purchases: np.ndarray
    spend: np.ndarray


def main() -> int:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--customers", type=int, default=100_000)
    chosen = parser.parse_args()
    sample = cdnow_sample(chosen.data)
    published(sample)
    heading()
    cdnow_cuts = [CDNOW_END, *(date(1997, month, 28) for month in (7, 8, 11))]
    for day in cdnow_cuts:
        days = CDNOW_DAYS if day == CDNOW_END else 120
        hold_out(f"CDNOW {day}, {days} days", sample, cut_of((day + timedelta(days=1)).isoformat()), days)
    retail = retail_orders(chosen.data)
    for text in RETAIL_CUTS:
        hold_out(f"UCI {text}, {RETAIL_DAYS} days", retail, cut_of(text), RETAIL_DAYS)
    speed(chosen.customers)
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


def published(orders: OrderColumns) -> None:
    """Parameters and hold-out correlation beside Fader, Hardie and Lee 2005."""
    cut = cut_of((CDNOW_END + timedelta(days=1)).isoformat())
    orders = replace(orders, amount=np.maximum(orders.amount, 0.01))
    behaviour = behaviour_of(orders, None, None, cut)
    model = bgnbd.fit(buyers_of(behaviour))
    expected = bgnbd.expected_purchases(model, buyers_of(behaviour), 39)
    later = came(orders, behaviour, CDNOW_DAYS).purchases
    print("CDNOW: r, alpha, a, b, log-likelihood (published .243, 4.414, .793, 2.426, -9582.4)")
    print(f"  {model.r:.4f} {model.alpha:.3f} {model.a:.3f} {model.b:.3f} {model.log_likelihood:.2f}")
    print(f"  hold-out correlation of purchases {np.corrcoef(expected, later)[0, 1]:.3f}")


def came(orders: OrderColumns, behaviour: Behaviour, days: int) -> Came:
    """Purchase days and net spend of everybody in ``behaviour``."""
    place = {name: number for number, name in enumerate(behaviour.customer_ids)}
    who = np.array([place.get(name, -1) for name in orders.customer_ids])[orders.customer]
    chosen = (who >= 0) & (orders.at > behaviour.moment) & (orders.at <= behaviour.moment + days * DAY)
    n = len(behaviour.customer_ids)
    spend = np.bincount(who[chosen], orders.amount[chosen], n)
    paid = chosen & (orders.amount > 0)
    pairs = np.unique(who[paid].astype(np.int64) * 1_000_000 + orders.at[paid] // int(DAY))
    return Came(np.bincount(pairs // 1_000_000, minlength=n), spend)


def heading() -> None:
    """Column names."""
    columns = (
        "customers",
        "purchases",
        "as fitted",
        "set right",
        "last period",
        "spend",
        "set right",
        "inside",
        "above",
    )
    print(f"\n{'error of totals':32}" + "".join(f"{name:>12}" for name in columns))


def hold_out(title: str, orders: OrderColumns, cut: int, days: int) -> None:
    """One line: totals beside what came, and how many spent what their interval says."""
    everyone = behaviour_of(orders, None, None, cut)
    behaviour = everyone.choose(everyone.column("purchases") > 0)
    after, before = (
        came(orders, behaviour, days),
        came(orders, replace(behaviour, moment=cut - int(days * DAY)), days),
    )
    model = fit_value(behaviour, orders, days)
    fitted, right = expect(fit_value(behaviour), behaviour, days), expect(model, behaviour, days)
    total = after.purchases.sum()
    inside, above = _cover(right, after)
    errors = (fitted.purchases.sum() / total, right.purchases.sum() / total, before.purchases.sum() / total)
    told = [f"{len(after.spend):>12}", f"{total:>12}", *(f"{one - 1:>+12.1%}" for one in errors)]
    told += [f"{after.spend.sum():>12,.0f}", f"{right.spend.sum() / after.spend.sum() - 1:>+12.1%}"]
    print(f"{title:32}" + "".join([*told, f"{inside:>12.1%}", f"{above:>12.1%}"]))


def _cover(found: Expected, after: Came) -> tuple[float, float]:
    """Share of customers inside their interval, and above it."""
    cent = 0.005
    inside = (after.spend >= found.low - cent) & (after.spend <= found.high + cent)
    return float(inside.mean()), float((after.spend > found.high + cent).mean())


def speed(customers: int) -> None:
    """CPU seconds of every judgement over a made-up store, beside gathering the behaviour itself."""
    orders, events = made_up(customers)
    cut = int(orders.at.max())
    seconds: dict[str, float] = {}

    def timed(name: str, begun: float) -> None:
        seconds[name] = time.process_time() - begun

    begun = time.process_time()
    behaviour = behaviour_of(orders, events, None, cut)
    timed("behaviour", begun)
    settings = Settings()
    begun = time.process_time()
    rfm(behaviour, settings)
    abc(behaviour.column("net"), settings)
    lifecycle(behaviour, settings)
    for one in axes(behaviour, np.full(len(behaviour.customer_ids), 0.5)):
        tier(one, settings)
    timed("rfm, abc, lifecycle, axes, tier", begun)
    begun = time.process_time()
    tag(behaviour, Ground(orders, events, no_feedback()))
    loyalty(behaviour, orders)
    timed("tags, loyalty", begun)
    begun = time.process_time()
    model = fit_value(behaviour, orders, 90.0)
    timed("value fitted and checked", begun)
    begun = time.process_time()
    expect(model, behaviour, 90.0)
    timed("expected, with intervals", begun)
    counted = f"{customers} customers, {len(orders.at)} orders, {len(events.at)} events"
    print(f"\n{counted}: CPU seconds (x behaviour)")
    for name, taken in seconds.items():
        print(f"  {name:34}{taken:8.2f}{taken / seconds['behaviour']:8.2f}")


def made_up(customers: int) -> tuple[OrderColumns, EventColumns]:
    """Buyers at their own rates over two years, who leave at some point, and their visits."""
    draw = np.random.default_rng(8)
    placed = 1 + draw.poisson(draw.gamma(0.8, 12.0, customers))
    who = np.repeat(np.arange(customers), placed)
    first = draw.uniform(0, 500, customers)
    length = draw.uniform(30, 730, customers)
    day = np.minimum(first[who] + draw.uniform(0, 1, len(who)) * length[who], 730.0)
    at = (1_700_000_000 + day * DAY).astype(np.int64)
    order = np.lexsort((at, who))
    names = tuple(f"c{number:07d}" for number in range(customers))
    worth = draw.gamma(2.0, 20.0, len(who))
    orders = OrderColumns(names, who.astype(np.int32), at[order], worth, ids=tuple(map(str, range(len(who)))))
    seen = np.repeat(np.arange(customers), 5)
    moments = (1_700_000_000 + draw.uniform(0, 730, len(seen)) * DAY).astype(np.int64)
    order = np.lexsort((moments, seen))
    kind = draw.integers(0, 2, len(seen)).astype(np.int16)
    return orders, EventColumns(names, seen.astype(np.int32), moments[order], ("add_to_cart", "visit"), kind)


if __name__ == "__main__":
    raise SystemExit(main())
