"""Which themes there are: the largest, the new, the growing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.answers.evidence import Citation, Evidence, Fact
from bot.answers.question import ALWAYS, Arguments, Period
from bot.answers.toolbox import Toolbox, narrowing
from bot.answers.tools import heard
from bot.answers.tools.course import Course, courses
from bot.answers.tools.quotes import choose
from bot.answers.understand.calendar import midnight

USUAL_DAYS = 30
SHOWN = 5


@dataclass(frozen=True)
class ThemeTrend:
    """A theme in a period, and in the stretch of the same length before it."""

    theme_id: int
    name: str
    size: int
    before: int
    negative: int
    positive: int
    first_seen: bool
    """Nobody had spoken of it before the period."""
    course: Course | None = None
    """How it went in the period, measured against its own history."""

    @property
    def told(self) -> bool:
        """Whether its course is more than chance."""
        return self.course is not None and self.course.kind in ("new", "rising")


@dataclass(frozen=True)
class ThemesEvidence(Evidence):
    """The themes asked for, in order."""

    trends: tuple[ThemeTrend, ...] = ()
    own: Mapping[int, Citation] = field(default_factory=dict)
    """A quote of each theme, by its id."""
    period: Period = ALWAYS
    discovered: int = 0


def themes(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> ThemesEvidence:
    """Themes by size, or those that are new or growing in the period (by default the last 30 days)."""
    trending = arguments.focus in ("new", "growing")
    period = arguments.scope.period
    if period.since is None and trending:
        period = Period(midnight(as_of) - timedelta(days=USUAL_DAYS))
    arguments = replace(arguments, scope=replace(arguments.scope, period=period, theme=None))
    trends = trends_in(arguments, toolbox, as_of, language)
    if trending:
        trends = _moving(trends, arguments, toolbox, as_of)
    shown = tuple(trends[: arguments.limit or SHOWN])
    own = {
        one.theme_id: quote
        for one in shown
        for quote in choose(
            heard.listing(replace(arguments.scope, theme=one.theme_id), toolbox, as_of, limit=60),
            1,
            language=language,
        )
    }
    return ThemesEvidence(
        facts=(Fact("themes", len(trends)), *(Fact(f"theme:{one.name}", one.size) for one in shown)),
        rows=tuple(_row(one) for one in shown),
        quotes=tuple(own.values()),
        own=own,
        trends=shown,
        period=period,
        discovered=len(toolbox.themes(as_of)),
    )


def _moving(
    trends: list[ThemeTrend], arguments: Arguments, toolbox: Toolbox, as_of: datetime
) -> list[ThemeTrend]:
    """Those that are new or growing: what cannot be chance first, then by how much more they are heard."""
    scope = arguments.scope
    until = narrowing(scope, as_of).until or as_of
    length = until - scope.period.since if scope.period.since else timedelta(days=USUAL_DAYS)
    days = max(1, round(length.total_seconds() / 86_400))
    going = courses(toolbox, until, narrowing(scope, as_of), days=days)
    found = [replace(one, course=going.get(one.theme_id)) for one in trends]
    if arguments.focus == "new":
        chosen = [one for one in found if one.first_seen or one.told]
    else:
        chosen = [one for one in found if one.told or one.size > one.before]
    return sorted(chosen, key=lambda one: (not one.told, one.before - one.size, one.theme_id))


def trends_in(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> list[ThemeTrend]:
    """Every theme spoken of in the arguments' scope, largest first, with what came before."""
    scope = arguments.scope
    named = {
        theme.id: theme.names.get(language) or theme.names.get("en", "") for theme in toolbox.themes(as_of)
    }
    now = heard.by_theme(scope, toolbox, as_of)
    previous = scope.period.before(as_of)
    earlier = heard.by_theme(replace(scope, period=previous), toolbox, as_of) if previous else ()
    ever = (
        heard.by_theme(replace(scope, period=Period(None, scope.period.since)), toolbox, as_of)
        if previous
        else ()
    )
    before = {one.theme_id: one.size for one in earlier}
    known = {one.theme_id for one in ever}
    return [
        ThemeTrend(
            one.theme_id,
            named[one.theme_id],
            one.size,
            before.get(one.theme_id, 0),
            one.negative,
            one.positive,
            previous is not None and one.theme_id not in known,
        )
        for one in now
        if one.theme_id in named
    ]


def _row(one: ThemeTrend) -> dict[str, object]:
    course = {"trend": one.course.document()} if one.course is not None else {}
    return course | {
        "theme": one.theme_id,
        "name": one.name,
        "size": one.size,
        "before": one.before,
        "negative": one.negative,
        "positive": one.positive,
    }
