"""What will be sold of the products or the category that a question means."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from bot.answers.evidence import Evidence, Fact
from bot.answers.understand.speech import normal
from nlp.failures import UserError
from nlp.synonyms import synonyms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from bot.answers.question import Arguments
    from bot.answers.toolbox import Toolbox
    from bot.jobs.forecasting import Demand

SHOWN = 5
NAMED = 12
"""So many categories are named where what was asked for is not there."""
BEFORE = 12
"""Weeks that must lie before those forecast."""
_SUFFIX = "(?:es|s)?"


@dataclass(frozen=True)
class DemandEvidence(Evidence):
    """Forecasts, the most sold first; ``there`` names what could be asked for instead."""

    things: tuple[Mapping[str, Any], ...] = ()
    weeks: int = 0
    history: int = 0
    there: tuple[str, ...] = ()
    needed: int | None = None
    """Weeks of orders that a forecast needs, where there are fewer."""


def demand(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> DemandEvidence:
    """The category of that name, else the products; everything together where nothing is named."""
    from bot.jobs.forecasting import MOST_WEEKS
    from bot.views.forecast import forecast_documents
    from segmentation.forecast import LEAST_WEEKS, WEEKS

    weeks = min(arguments.weeks or WEEKS, MOST_WEEKS)
    try:
        found = _meant(arguments.topic, toolbox, as_of, weeks)
        if not found.things:
            known = (
                _known("category", toolbox, as_of, weeks).things
                or _known("product", toolbox, as_of, weeks).things
            )
            there = tuple(one.name for one in known[:NAMED])
            return DemandEvidence(weeks=weeks, there=there, status="clarify")
    except UserError:
        # A young shop is no failure: the answer says how many weeks it takes.
        return DemandEvidence(weeks=weeks, needed=max(LEAST_WEEKS, weeks + BEFORE))
    history = len(found.things[0].history)
    things = tuple(forecast_documents(replace(found, things=found.things[:SHOWN]), language))
    return DemandEvidence(
        facts=tuple(fact for one in things for fact in _facts(one)),
        rows=tuple({key: one[key] for key in one if key not in ("history", "text")} for one in things),
        things=things,
        weeks=weeks,
        history=history,
    )


def _meant(topic: str | None, toolbox: Toolbox, as_of: datetime, weeks: int) -> Demand:
    if topic is None:
        return _known("total", toolbox, as_of, weeks)
    pattern = _pattern(synonyms(topic))
    for level, same in (("category", pattern.fullmatch), ("product", pattern.search)):
        known = _known(level, toolbox, as_of, weeks)
        things = tuple(one for one in known.things if same(normal(one.name)) or same(normal(one.key)))
        if things:
            break
    return replace(known, things=things)


def _known(level: str, toolbox: Toolbox, as_of: datetime, weeks: int) -> Demand:
    from bot.jobs.forecasting import demand as reckon

    mark = f"{as_of.isoformat()} {weeks} {toolbox.store.runs.fingerprint(as_of, ('orders',))}"
    make = partial(reckon, toolbox.store, as_of, level, weeks=weeks)
    return cast("Demand", toolbox.book.kept(f"demand {level}", mark, make))


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Any of the forms; Latin ones as whole words, in the singular and the plural."""
    plain = {normal(form) for form in forms if len(form) > 1} or {"\x00"}
    latin = [re.escape(form.removesuffix("s")) for form in plain if form.isascii()]
    written = [re.escape(form) for form in plain if not form.isascii()]
    written += [rf"(?<![a-z0-9]){form}{_SUFFIX}(?![a-z0-9])" for form in latin]
    return re.compile("|".join(written))


def _facts(one: Mapping[str, Any]) -> tuple[Fact, ...]:
    name = f"forecast:{one['name']}"
    bounds = (("total_low", "low"), ("total_high", "high"), ("last_total", "before"))
    more = tuple(Fact(f"{name}:{short}", one[key], "units") for key, short in bounds)
    return (Fact(name, one["total"], "units"), *more)
