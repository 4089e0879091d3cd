"""NPS, satisfaction and stars group by group: how high, how sure, and whether they moved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any

from bot.answers.evidence import Evidence, Fact, Row
from bot.answers.question import ALWAYS, Arguments, Period
from bot.answers.toolbox import Toolbox, narrowing
from bot.answers.tools import heard

SHOWN = 12
_LEFT_OUT = ("by", "months", "text", "kendall_tau", "kendall_p")
"""Fields of a group that are no column of the table."""


@dataclass(frozen=True)
class RatingsEvidence(Evidence):
    """Groups with enough ratings in the order asked for, and the names of those with too few."""

    groups: tuple[Mapping[str, Any], ...] = ()
    few: tuple[str, ...] = ()
    scale: str | None = None
    """None where nobody has rated."""
    days: int = 0

    @property
    def close(self) -> bool:
        """Whether the intervals of the first two overlap."""
        if len(self.groups) < 2:
            return False
        first, second = self.groups[:2]
        return bool(first["low"] <= second["high"] and second["low"] <= first["high"])


def ratings(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> RatingsEvidence:
    """The rating asked for by segment, theme, channel, place or language; else the one that is given most."""
    # The views are made of answers' parts, so that they are read only when they are needed.
    from bot.views.ratings import DAYS, rating_documents

    end, days = _span(arguments.scope.period, as_of, DAYS)
    scope = replace(arguments.scope, period=ALWAYS, label=None)
    people = heard.own(scope, toolbox, as_of)
    given = toolbox.store.said.rated(narrowing(scope, end))
    told: dict[str, Any] = {
        "days": days,
        "rated": [one for one in given if people is None or one.customer_id in people],
    }
    by = arguments.by or "all"
    found = rating_documents(toolbox, end, by, language, scale=arguments.measure, **told)
    found = found or rating_documents(toolbox, end, by, language, **told)
    sure = [one for one in found if one["value"] is not None]
    if arguments.focus is not None:
        sure.sort(key=lambda one: one["value"], reverse=arguments.focus == "best")
    shown = tuple(sure[: arguments.limit or SHOWN])
    few = tuple(str(one["name"]) for one in found if one["value"] is None and one["n"])
    return RatingsEvidence(
        facts=tuple(fact for one in shown for fact in _facts(one)),
        rows=tuple(_row(one) for one in (*shown, *(one for one in found if one["value"] is None)))[:SHOWN],
        groups=shown,
        few=few,
        scale=str(found[0]["scale"]) if found else None,
        days=days,
    )


def _span(period: Period, as_of: datetime, usual: int) -> tuple[datetime, int]:
    """The end and the days of what is asked about."""
    end = min(period.until or as_of, as_of)
    return end, max(ceil((end - period.since).total_seconds() / 86_400), 1) if period.since else usual


def _facts(one: Mapping[str, Any]) -> tuple[Fact, ...]:
    name, unit = f"{one['scale']}:{one['name']}", None if one["scale"] == "nps" else "percent"
    figures = (("low", unit), ("high", unit), ("n", None), ("change", "points"))
    more = tuple(Fact(f"{name}:{key}", one[key], unit) for key, unit in figures if one[key] is not None)
    return (Fact(name, one["value"], unit), *more)


def _row(one: Mapping[str, Any]) -> Row:
    return {key: value for key, value in one.items() if key not in _LEFT_OUT}
