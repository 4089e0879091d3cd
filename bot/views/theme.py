"""One theme whole: how much, since when, where, in which language, who says it, and in what words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.answers.toolbox import Toolbox
from bot.answers.tools.course import Course, courses
from bot.views.heard import Heard, hear
from bot.views.voice import Shares, shares
from index.ports import Narrowing
from index.records import Area, Theme
from nlp.failures import UserError

WEEKS = 52
QUOTES = 8
SPEAKERS = 8
LATEST = 1000
"""Who says it is told from so many of the newest texts."""


@dataclass(frozen=True)
class WeekCount:
    """One week, by its Monday: how many texts, and how many of them unhappy."""

    monday: date
    size: int
    negative: int


@dataclass(frozen=True)
class Speaker:
    """A customer who speaks of the theme."""

    customer_id: str
    name: str
    texts: int


@dataclass(frozen=True)
class ThemeDetail:
    """A theme as of a day; ``feelings``, ``channels``, ``languages`` and ``segments`` hold counts by key."""

    theme: Theme
    feelings: Mapping[str, int]
    weeks: tuple[WeekCount, ...]
    channels: Mapping[str, int]
    languages: Mapping[str, int]
    customers: int
    speakers: tuple[Speaker, ...]
    segments: Mapping[int, int]
    """Customers by segment, most first; without those in none."""
    quotes: tuple[Heard, ...]
    area: Area | None = None
    course: Course | None = None
    """How it goes, measured against its own history."""
    shares: Shares | None = None
    """What its texts do, feel and judge."""

    @property
    def size(self) -> int:
        """How many texts speak of it."""
        return sum(self.feelings.values())


def theme_detail(tools: Toolbox, theme_id: int, as_of: datetime) -> ThemeDetail:
    """Everything told of one theme up to ``as_of``.

    Raises:
        UserError: there is no such theme.
    """
    theme = next((one for one in tools.themes(as_of) if one.id == theme_id), None)
    if theme is None:
        raise UserError(f"There is no theme {theme_id} (see earful themes).")
    inside = Narrowing(theme_id=theme_id, until=as_of + timedelta(seconds=1))
    said = tools.store.said
    newest = said.listing(inside, limit=LATEST)
    spoken = Counter(one.feedback.customer_id for one in newest if one.feedback.customer_id is not None)
    return ThemeDetail(
        theme=theme,
        feelings=said.count(inside),
        weeks=_weeks(tools, inside, as_of),
        channels=said.tally("channel", inside),
        languages=said.tally("language", inside),
        customers=sum(one.customers for one in said.by_theme(inside)),
        speakers=_speakers(tools, spoken),
        segments=_segments(tools, spoken, as_of),
        quotes=hear(tools, inside, QUOTES),
        area=next((one for one in tools.store.themes.areas() if one.id == theme.area), None),
        course=courses(tools, as_of + timedelta(seconds=1)).get(theme_id),
        shares=shares(newest),
    )


def _weeks(tools: Toolbox, inside: Narrowing, as_of: datetime) -> tuple[WeekCount, ...]:
    today = as_of.astimezone(UTC).date()
    last = today - timedelta(days=today.weekday())
    mondays = [last - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    since = datetime(mondays[0].year, mondays[0].month, mondays[0].day, tzinfo=UTC)
    lately = replace(inside, since=since)
    said = tools.store.said
    sizes = said.tally("week", lately)
    unhappy = said.tally("week", replace(lately, labels=("negative",)))
    return tuple(
        WeekCount(one, sizes.get(one.isoformat(), 0), unhappy.get(one.isoformat(), 0)) for one in mondays
    )


def _speakers(tools: Toolbox, spoken: Counter[str]) -> tuple[Speaker, ...]:
    most = sorted(spoken.items(), key=lambda pair: (-pair[1], pair[0]))[:SPEAKERS]
    names = tools.names(tuple(one for one, _ in most))
    return tuple(Speaker(one, names[one], texts) for one, texts in most)


def _segments(tools: Toolbox, spoken: Counter[str], as_of: datetime) -> Mapping[int, int]:
    counts = Counter(
        one.segment.segment_id
        for one in tools.profiles(as_of)
        if one.customer_id in spoken and one.segment.segment_id >= 0
    )
    return dict(counts.most_common())
