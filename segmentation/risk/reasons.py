"""Tells a risk: the model's additive parts, gathered into what a manager understands as one thing.

Told reasons and the rest together with the model's base are the log-odds, exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from index.records import Reason
from segmentation.behaviour import Behaviour
from segmentation.risk.additive import AdditiveModel, Floats
from segmentation.risk.evidence import Evidence
from segmentation.risk.facts import FACTS, TYPICAL, Fact, Row, intent
from segmentation.risk.groups import GROUP_OF, GROUPS

LEAST, TOLD = 3, 8
SMALL = 0.01
"""Log-odds below which a contribution is not worth a sentence."""
REST = "rest.plain"
SPOKEN = frozenset({"complaints", "refund", "ratings", "mood", "farewell", "leaving"})
"""Beginnings of sentences about what a customer said or declared."""
SPOKEN_FIRST = 1.5
"""What was said comes before what was bought unless that weighs so many times as much."""


@dataclass(frozen=True)
class Signal:
    """What calls for an action: the feature that shows it, and the sentence that tells it."""

    feature: str
    key: str


SIGNALS = {
    "complaint": Signal("complaint_30", "complaints.some"),
    "refund": Signal("refund_30", "refund.some"),
    "farewell": Signal("churn_60", "farewell.some"),
    "cart": Signal("carts_30", "intent.plain"),
    "enquiry": Signal("enquiries_30", "intent.plain"),
}
WINDOWS = {"complaints.some": "complaint_90", "refund.some": "refund_180", "farewell.some": "churn_180"}
"""The feature that counts what such a sentence tells."""


def explain(
    model: AdditiveModel, behaviour: Behaviour, parts: Floats, evidence: Evidence, currency: str = ""
) -> tuple[tuple[Reason, ...], ...]:
    """Reasons of every customer: those for the judgement first, then those against, then the rest.

    Args:
        model: what ``parts`` came from.
        behaviour: customers who have bought before.
        parts: ``contributions(model, behaviour)``, shape (n, terms).
        evidence: as of the same moment.
        currency: of all amounts, an ISO code.
    """
    groups, sums = grouped(model, parts)
    table, usual = behaviour.values.tolist(), _typical(behaviour)
    total = (model.base + parts.sum(axis=1)).tolist()
    told = []
    for place, customer in enumerate(behaviour.customer_ids):
        row = dict(zip(behaviour.names, table[place], strict=True)) | usual
        sizes = dict(zip(groups, sums[place], strict=True))
        reasons, rest = _reasons(customer, row, sizes, evidence, currency)
        told.append(_ordered(reasons, rest, likely=total[place] >= 0))
    return tuple(told)


def signals(row: Row, customer: str, evidence: Evidence) -> dict[str, Reason]:
    """What calls for an action now, by signal; size 0, as these are no part of a sum."""
    found: dict[str, Reason] = {}
    for name, signal in SIGNALS.items():
        if row[signal.feature] > 0:
            counted = WINDOWS.get(signal.key)
            fact = Fact(signal.key, {"count": row[counted]}) if counted else intent(row)
            found[name] = _reason(fact, 0.0, customer, evidence)
    return found


def grouped(model: AdditiveModel, parts: Floats) -> tuple[tuple[str, ...], list[list[float]]]:
    """Contribution of each group that the model knows, (n, groups)."""
    present = [GROUP_OF[term.feature] for term in model.terms]
    groups = tuple(group for group in GROUPS if group in present)
    if not groups:
        return (), [[] for _ in range(len(parts))]
    member = np.array([[name == group for group in groups] for name in present], dtype=np.float64)
    return groups, (parts @ member).tolist()


def _typical(behaviour: Behaviour) -> dict[str, float]:
    """Medians that a single customer is told against; nan where nobody has the feature."""
    found = {}
    for name in TYPICAL:
        column = behaviour.column(name)
        known = column[~np.isnan(column)]
        found[f"typical_{name}"] = float(np.median(known)) if len(known) else float("nan")
    return found


def _reasons(
    customer: str, row: Row, sizes: Mapping[str, float], evidence: Evidence, currency: str
) -> tuple[list[Reason], float]:
    """What can be told, and the sum of what cannot; each group by itself where too little would be told."""
    told, rest = _told(customer, row, _gathered(row, sizes), evidence, currency)
    return (told, rest) if len(told) >= LEAST else _told(customer, row, sizes, evidence, currency)


def _told(
    customer: str, row: Row, sizes: Mapping[str, float], evidence: Evidence, currency: str
) -> tuple[list[Reason], float]:
    rest = 0.0
    told: list[Reason] = []
    for group, size in sizes.items():
        fact = FACTS[group](row, size > 0) if abs(size) >= SMALL else None
        if fact is None:
            rest += size
        else:
            told.append(_reason(fact, size, customer, evidence, currency))
    return told, rest


def _gathered(row: Row, sizes: Mapping[str, float]) -> dict[str, float]:
    """The same story told once: no orders for half a year is silence, a first order is all there is."""
    gathered = dict(sizes)
    if row["purchases_90"] == 0 and row["purchases_before_90"] == 0:
        _move(gathered, "pace", "silence")
    if row["purchases"] == 1:
        _move(gathered, "pace", "habit")
        _move(gathered, "tenure", "habit")
    return gathered


def _move(sizes: dict[str, float], group: str, into: str) -> None:
    if group in sizes and into in sizes:
        sizes[into] += sizes.pop(group)


def _ordered(told: list[Reason], rest: float, *, likely: bool) -> tuple[Reason, ...]:
    """Those for the judgement first, what was said before what weighs no more; at most ``TOLD``."""
    sign = 1.0 if likely else -1.0
    kept = sorted(told, key=lambda reason: -_weight(reason))[:TOLD]
    rest += sum(reason.size for reason in told if reason not in kept)
    kept.sort(key=lambda reason: (sign * reason.size < 0, -_weight(reason)))
    return (*kept, Reason(REST, _direction(rest), rest)) if rest != 0.0 else tuple(kept)


def _weight(reason: Reason) -> float:
    spoken = reason.feature.partition(".")[0] in SPOKEN and reason.size > 0
    return abs(reason.size) * (SPOKEN_FIRST if spoken else 1.0)


def _reason(fact: Fact, size: float, customer: str, evidence: Evidence, currency: str = "") -> Reason:
    values = {name: round(v, 3) if isinstance(v, float) else v for name, v in fact.values.items()}
    since = evidence.begun(fact.key, customer)
    if since is not None and "count" in values:
        values["since"] = since
    if "since" in values:
        values |= {f"theme.{language}": name for language, name in evidence.theme(fact.key, customer).items()}
    if fact.key.startswith("spend.") and currency:
        values["currency"] = currency
    return Reason(fact.key, _direction(size), size, values, evidence.of(fact.key, customer))


def _direction(size: float) -> str:
    return "up" if size >= 0 else "down"
