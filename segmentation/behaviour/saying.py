"""How each customer speaks: sentiment, complaints, words of leaving, ratings, and their change."""

import numpy as np

from index.ports import SaidColumns
from segmentation.behaviour.rows import Floats, Rows, rows_until

SURE = 0.5
"""A text counts as negative from this probability on."""
LOW_STARS = 2.0
LOW_NPS = 6.0
MOOD_DAYS = 90.0
SIGNALS = (
    ("complaint", 30),
    ("complaint", 90),
    ("refund", 30),
    ("refund", 180),
    ("churn", 60),
    ("churn", 180),
    ("legal", 365),
    ("praise", 180),
)
"""Kinds of signals with the days they are counted over; the short ones call for an action."""
PRIOR_TEXTS = 1.0
"""Texts of neutral mood added before a mean is trusted."""


def saying(customers: tuple[str, ...], said: SaidColumns, moment: int) -> dict[str, Floats]:
    """Features by name, each of shape (n,); nan where nothing of the kind was said."""
    rows = rows_until(customers, said.customer_ids, said.customer, said.at, moment)
    negative = said.negative[rows.kept] >= SURE
    score = said.score[rows.kept].astype(np.float64)
    recent = rows.within(MOOD_DAYS)
    named = {
        "said": rows.count(),
        "said_90": rows.count(recent),
        "negative": rows.count(negative),
        "negative_90": rows.count(negative & recent),
        "negative_recency_days": rows.newest(negative),
        "mood": rows.mean(score),
        "mood_90": rows.mean(score, recent),
        "mood_before_90": rows.mean(score, ~recent),
    }
    sums, counts = rows.total(np.nan_to_num(score), recent), rows.count(recent & ~np.isnan(score))
    named["mood_shrunk"] = sums / (counts + PRIOR_TEXTS)
    return named | _signals(rows, said) | _ratings(rows, said)


def _signals(rows: Rows, said: SaidColumns) -> dict[str, Floats]:
    named: dict[str, Floats] = {}
    for kind, days in SIGNALS:
        found = said.signals.get(kind)
        chosen = np.zeros(len(rows.kept), dtype=bool) if found is None else found[rows.kept]
        named[f"{kind}_{days}"] = rows.count(chosen & rows.within(days))
    return named


def _ratings(rows: Rows, said: SaidColumns) -> dict[str, Floats]:
    nps, csat = (column[rows.kept].astype(np.float64) for column in (said.nps, said.csat))
    low = np.where(np.isnan(nps), csat <= LOW_STARS, nps <= LOW_NPS)
    return {
        "nps": _last(rows, nps),
        "csat": rows.mean(csat),
        "low_ratings_180": rows.count(low & rows.within(180)),
    }


def _last(rows: Rows, values: Floats) -> Floats:
    """Each customer's newest known value; nan where there is none."""
    found = np.full(rows.size, np.nan)
    known = ~np.isnan(values)
    found[rows.customer[known]] = values[known]
    return found
