"""What customers say: complaints and praise, by theme, with quotes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.answers.evidence import Citation, Evidence, Fact
from bot.answers.question import Arguments, Period, Scope
from bot.answers.toolbox import KEYWORDS, Toolbox
from bot.answers.tools import heard
from bot.answers.tools.quotes import choose
from bot.answers.understand.speech import normal
from index.ports import ThemeCount
from index.records import Theme

THEMES = 5
QUOTES = 4
READ = 250
"""Texts of a theme, or of the whole, among which quotes are chosen; the newest ones."""
BEGUN, INSTEAD = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True)
class ThemeVoice:
    """A theme in the narrowed feedback: its size now and before, and a quote for it."""

    theme_id: int
    name: str
    size: int
    before: int | None
    customers: int
    quote: Citation | None = None


@dataclass(frozen=True)
class VoicesEvidence(Evidence):
    """Counts by feeling, the themes behind them, and quotes."""

    total: int = 0
    wanted: int = 0
    """Those of the feeling asked for."""
    before: int | None = None
    """As many in the period before, where a period was asked for."""
    unread: int = 0
    themes: tuple[ThemeVoice, ...] = ()
    theme: str | None = None
    instead: Period | None = None
    """What is told in place of the period asked for, which has only begun and holds nothing yet."""


def by_theme(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> VoicesEvidence:
    """The themes of the narrowed feedback of the wanted feeling, largest first.

    Of a period that has only begun and holds nothing yet, such as this month on its first day, the last
    thirty days are told instead.
    """
    scope = arguments.scope
    counts = heard.count(replace(scope, label=None), toolbox, as_of)
    if not sum(counts.values()) and (longer := _longer(scope.period, as_of)):
        wider = replace(arguments, scope=replace(scope, period=longer))
        return replace(by_theme(wider, toolbox, as_of, language), instead=longer)
    wanted = _wanted(counts, scope.label)
    before = _before(arguments, toolbox, as_of)
    themes = {theme.id: theme for theme in toolbox.themes(as_of)}
    earlier = {one.theme_id: one.size for one in before} if before is not None else None
    sizes = [one for one in heard.by_theme(scope, toolbox, as_of) if one.theme_id in themes]
    voices = tuple(
        _voice(
            one,
            themes[one.theme_id],
            earlier.get(one.theme_id, 0) if earlier is not None else None,
            arguments,
            toolbox,
            as_of,
            language,
        )
        for one in sizes[: arguments.limit or THEMES]
    )
    asked = themes.get(scope.theme) if scope.theme is not None else None
    loose = choose(
        heard.listing(scope, toolbox, as_of, limit=READ),
        arguments.limit or QUOTES,
        label=scope.label,
        words=theme_words(asked) if asked else (),
        language=language,
        only=scope.label is not None,
    )
    quotes = (
        tuple(voice.quote for voice in voices if voice.quote) if scope.theme is None and voices else loose
    )
    return VoicesEvidence(
        facts=_facts(counts, scope, voices, before),
        rows=tuple(_row(voice) for voice in voices),
        quotes=quotes,
        total=sum(counts.values()),
        wanted=wanted,
        before=sum(one.size for one in before) if before is not None else None,
        unread=counts.get("unread", 0),
        themes=voices if scope.theme is None else (),
        theme=(asked.names.get(language) or asked.names.get("en")) if asked else None,
    )


def _longer(period: Period, as_of: datetime) -> Period | None:
    """The last thirty days, for a period that began less than a week ago and goes on."""
    young = period.since is not None and period.since <= as_of < period.since + BEGUN
    goes_on = period.until is None or period.until > as_of
    return Period(as_of - INSTEAD) if young and goes_on else None


def _wanted(counts: Mapping[str, int], label: str | None) -> int:
    return sum(counts.values()) if label is None else counts.get(label, 0)


def _before(arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> tuple[ThemeCount, ...] | None:
    previous = arguments.scope.period.before(as_of)
    if previous is None:
        return None
    return heard.by_theme(replace(arguments.scope, period=previous), toolbox, as_of)


def _voice(
    one: ThemeCount,
    theme: Theme,
    before: int | None,
    arguments: Arguments,
    toolbox: Toolbox,
    as_of: datetime,
    language: str,
) -> ThemeVoice:
    inside = replace(arguments.scope, theme=one.theme_id)
    found = heard.listing(inside, toolbox, as_of, limit=READ)
    quotes = choose(
        found,
        1,
        label=inside.label,
        words=theme_words(theme),
        language=language,
        only=inside.label is not None,
    )
    name = theme.names.get(language) or theme.names.get("en", "")
    return ThemeVoice(one.theme_id, name, one.size, before, one.customers, quotes[0] if quotes else None)


def theme_words(theme: Theme) -> tuple[str, ...]:
    """The first keywords of a theme in every language, normalised."""
    return tuple(normal(word) for words in theme.keywords.values() for word in words[:KEYWORDS])


def _facts(
    counts: Mapping[str, int],
    scope: Scope,
    voices: tuple[ThemeVoice, ...],
    before: tuple[ThemeCount, ...] | None,
) -> tuple[Fact, ...]:
    wanted = _wanted(counts, scope.label)
    name = {"negative": "complaints", "positive": "praise"}.get(scope.label or "", "feedback_found")
    found = [Fact("feedback", sum(counts.values())), Fact(name, wanted)]
    found += [Fact(label, counts.get(label, 0)) for label in ("negative", "neutral", "positive")]
    if before is not None:
        found.append(Fact(f"{name}_before", sum(one.size for one in before)))
    return tuple(found + [Fact(f"theme:{voice.name}", voice.size) for voice in voices])


def _row(voice: ThemeVoice) -> dict[str, object]:
    row: dict[str, object] = {
        "theme": voice.theme_id,
        "name": voice.name,
        "size": voice.size,
        "customers": voice.customers,
    }
    return row if voice.before is None else row | {"before": voice.before}
