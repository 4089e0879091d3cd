"""What known customers said, as columns for reckoning."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, select

from index.ports import Blame, SaidColumns
from index.schema import analyses, feedback
from index.store.columns import codes, people
from index.store.moments import nearly_all
from index.store.narrowing import READ, THEME
from index.store.persons import kept_ids
from index.store.scales import one_to_five
from nlp.findings import GRAVE

SIGNALS = ("question", "complaint", "praise", "request", "churn", "urgency", "refund", "legal")


def columns(connection: Connection, as_of: datetime) -> SaidColumns:
    """Feedback of known customers until ``as_of``, near-duplicates too: they were said as well."""
    told = feedback.c
    query = (
        select(
            told.customer_id,
            told.at,
            told.id,
            analyses.c.score,
            analyses.c.negative,
            THEME.label("theme"),
            analyses.c.signals,
            told.rating_scale,
            told.rating,
            told.rating_max,
            told.channel,
        )
        .select_from(READ)
        .where(told.customer_id.is_not(None), nearly_all(told.at, as_of))
        .order_by(told.seq)
    )
    kept = kept_ids(connection)
    rows = connection.execute(query).all()
    customer_ids, customer = people([row.customer_id for row in rows], kept)
    times = np.array([row.at for row in rows], dtype=np.int64)
    order = np.lexsort((times, customer))
    rows = [rows[place] for place in order]
    channels, channel = codes([row.channel for row in rows])
    return SaidColumns(
        customer_ids=customer_ids,
        customer=customer[order],
        at=times[order],
        feedback_ids=tuple(row.id for row in rows),
        score=_numbers([row.score for row in rows]),
        negative=_numbers([row.negative for row in rows]),
        theme=np.array([row.theme for row in rows], dtype=np.int32),
        signals=_signals(rows),
        nps=_numbers([row.rating if row.rating_scale == "nps" else None for row in rows]),
        csat=_numbers([one_to_five(row.rating_scale, row.rating, row.rating_max) for row in rows]),
        channels=channels,
        channel=channel,
    )


def blames(connection: Connection, as_of: datetime) -> tuple[Blame, ...]:
    """Each negative aspect of known customers' feedback once a feedback and category, oldest first."""
    told = feedback.c
    query = select(told.customer_id, told.at, told.id, told.product, analyses.c.aspects)
    query = query.join_from(feedback, analyses, analyses.c.feedback_id == told.id)
    query = query.where(told.customer_id.is_not(None), nearly_all(told.at, as_of)).order_by(told.at, told.id)
    kept = kept_ids(connection)
    found: dict[Blame, None] = {}
    for who, at, feedback_id, product, aspects in connection.execute(query):
        for aspect in aspects or ():
            if aspect["sentiment"] == "negative":
                found[Blame(kept.get(who, who), at, feedback_id, aspect["category"], product)] = None
    return tuple(found)


def _numbers(values: Sequence[float | None]) -> NDArray[np.float32]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float32)


def _signals(rows: Sequence[Row[Any]]) -> dict[str, NDArray[np.bool_]]:
    found = {kind: np.zeros(len(rows), dtype=np.bool_) for kind in SIGNALS}
    for place, row in enumerate(rows):
        for signal in row.signals or ():
            carried = found.setdefault(signal["kind"], np.zeros(len(rows), dtype=np.bool_))
            carried[place] |= signal["kind"] not in GRAVE or signal.get("listed", True)
    return found
