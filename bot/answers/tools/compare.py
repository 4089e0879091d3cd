"""The same measure in two periods."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers.evidence import Evidence, Fact
from bot.answers.question import ALWAYS, EVERYTHING, Arguments, Period, Scope
from bot.answers.toolbox import Toolbox
from bot.answers.tools import heard
from bot.answers.tools.gathering import carrying
from bot.answers.tools.measures import Figure, figures
from bot.answers.tools.themes import ThemeTrend

MOVERS = 3
SPEAKERS = "speakers"


@dataclass(frozen=True)
class CompareEvidence(Evidence):
    """Pairs of figures (now, before) of the same name, and the themes of complaint that moved most."""

    measure: str = ""
    pairs: tuple[tuple[Figure, Figure], ...] = ()
    scope: Scope = EVERYTHING
    period: Period = ALWAYS
    baseline: Period = ALWAYS
    movers: tuple[ThemeTrend, ...] = ()


def compare(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> CompareEvidence:
    """Measure twice; figures that only one period has are left out."""
    kind = arguments.scope.signal or arguments.scope.emotion
    name = kind or arguments.measure or "complaints"
    baseline = arguments.baseline or Period()
    earlier = replace(arguments, scope=replace(arguments.scope, period=baseline))
    now, before = (
        {one.name: one for one in (_spoken if kind else _measured)(name, asked, toolbox, as_of)}
        for asked in (arguments, earlier)
    )
    pairs = tuple((one, before[key]) for key, one in now.items() if key in before)
    facts = [
        fact
        for new, old in pairs
        for fact in (Fact(new.name, new.value, new.unit), Fact(f"{new.name}_before", old.value, new.unit))
    ]
    return CompareEvidence(
        facts=tuple(facts),
        rows=tuple({"name": new.name, "now": new.value, "before": old.value} for new, old in pairs),
        measure=name,
        scope=replace(arguments.scope, label=None, signal=None, emotion=None),
        pairs=pairs,
        period=arguments.scope.period,
        baseline=baseline,
        movers=_movers(arguments, baseline, toolbox, as_of, language)
        if name in ("complaints", "sentiment", "nps", "csat")
        else (),
    )


def _measured(name: str, arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> tuple[Figure, ...]:
    return figures(name, arguments.scope, toolbox, as_of)


def _spoken(kind: str, arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> tuple[Figure, ...]:
    """Texts that carry a signal or an emotion, and the known customers behind them."""
    found = carrying(arguments, toolbox, as_of)
    people = {one.feedback.customer_id for one in found} - {None}
    return (Figure(kind, len(found)), Figure(SPEAKERS, len(people)))


def _movers(
    arguments: Arguments, baseline: Period, toolbox: Toolbox, as_of: datetime, language: str
) -> tuple[ThemeTrend, ...]:
    """Themes whose complaints changed most."""
    scope = replace(arguments.scope, label="negative", theme=None)
    named = {
        theme.id: theme.names.get(language) or theme.names.get("en", "") for theme in toolbox.themes(as_of)
    }
    now = {one.theme_id: one for one in heard.by_theme(scope, toolbox, as_of)}
    earlier = heard.by_theme(replace(scope, period=baseline), toolbox, as_of)
    before = {one.theme_id: one.size for one in earlier}
    sizes = {key: now[key].size if key in now else 0 for key in {*now, *before}}
    trends = [
        ThemeTrend(key, named[key], size, before.get(key, 0), size, 0, key not in before)
        for key, size in sizes.items()
        if key in named and size != before.get(key, 0)
    ]
    trends.sort(key=lambda one: (-abs(one.size - one.before), one.theme_id))
    return tuple(trends[:MOVERS])
