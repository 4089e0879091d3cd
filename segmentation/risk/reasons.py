"""Tells a risk: the model's additive parts, gathered into what a manager understands as one thing.

Told reasons and the rest together with the model's base are the log-odds, exactly.
"""

from collections.abc import Sequence

import numpy as np

from index.records import Reason
from segmentation.behaviour import Behaviour
from segmentation.risk.additive import AdditiveModel, Floats
from segmentation.risk.evidence import Evidence
from segmentation.risk.facts import FACTS, PLAIN, Fact, Row, complaints, farewell, intent, refund
from segmentation.risk.groups import EVENT_GROUPS, GROUP_OF, GROUPS, SAID_GROUPS

TOLD = 8
SMALL = 0.01
"""Log-odds below which a contribution is not worth a sentence."""
REST = "rest.plain"


def explain(
    model: AdditiveModel, behaviour: Behaviour, parts: Floats, evidence: Evidence
) -> tuple[tuple[Reason, ...], ...]:
    """Reasons of every customer: those for the judgement first, then those against, then the rest.

    Of those for it, facts that speak for themselves come before those that only state (so many orders).

    Args:
        model: what ``parts`` came from.
        behaviour: customers who have bought before.
        parts: ``contributions(model, behaviour)``, shape (n, terms).
        evidence: as of the same moment.
    """
    groups, sums = grouped(model, parts)
    table = behaviour.values.tolist()
    total = (model.base + parts.sum(axis=1)).tolist()
    told = []
    for place, customer in enumerate(behaviour.customer_ids):
        row = dict(zip(behaviour.names, table[place], strict=True))
        sizes = dict(zip(groups, sums[place], strict=True))
        told.append(_reasons(customer, row, sizes, evidence, likely=total[place] >= 0))
    return tuple(told)


SIGNALS = {
    "complaint": ("complaint_30", "complaints", complaints),
    "refund": ("refund_30", "refund", refund),
    "farewell": ("churn_60", "farewell", farewell),
    "cart": ("carts_30", "intent", intent),
    "enquiry": ("enquiries_30", "intent", intent),
}
"""Signal: the feature that shows it, the group of its evidence, the fact that tells it."""


def signals(row: Row, customer: str, evidence: Evidence) -> dict[str, Reason]:
    """What calls for an action now, by signal; size 0, as these are no part of a sum."""
    return {
        signal: _reason(group, fact(row), 0.0, customer, evidence)
        for signal, (feature, group, fact) in SIGNALS.items()
        if row[feature] > 0
    }


def grouped(model: AdditiveModel, parts: Floats) -> tuple[tuple[str, ...], list[list[float]]]:
    """Contribution of each group that the model knows, (n, groups)."""
    present = [GROUP_OF[term.feature] for term in model.terms]
    groups = tuple(group for group in GROUPS if group in present)
    if not groups:
        return (), [[] for _ in range(len(parts))]
    member = np.array([[name == group for group in groups] for name in present], dtype=np.float64)
    return groups, (parts @ member).tolist()


def _reasons(
    customer: str, row: Row, sizes: dict[str, float], evidence: Evidence, *, likely: bool
) -> tuple[Reason, ...]:
    rest = 0.0
    told: list[Reason] = []
    speaking: dict[str, bool] = {}
    for group, size in _gathered(row, sizes).items():
        fact = _fact(group, row, size)
        if fact is None or abs(size) < SMALL:
            rest += size
            continue
        told.append(_reason(group, fact, size, customer, evidence))
        speaking[fact.key] = fact.speaks != 0
    sign = 1.0 if likely else -1.0
    told.sort(key=lambda reason: (sign * reason.size < 0, not speaking[reason.feature], -sign * reason.size))
    if len(told) > TOLD:
        kept = sorted(told, key=lambda reason: -abs(reason.size))[:TOLD]
        rest += sum(reason.size for reason in told if reason not in kept)
        told = [reason for reason in told if reason in kept]
    if rest != 0.0:
        told.append(Reason(REST, _direction(rest), rest))
    return tuple(told)


def _gathered(row: Row, sizes: dict[str, float]) -> dict[str, float]:
    """One reason in place of many where a customer has said, or done, nothing at all."""
    gathered = dict(sizes)
    if row["said"] == 0:
        _gather(gathered, SAID_GROUPS, "voice")
    if row["events_90"] == 0:
        _gather(gathered, EVENT_GROUPS, "visits")
    return gathered


def _gather(sizes: dict[str, float], groups: Sequence[str], into: str) -> None:
    found = [group for group in groups if group in sizes]
    if found:
        total = sum(sizes.pop(group) for group in found)
        sizes[into] = total


def _fact(group: str, row: Row, size: float) -> Fact | None:
    if group == "voice" and row["said"] == 0:
        return Fact("voice.silent", {})
    fact = FACTS[group](row)
    if fact.speaks * size >= 0:
        return fact
    return PLAIN[group](row) if group in PLAIN else None


def _reason(group: str, fact: Fact, size: float, customer: str, evidence: Evidence) -> Reason:
    values = {name: round(v, 3) if isinstance(v, float) else v for name, v in fact.values.items()}
    since = evidence.since.get(group, {}).get(customer)
    if since is not None and "count" in values:
        values["since"] = since
    return Reason(fact.key, _direction(size), size, values, evidence.of(group, customer))


def _direction(size: float) -> str:
    return "up" if size >= 0 else "down"
