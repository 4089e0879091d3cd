"""Feedback of a scope: counted by the database, or, for the customers of a segment or a place, here."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.answers.question import Scope
from bot.answers.toolbox import Toolbox, narrowing
from index.ports import Narrowing, ScoreCount, ThemeCount
from index.records import ReadFeedback
from index.store.scales import one_to_five

MOST = 20_000
"""Texts that are read to count those of some customers; the newest ones."""
LABELS = ("negative", "neutral", "positive", "unread")
NO_THEME = -1
MIXED = "mixed"

GROUPS: Mapping[str, Callable[[ReadFeedback], str | None]] = {
    "channel": lambda one: one.feedback.channel,
    "language": lambda one: one.feedback.language,
    "product": lambda one: one.feedback.product,
    "day": lambda one: one.feedback.at.date().isoformat(),
    "week": lambda one: (one.feedback.at - timedelta(days=one.feedback.at.weekday())).date().isoformat(),
    "month": lambda one: one.feedback.at.date().isoformat()[:7],
}


SPANS = ("day", "week", "month")
MOST_GROUPS = 12
"""At most so many groups are told; of spans of time the latest."""


def listing(scope: Scope, toolbox: Toolbox, as_of: datetime, *, limit: int) -> tuple[ReadFeedback, ...]:
    """Newest first."""
    people = own(scope, toolbox, as_of)
    if people is None:
        return toolbox.store.said.listing(narrowing(scope, as_of), limit=limit)
    return tuple(one for one in _every(scope, toolbox, as_of) if one.feedback.customer_id in people)[:limit]


def count(scope: Scope, toolbox: Toolbox, as_of: datetime) -> Mapping[str, int]:
    """By label; all four are there."""
    if own(scope, toolbox, as_of) is None:
        return toolbox.store.said.count(narrowing(scope, as_of))
    counted = Counter(label(one) for one in listing(scope, toolbox, as_of, limit=MOST))
    return {name: counted[name] for name in LABELS}


def by_theme(scope: Scope, toolbox: Toolbox, as_of: datetime) -> tuple[ThemeCount, ...]:
    """Largest first; theme -1 (none) included."""
    if own(scope, toolbox, as_of) is None:
        return toolbox.store.said.by_theme(narrowing(scope, as_of))
    groups: dict[int, list[ReadFeedback]] = defaultdict(list)
    for one in listing(scope, toolbox, as_of, limit=MOST):
        groups[theme(one)].append(one)
    counts = [_count(number, found) for number, found in groups.items()]
    return tuple(sorted(counts, key=lambda one: (-one.size, one.theme_id)))


def ratings(scope: Scope, toolbox: Toolbox, as_of: datetime) -> tuple[ScoreCount, ...]:
    """Given scores by scale and value; CSAT and stars on 1-5."""
    if own(scope, toolbox, as_of) is None:
        return toolbox.store.said.ratings(narrowing(scope, as_of))
    given = [one.feedback.rating for one in listing(scope, toolbox, as_of, limit=MOST)]
    counted = Counter(
        (one.scale, one.value if one.scale == "nps" else one_to_five(one.scale, one.value, one.maximum))
        for one in given
        if one is not None
    )
    return tuple(
        ScoreCount(scale, value, size) for (scale, value), size in counted.items() if value is not None
    )


def tally(by: str, scope: Scope, toolbox: Toolbox, as_of: datetime) -> Mapping[str, int]:
    """Counts by channel, language, product, day, week or month."""
    if own(scope, toolbox, as_of) is None:
        return toolbox.store.said.tally(by, narrowing(scope, as_of))
    groups = map(GROUPS[by], listing(scope, toolbox, as_of, limit=MOST))
    return Counter(group for group in groups if group is not None)


def own(scope: Scope, toolbox: Toolbox, as_of: datetime) -> frozenset[str] | None:
    """The customers of the segment and the place that are asked about; None when neither is."""
    people: frozenset[str] | None = None
    if scope.segment is not None:
        people = frozenset(one.customer_id for one in toolbox.profiles(as_of, scope.segment))
    if scope.place is not None:
        living = toolbox.people(scope.place, as_of)
        people = living if people is None else people & living
    return people


def within(one: ReadFeedback, bounds: Narrowing) -> bool:
    """Whether a text passes the filter."""
    said = one.feedback
    spoken = said.language.startswith("zh") if bounds.language == "zh" else said.language == bounds.language
    return (
        (bounds.since is None or said.at >= bounds.since)
        and (bounds.until is None or said.at < bounds.until)
        and (not bounds.channels or said.channel in bounds.channels)
        and (bounds.language is None or spoken)
        and (bounds.theme_id is None or theme(one) == bounds.theme_id)
        and (not bounds.labels or label(one) in bounds.labels)
        and (bounds.signal is None or bounds.signal in signals(one))
        and (bounds.emotion is None or bounds.emotion in feelings(one))
    )


def label(one: ReadFeedback) -> str:
    """How it feels, or ``unread``."""
    return one.analysis.label if one.analysis else "unread"


def signals(one: ReadFeedback) -> frozenset[str]:
    """The kinds of signal that were read in it."""
    return frozenset(signal.kind for signal in one.analysis.signals) if one.analysis else frozenset()


def feelings(one: ReadFeedback) -> frozenset[str]:
    """Its emotion, and ``mixed`` where it praises and blames."""
    if one.analysis is None:
        return frozenset()
    emotion = {one.analysis.emotion.label} if one.analysis.emotion else set()
    return frozenset(emotion | ({MIXED} if one.analysis.mixed else set()))


def theme(one: ReadFeedback) -> int:
    """What it speaks of; -1 for none."""
    return NO_THEME if one.theme_id is None else one.theme_id


def _every(scope: Scope, toolbox: Toolbox, as_of: datetime) -> tuple[ReadFeedback, ...]:
    bounds = narrowing(scope, as_of)
    kept = toolbox.book.heard(toolbox.store, as_of)
    if kept is None:
        return toolbox.store.said.listing(bounds, limit=MOST)
    return tuple(one for one in kept.found if within(one, bounds))


def _count(number: int, found: list[ReadFeedback]) -> ThemeCount:
    scores = [one.analysis.score for one in found if one.analysis]
    return ThemeCount(
        theme_id=number,
        size=len(found),
        negative=sum(label(one) == "negative" for one in found),
        positive=sum(label(one) == "positive" for one in found),
        mean_score=sum(scores) / len(scores) if scores else 0.0,
        customers=len({one.feedback.customer_id for one in found} - {None}),
    )
