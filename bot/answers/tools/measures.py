"""The key figures: NPS, CSAT, sentiment, counts, money, and how customers are distributed."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from bot.answers.evidence import Evidence, Fact
from bot.answers.question import EVERYTHING, Arguments, Period, Scope
from bot.answers.toolbox import Toolbox
from bot.answers.tools import heard
from index.ports import ScoreCount, Takings
from index.records import Profile
from segmentation import measures as rated

DISTRIBUTIONS: Mapping[str, Callable[[Profile], str]] = {
    "rfm": lambda profile: profile.rfm.label,
    "abc": lambda profile: profile.abc,
    "lifecycle": lambda profile: profile.lifecycle,
    "tier": lambda profile: profile.tier,
}
PRODUCTS = 10
TALLIED = ("feedback", "overview", "sentiment", "complaints")
SPANS = {"day": "D", "week": "W", "month": "M"}
GROUPS = 12
"""At most so many groups are told; of spans of time the latest."""
MONDAY = 4
"""The epoch was a Thursday: days from there to the first Monday."""


@dataclass(frozen=True)
class Figure:
    """One measured figure: how much, from how many, how sure."""

    name: str
    value: float | int
    unit: str | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class MeasuresEvidence(Evidence):
    """Figures, or counts by group (largest first)."""

    measure: str = ""
    figures: tuple[Figure, ...] = ()
    groups: tuple[tuple[str, float], ...] = ()
    by: str | None = None
    scope: Scope = EVERYTHING


def measure(arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> MeasuresEvidence:
    """What the arguments ask for; without a measure the overview."""
    name, scope = arguments.measure or "overview", arguments.scope
    if name in DISTRIBUTIONS:
        return _distribution(name, toolbox, as_of, scope)
    if name == "products":
        return _products(toolbox, as_of, arguments.limit or PRODUCTS, scope)
    if arguments.by and arguments.by != "theme" and name in TALLIED:
        tally = _feelings if name == "sentiment" else _tally
        return tally(name, arguments.by, toolbox, as_of, scope)
    if arguments.by in SPANS and name in ("orders", "revenue"):
        return _money_by(name, arguments.by, toolbox, as_of, scope)
    if name == "overview":
        every = ("customers", "orders", "revenue", "feedback", "sentiment", "nps", "csat")
        return _figures(
            name, tuple(one for part in every for one in figures(part, scope, toolbox, as_of)), scope
        )
    return _figures(name, figures(name, scope, toolbox, as_of), scope)


def figures(name: str, scope: Scope, toolbox: Toolbox, as_of: datetime) -> tuple[Figure, ...]:
    """The figures of one measure in a scope; none where there is nothing to measure."""
    if name in ("nps", "csat", "stars"):
        return _rating(name, heard.ratings(replace(scope, label=None), toolbox, as_of))
    if name in ("sentiment", "complaints", "feedback"):
        return _feeling(name, heard.count(replace(scope, label=None), toolbox, as_of))
    if name == "customers":
        return _customers(scope, toolbox, as_of)
    return _money(name, scope, toolbox, as_of)


def _rating(name: str, counts: Sequence[ScoreCount]) -> tuple[Figure, ...]:
    found = rated.nps(counts) if name == "nps" else rated.csat(counts, name)
    if found is None:
        return ()
    unit = None if name == "nps" else "percent"
    return (Figure(name, round(found.value, 1), unit, found.n, round(found.low, 1), round(found.high, 1)),)


def _feeling(name: str, counts: Mapping[str, int]) -> tuple[Figure, ...]:
    total = sum(counts.values())
    read = total - counts.get("unread", 0)
    if name == "feedback":
        return (Figure("feedback", total),)
    if name == "complaints":
        return (Figure("complaints", counts.get("negative", 0), None, total),)
    if not read:
        return ()
    return tuple(
        Figure(label, round(100 * counts.get(label, 0) / read, 1), "percent", read)
        for label in ("negative", "neutral", "positive")
    )


def _customers(scope: Scope, toolbox: Toolbox, as_of: datetime) -> tuple[Figure, ...]:
    people = heard.own(scope, toolbox, as_of)
    if scope.period.since is None and scope.period.until is None:
        if people is not None:
            return (Figure("customers", len(people)),)
        return (Figure("customers", toolbox.store.customers.count()),)
    orders = toolbox.store.activity.orders(as_of)
    inside = _inside(orders.at, scope.period) & (orders.amount > 0)
    buyers = {orders.customer_ids[place] for place in np.unique(orders.customer[inside])}
    return (Figure("buyers", len(buyers if people is None else buyers & people)),)


def _money(name: str, scope: Scope, toolbox: Toolbox, as_of: datetime) -> tuple[Figure, ...]:
    orders = _takings(scope, toolbox, as_of)
    inside = _inside(orders.at, scope.period)
    placed = int((inside & (orders.amount > 0)).sum())
    net = round(float(orders.amount[inside].sum()), 2)
    if name == "orders":
        return (Figure("orders", placed),)
    if name == "average_order":
        gross = float(orders.amount[inside & (orders.amount > 0)].sum())
        return (
            (Figure("average_order", round(gross / placed, 2), toolbox.currency, placed),) if placed else ()
        )
    return (Figure("revenue", net, toolbox.currency, placed),)


def _takings(scope: Scope, toolbox: Toolbox, as_of: datetime) -> Takings:
    """All orders, guests' too; or those of the customers asked about."""
    people = heard.own(scope, toolbox, as_of)
    if people is None:
        return toolbox.book.takings(toolbox.store, as_of)
    orders = toolbox.store.activity.orders(as_of)
    mine = np.array([one in people for one in orders.customer_ids], dtype=bool)[orders.customer]
    return Takings(orders.at[mine], orders.amount[mine])


def _inside(at: np.ndarray, period: Period) -> np.ndarray:
    inside = np.ones(len(at), dtype=bool)
    if period.since is not None:
        inside &= at >= int(period.since.astimezone(UTC).timestamp())
    if period.until is not None:
        inside &= at < int(period.until.astimezone(UTC).timestamp())
    return inside


def _figures(name: str, found: tuple[Figure, ...], scope: Scope) -> MeasuresEvidence:
    facts = [Fact(one.name, one.value, one.unit) for one in found]
    facts += [
        Fact(f"{one.name}_n", one.n)
        for one in found
        if one.n is not None and one.name in ("nps", "csat", "stars")
    ]
    return MeasuresEvidence(facts=tuple(facts), measure=name, figures=found, scope=scope)


def _distribution(name: str, toolbox: Toolbox, as_of: datetime, scope: Scope) -> MeasuresEvidence:
    counted = Counter(DISTRIBUTIONS[name](one) for one in toolbox.profiles(as_of, scope.segment, scope.place))
    order = sorted(counted.items(), key=lambda item: (item[0] if name == "abc" else "", -item[1], item[0]))
    return _grouped(name, order, "customers", scope, None)


def _tally(name: str, by: str, toolbox: Toolbox, as_of: datetime, scope: Scope) -> MeasuresEvidence:
    label = "negative" if name == "complaints" else None
    counted = heard.tally(by, replace(scope, label=label), toolbox, as_of)
    timed = by in SPANS
    order = sorted(counted.items(), key=lambda item: (item[0] if timed else "", -item[1], str(item[0])))
    chosen = order[-GROUPS:] if timed else order[:GROUPS]
    return _grouped("complaints" if label else "feedback", chosen, "feedback", scope, by)


def _feelings(name: str, by: str, toolbox: Toolbox, as_of: datetime, scope: Scope) -> MeasuresEvidence:
    """The shares of each feeling in every group."""
    sizes = _tally("feedback", by, toolbox, as_of, scope)
    felt = {label: heard.tally(by, replace(scope, label=label), toolbox, as_of) for label in heard.LABELS[:3]}
    rows = tuple(
        {
            "group": group,
            "value": int(size),
            **{label: round(felt[label].get(group, 0) / size, 4) for label in felt},
        }
        for group, size in sizes.groups
    )
    return replace(
        sizes,
        measure=name,
        rows=rows,
        facts=tuple(
            Fact(f"{label}:{row['group']}", round(100 * float(str(row[label])), 1), "percent")
            for row in rows
            for label in felt
        ),
    )


def _money_by(name: str, by: str, toolbox: Toolbox, as_of: datetime, scope: Scope) -> MeasuresEvidence:
    orders = _takings(scope, toolbox, as_of)
    inside = _inside(orders.at, scope.period) & ((orders.amount > 0) | (name == "revenue"))
    days = orders.at[inside].astype("datetime64[s]").astype("datetime64[D]")
    if by == "week":
        spans = days - (days.astype(np.int64) - MONDAY) % 7
    else:
        spans = days.astype(f"datetime64[{SPANS[by]}]")
    values = np.ones(len(days)) if name == "orders" else orders.amount[inside]
    names, places = np.unique(spans, return_inverse=True)
    sums = np.bincount(places, weights=values, minlength=len(names))
    order = [(str(span), round(float(total), 2)) for span, total in zip(names, sums, strict=True)]
    unit = "orders" if name == "orders" else toolbox.currency
    return _grouped(name, order[-GROUPS:], unit, scope, by)


def _products(toolbox: Toolbox, as_of: datetime, limit: int, scope: Scope) -> MeasuresEvidence:
    spend: dict[str, float] = {}
    people = heard.own(scope, toolbox, as_of)
    for customer, category, amount in toolbox.store.activity.categories(as_of):
        if people is not None and customer not in people:
            continue
        spend[category] = spend.get(category, 0.0) + amount
    best = sorted(spend.items(), key=lambda item: (-item[1], item[0]))[:limit]
    order = [(name, round(amount, 2)) for name, amount in best]
    return _grouped("products", order, toolbox.currency, replace(scope, period=Period()), None)


def _grouped(
    name: str, order: list[tuple[str, int]] | list[tuple[str, float]], unit: str, scope: Scope, by: str | None
) -> MeasuresEvidence:
    groups = tuple((str(group or "?"), amount) for group, amount in order)
    total = sum(amount for _, amount in groups) or 1
    return MeasuresEvidence(
        facts=tuple(Fact(f"{name}:{group}", amount, unit) for group, amount in groups),
        rows=tuple(
            {"group": group, "value": amount, "share": round(amount / total, 4)} for group, amount in groups
        ),
        measure=name,
        groups=groups,
        by=by,
        scope=scope,
    )
