"""At which stage of the journey customers are unhappy, what about, and in whose words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.answers.evidence import Evidence, Fact, Row
from bot.answers.question import Arguments, Scope
from bot.answers.toolbox import Toolbox
from bot.answers.tools import heard
from prompts import read
from segmentation.measures import interval

if TYPE_CHECKING:
    from bot.views.journey import StageRow

ENOUGH = 10
"""Texts from which a stage takes part in the ranking, where there are such stages at all."""


@dataclass(frozen=True)
class JourneyEvidence(Evidence):
    """Stages with any texts, the surest unhappy first; ``themes`` are names by id, ``names`` by stage."""

    stages: tuple["StageRow", ...] = ()
    themes: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    texts: int = 0

    @property
    def close(self) -> bool:
        """Whether the intervals of the first two overlap."""
        if len(self.stages) < 2:
            return False
        first, second = (interval(one.negative, one.texts) for one in self.stages[:2])
        return first[0] <= second[1] and second[0] <= first[1]


def journey(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> JourneyEvidence:
    """The narrowed feedback by stage; without a time that of the last year."""
    # The views are made of answers' parts, so that they are read only when they are needed.
    from bot.views.journey import DAYS, LATEST, stages

    scope = _within(arguments.scope, as_of, DAYS)
    said = heard.listing(scope, toolbox, as_of, limit=LATEST)
    found = [one for one in stages(toolbox, as_of, language, said) if one.texts]
    enough = any(one.texts >= ENOUGH for one in found)
    found.sort(key=lambda one: (enough and one.texts < ENOUGH, -interval(one.negative, one.texts)[0]))
    words = read("standing", language)
    names = {one.stage: words.say(f"stage.{one.stage}") for one in found}
    themes = {one.id: one.names.get(language) or one.names.get("en", "") for one in toolbox.themes(as_of)}
    return JourneyEvidence(
        facts=tuple(fact for one in found for fact in _facts(one)),
        rows=tuple(_row(one, names, themes) for one in found),
        quotes=found[0].quotes if found and found[0].negative else (),
        stages=tuple(found),
        themes=themes,
        names=names,
        texts=sum(one.texts for one in found),
    )


def _within(scope: Scope, as_of: datetime, days: int) -> Scope:
    """The scope whatever its feeling; without a time the last so many days."""
    period = scope.period
    if period.since is None and period.until is None:
        period = replace(period, since=as_of - timedelta(days=days))
    return replace(scope, period=period, label=None)


def _facts(one: "StageRow") -> tuple[Fact, ...]:
    share = round(100 * one.negative_share, 1)
    return (Fact(f"unhappy:{one.stage}", share, "percent"), Fact(f"texts:{one.stage}", one.texts))


def _row(one: "StageRow", names: Mapping[str, str], themes: Mapping[int, str]) -> Row:
    low, high = interval(one.negative, one.texts)
    return {
        "stage": one.stage,
        "name": names[one.stage],
        "texts": one.texts,
        "customers": one.customers,
        "negative": one.negative,
        "negative_share": round(one.negative_share, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "themes": [themes[each.theme_id] for each in one.themes if each.theme_id in themes],
    }
