"""Feedback of a scope: counted by the database, or, for the customers of one segment, here."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from bot.answers.question import Scope
from bot.answers.toolbox import Toolbox, narrowing
from index.ports import ThemeCount
from index.records import ReadFeedback

MOST = 20_000
"""Texts that are read to count those of a segment; the newest ones."""
LABELS = ("negative", "neutral", "positive", "unread")


def listing(scope: Scope, toolbox: Toolbox, as_of: datetime, *, limit: int) -> tuple[ReadFeedback, ...]:
    """Newest first."""
    if scope.segment is None:
        return toolbox.store.said.listing(narrowing(scope, as_of), limit=limit)
    own = members(scope.segment, toolbox, as_of)
    found = toolbox.store.said.listing(narrowing(scope, as_of), limit=MOST)
    return tuple(one for one in found if one.feedback.customer_id in own)[:limit]


def count(scope: Scope, toolbox: Toolbox, as_of: datetime) -> Mapping[str, int]:
    """By label; all four are there."""
    if scope.segment is None:
        return toolbox.store.said.count(narrowing(scope, as_of))
    counted = Counter(label(one) for one in listing(scope, toolbox, as_of, limit=MOST))
    return {name: counted[name] for name in LABELS}


def by_theme(scope: Scope, toolbox: Toolbox, as_of: datetime) -> tuple[ThemeCount, ...]:
    """Largest first; theme -1 (none) included."""
    if scope.segment is None:
        return toolbox.store.said.by_theme(narrowing(scope, as_of))
    groups: dict[int, list[ReadFeedback]] = defaultdict(list)
    for one in listing(scope, toolbox, as_of, limit=MOST):
        groups[-1 if one.theme_id is None else one.theme_id].append(one)
    counts = [_count(theme, found) for theme, found in groups.items()]
    return tuple(sorted(counts, key=lambda one: (-one.size, one.theme_id)))


def members(segment: int, toolbox: Toolbox, as_of: datetime) -> frozenset[str]:
    """The customers of a segment."""
    return frozenset(one.customer_id for one in toolbox.profiles(as_of, segment))


def label(one: ReadFeedback) -> str:
    """How it feels, or ``unread``."""
    return one.analysis.label if one.analysis else "unread"


def _count(theme: int, found: list[ReadFeedback]) -> ThemeCount:
    scores = [one.analysis.score for one in found if one.analysis]
    return ThemeCount(
        theme_id=theme,
        size=len(found),
        negative=sum(label(one) == "negative" for one in found),
        positive=sum(label(one) == "positive" for one in found),
        mean_score=sum(scores) / len(scores) if scores else 0.0,
        customers=len({one.feedback.customer_id for one in found} - {None}),
    )
