"""Counting feedback: by label, rating, theme, channel, language, product and time."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, case, distinct, func, select

from index.ports import Narrowing, Rated, ScoreCount, ThemeCount, ThemeDays
from index.schema import analyses, feedback
from index.store.moments import moment, seconds
from index.store.narrowing import LABEL, READ, THEME, UNREAD, narrowed
from index.store.persons import kept_ids
from index.store.scales import one_to_five

DAY_SECONDS = 86_400
LABELS = ("negative", "neutral", "positive", UNREAD)
PLAIN = {"channel": feedback.c.channel, "language": feedback.c.language, "product": feedback.c.product}
SPANS = ("day", "week", "month")


def labels(connection: Connection, narrowing: Narrowing) -> Mapping[str, int]:
    """Counts by label; all four are there."""
    query = select(LABEL, func.count()).select_from(READ).group_by(LABEL)
    found = dict(connection.execute(narrowed(connection, query, narrowing)).all())
    return {label: found.get(label, 0) for label in LABELS}


def ratings(connection: Connection, narrowing: Narrowing) -> tuple[ScoreCount, ...]:
    """How often each NPS, CSAT and star rating was given, by scale and value."""
    told = feedback.c
    query = select(told.rating_scale, told.rating, told.rating_max, func.count()).select_from(READ)
    query = query.where(told.rating_scale.in_(("nps", "csat", "stars")), told.rating.is_not(None))
    query = query.group_by(told.rating_scale, told.rating, told.rating_max)
    counts: Counter[tuple[str, float]] = Counter()
    for scale, value, maximum, count in connection.execute(narrowed(connection, query, narrowing)):
        given = value if scale == "nps" else one_to_five(scale, value, maximum)
        if given is not None:
            counts[scale, given] += count
    return tuple(ScoreCount(scale, value, count) for (scale, value), count in sorted(counts.items()))


def rated(connection: Connection, narrowing: Narrowing) -> tuple[Rated, ...]:
    """Every NPS, CSAT and star rating, oldest first."""
    told = feedback.c
    query = select(
        told.rating_scale,
        told.rating,
        told.rating_max,
        told.at,
        told.customer_id,
        told.channel,
        told.language,
        THEME.label("theme"),
    ).select_from(READ)
    query = query.where(told.rating_scale.in_(("nps", "csat", "stars")), told.rating.is_not(None))
    query = query.order_by(told.at, told.id)
    kept, found = kept_ids(connection), []
    for scale, value, maximum, at, who, channel, language, theme in connection.execute(
        narrowed(connection, query, narrowing)
    ):
        given = value if scale == "nps" else one_to_five(scale, value, maximum)
        if given is not None:
            found.append(Rated(scale, given, at, kept.get(who, who), channel, language, theme))
    return tuple(found)


def themes(connection: Connection, narrowing: Narrowing) -> tuple[ThemeCount, ...]:
    """Counts and feeling by theme, largest first."""
    query = (
        select(
            THEME.label("theme"),
            func.count().label("size"),
            func.sum(case((analyses.c.label == "negative", 1), else_=0)).label("negative"),
            func.sum(case((analyses.c.label == "positive", 1), else_=0)).label("positive"),
            func.avg(analyses.c.score).label("mean"),
        )
        .select_from(READ)
        .group_by(THEME)
    )
    rows = connection.execute(narrowed(connection, query, narrowing)).all()
    customers = _customers_by_theme(connection, narrowing)
    counts = [
        ThemeCount(
            theme_id=row.theme,
            size=row.size,
            negative=row.negative,
            positive=row.positive,
            mean_score=float(row.mean or 0.0),
            customers=customers.get(row.theme, 0),
        )
        for row in rows
    ]
    return tuple(sorted(counts, key=lambda count: (-count.size, count.theme_id)))


def theme_days(connection: Connection, narrowing: Narrowing, until: datetime) -> ThemeDays:
    """Counts by theme and day of 24 hours, the last of which ends with ``until`` (not included)."""
    end = seconds(until)
    ago: Any = (end - 1 - feedback.c.at - (end - 1 - feedback.c.at) % DAY_SECONDS) / DAY_SECONDS
    query = select(THEME, ago, func.count()).select_from(READ).where(feedback.c.at < end)
    rows = connection.execute(narrowed(connection, query.group_by(THEME, ago), narrowing)).all()
    themes = tuple(sorted({row[0] for row in rows}))
    days = 1 + max((int(row[1]) for row in rows), default=-1)
    counts = np.zeros((len(themes), days), dtype=np.int64)
    places = {theme: place for place, theme in enumerate(themes)}
    for theme, back, count in rows:
        counts[places[theme], days - 1 - int(back)] += count
    return ThemeDays(themes, counts)


def tally(connection: Connection, column: str, narrowing: Narrowing) -> Mapping[str, int]:
    """Counts by a column's values, or by spans of time.

    Raises:
        ValueError: there is no such column.
    """
    if column in SPANS:
        return _by_time(connection, column, narrowing)
    if column not in PLAIN:
        raise ValueError(f"no tally by {column!r}; there are {', '.join((*PLAIN, *SPANS))}")
    what = PLAIN[column]
    query = select(what, func.count()).select_from(READ).where(what.is_not(None)).group_by(what)
    rows = connection.execute(narrowed(connection, query, narrowing)).all()
    return dict(sorted(rows, key=lambda row: (-row[1], row[0])))


def _by_time(connection: Connection, span: str, narrowing: Narrowing) -> Mapping[str, int]:
    day: Any = feedback.c.at - feedback.c.at % DAY_SECONDS
    query = select(day, func.count()).select_from(READ).group_by(day).order_by(day)
    counts: Counter[str] = Counter()
    for at, count in connection.execute(narrowed(connection, query, narrowing)):
        counts[_span(at, span)] += count
    return dict(counts)


def _span(at: int, span: str) -> str:
    date = moment(at).date()
    if span == "month":
        return date.isoformat()[:7]
    return (date - timedelta(days=date.weekday() if span == "week" else 0)).isoformat()


def _customers_by_theme(connection: Connection, narrowing: Narrowing) -> Mapping[int, int]:
    told = feedback.c.customer_id
    kept = kept_ids(connection)
    if not kept:
        query = select(THEME, func.count(distinct(told))).select_from(READ).group_by(THEME)
        return dict(connection.execute(narrowed(connection, query, narrowing)).all())
    named = select(THEME.label("theme"), told).select_from(READ).where(told.is_not(None)).distinct()
    people = {
        (row.theme, kept.get(row.customer_id, row.customer_id))
        for row in connection.execute(narrowed(connection, named, narrowing))
    }
    return Counter(theme for theme, _ in people)
