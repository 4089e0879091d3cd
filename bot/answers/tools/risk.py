"""Who is about to leave, and why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.answers.evidence import Citation, Evidence, Fact
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox
from bot.answers.tools.customer import at_risk, reason_quotes
from index.records import Profile, Reason

SHOWN = 5
CAUSES = 5
SLEEPING = "sleeping_"
"""A VIP who is about to leave sleeps already: asked for VIPs, both are meant."""


@dataclass(frozen=True)
class Cause:
    """A kind of reason: how many of those at risk have it, and the strongest of them as an example."""

    kind: str
    customers: int
    example: Reason
    customer_id: str


@dataclass(frozen=True)
class RiskEvidence(Evidence):
    """Those at risk, most valuable first, and what drives them away."""

    shown: tuple[Profile, ...] = ()
    count: int = 0
    judged: int = 0
    causes: tuple[Cause, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """Of everybody spoken of, by id."""
    own: Mapping[str, Citation] = field(default_factory=dict)
    """A quote of each customer who complained, by id."""
    rules: bool = False
    """Judged by general rules: there is too little history to learn from."""
    later: bool = False


def risks(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> RiskEvidence:
    """Customers at or above the threshold, in the segment asked about, by value at risk."""
    judged = [one for one in _asked(arguments, toolbox, as_of) if one.risk is not None]
    found = [one for one in judged if at_risk(one, toolbox)]
    shown = tuple(found[: arguments.limit or SHOWN])
    causes = _causes(found)
    spoken_of = [one.customer_id for one in shown] + [one.customer_id for one in causes]
    names = toolbox.names(tuple(spoken_of))
    own = {
        one.customer_id: quote
        for one in shown[:SHOWN]
        for quote in reason_quotes(one, toolbox, as_of, 1, language)
    }
    return RiskEvidence(
        facts=_facts(found, judged, shown, toolbox),
        rows=tuple(_row(one, names[one.customer_id]) for one in shown),
        quotes=tuple(own.values()),
        listed=tuple((one.customer_id, names[one.customer_id]) for one in shown),
        shown=shown,
        count=len(found),
        judged=len(judged),
        causes=causes,
        names=names,
        own=own,
        rules=any(one.risk is not None and one.risk.basis == "rules" for one in judged),
        later=any(one.as_of > as_of for one in shown),
    )


def _asked(arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> list[Profile]:
    given = {"tier": arguments.tier, "lifecycle": arguments.stage, "abc": arguments.grade}
    wanted = {name: value for name, value in given.items() if value is not None}
    return [
        one
        for one in toolbox.profiles(as_of, arguments.scope.segment, arguments.scope.place)
        if all(
            value is None or getattr(one, name).removeprefix(SLEEPING) == value
            for name, value in wanted.items()
        )
    ]


def _causes(found: list[Profile]) -> tuple[Cause, ...]:
    """Kinds of reasons by how many customers have them among their three strongest."""
    counted: Counter[str] = Counter()
    examples: dict[str, tuple[Reason, str]] = {}
    for profile in found:
        assert profile.risk is not None
        up = [
            reason
            for reason in profile.risk.reasons
            if reason.direction == "up" and not reason.feature.startswith("rest")
        ]
        for reason in up[:3]:
            kind = reason.feature.partition(".")[0]
            counted[kind] += 1
            if kind not in examples or abs(reason.size) > abs(examples[kind][0].size):
                examples[kind] = (reason, profile.customer_id)
    return tuple(Cause(kind, count, *examples[kind]) for kind, count in counted.most_common(CAUSES))


def _facts(
    found: list[Profile], judged: list[Profile], shown: tuple[Profile, ...], toolbox: Toolbox
) -> tuple[Fact, ...]:
    total = round(sum(one.value_at_risk for one in found), 2)
    share = round(100 * len(found) / len(judged), 1) if judged else 0.0
    return (
        Fact("customers_at_risk", len(found)),
        Fact("customers_judged", len(judged)),
        Fact("share_at_risk", share, "percent"),
        Fact("value_at_risk", total, toolbox.currency),
        *(
            Fact("risk_probability", round(one.risk.probability, 3), "probability", one.customer_id)
            for one in shown
            if one.risk is not None
        ),
        *(
            Fact("value_at_risk", round(one.value_at_risk, 2), toolbox.currency, one.customer_id)
            for one in shown
        ),
    )


def _row(profile: Profile, name: str) -> dict[str, object]:
    assert profile.risk is not None
    return {
        "customer_id": profile.customer_id,
        "name": name,
        "probability": round(profile.risk.probability, 3),
        "value_at_risk": round(profile.value_at_risk, 2),
        "horizon_days": profile.risk.horizon_days,
        "action": profile.action.key,
    }
