"""The facts behind each group of features, as a sentence key and its values.

A fact is told only in the direction in which a manager would take it: one that would sound like good news
among the worries, or the other way round, is no fact but None, and its contribution goes into the rest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan

Row = Mapping[str, float]
Values = dict[str, float | str]
REGULAR = 3
"""Purchase days from which on one may say "usually"."""
DAILY = 1.5
OVERDUE, WITHIN = 1.0, 0.7
"""Silence in multiples of the own rhythm above which it is one, and below which it is none."""
LONG = 30.0
"""Days without an order that are long in any store."""
FALLEN = 0.7
VARIED = 3.0
"""Different articles an order from which on a smaller basket says anything."""
FEW = 3
"""Orders in 90 days that may be called few."""
LOW, HIGH = -0.15, 0.15
"""Mean sentiment below and above which a mood is told as dark or bright."""
TYPICAL = ("purchases", "net", "mean_order", "lines_mean", "tenure_days", "events_30")
"""Features of which a row also knows the median of all buyers, as ``typical_…``."""


@dataclass(frozen=True)
class Fact:
    """A sentence key of the catalogue ``reasons``, and its values."""

    key: str
    values: Values


def silence(row: Row, worry: bool) -> Fact | None:
    """How long ago, against the own rhythm."""
    recency, gap = row["recency_calendar"], row["gap_days"]
    regular = row["purchase_days"] >= REGULAR
    values: Values = {"recency": recency, "rhythm": gap}
    if worry:
        if regular and row["overdue"] >= OVERDUE and recency > gap:
            return Fact("silence.overdue" if gap >= DAILY else "silence.daily", values)
        late = recency >= LONG or row["overdue"] >= OVERDUE
        return Fact("silence.gone", {"recency": recency}) if late else None
    if regular and row["overdue"] < WITHIN:
        return Fact("silence.recent", values)
    return Fact("silence.since", {"recency": recency}) if row["overdue"] < 2 * OVERDUE else None


def habit(row: Row, worry: bool) -> Fact | None:
    """How often in all."""
    count = row["purchases"]
    values: Values = {"count": count}
    if not worry:
        return Fact("habit.plain", values) if count >= max(2.0, row["typical_purchases"]) else None
    if count == 0:
        return None
    if count == 1:
        return Fact("habit.once", {})
    if count <= row["typical_purchases"]:
        return Fact("habit.few", values)
    slow = row["purchase_days"] >= REGULAR and row["rhythm_days"] > row["store_gap_days"]
    return Fact("habit.slow", {"rhythm": row["gap_days"]}) if slow else None


def pace(row: Row, worry: bool) -> Fact | None:
    """Orders of the last 90 days against the 90 before, or what was spent in them."""
    now, before = row["purchases_90"], row["purchases_before_90"]
    values: Values = {"now": now, "before": before}
    if worry:
        if now < before:
            return Fact("pace.fell", values)
        spent, earlier = max(row["spend_90"], 0.0), max(row["spend_before_90"], 0.0)
        if spent < FALLEN * earlier:
            return Fact("spend.fell", {"now": spent, "before": earlier})
        if now == 0:
            return Fact("pace.none", {})
        return Fact("pace.few", {"count": now}) if now <= FEW else None
    if now > before > 0:
        return Fact("pace.rose", values)
    return Fact("pace.lately", {"count": now}) if now > 0 else None


def spend(row: Row, worry: bool) -> Fact | None:
    """Money in all and an order."""
    net, order, usual = row["net"], row["mean_order"], row["typical_mean_order"]
    if worry and net < row["typical_net"]:
        return Fact("spend.little", {"net": net, "typical": row["typical_net"]})
    if worry:
        return Fact("spend.small", {"order": order, "typical": usual}) if order < usual else None
    if net >= row["typical_net"]:
        return Fact("spend.much", {"net": net, "order": order})
    return Fact("spend.large", {"order": order, "typical": usual}) if order > usual else None


def breadth(row: Row, worry: bool) -> Fact | None:
    """How many lines an order has."""
    lines, last, usual = row["lines_mean"], row["lines_last"], row["typical_lines_mean"]
    if isnan(lines):
        return None
    if not worry:
        return Fact("breadth.large", {"lines": lines, "typical": usual}) if lines > usual else None
    if row["purchases"] > 1 and last < FALLEN * lines and lines >= VARIED:
        return Fact("breadth.fell", {"last": last, "lines": lines})
    return Fact("breadth.small", {"lines": lines, "typical": usual}) if lines < FALLEN * usual else None


def tenure(row: Row, worry: bool) -> Fact | None:
    """How long a customer already."""
    days, usual = row["tenure_days"], row["typical_tenure_days"]
    if worry:
        return Fact("tenure.short", {"days": days}) if days < usual else None
    return Fact("tenure.plain", {"days": days}) if days >= usual else None


def returns(row: Row, worry: bool) -> Fact | None:
    """What was sent back."""
    if not worry:
        return Fact("returns.none", {}) if row["returns"] == 0 else None
    share = 100.0 * row["returns_share"]
    if row["returns"] > 0 and share < 5:
        return Fact("returns.some", {"count": row["returns"]})
    return Fact("returns.plain", {"share": share}) if row["returns"] > 0 else None


def visits(row: Row, worry: bool) -> Fact | None:
    """Visits, baskets and questions of the last 30 days against the 30 before."""
    now, before = row["events_30"], row["events_before_30"]
    values: Values = {"now": now, "before": before}
    if worry:
        if now < before:
            return Fact("visits.fell", values)
        if now == 0:
            ago = row["event_recency_days"]
            return Fact("visits.never", {}) if isnan(ago) else Fact("visits.none", {"ago": ago})
        return Fact("visits.few", {"count": now}) if now < row["typical_events_30"] else asked_nothing(row)
    if now > before:
        return Fact("visits.rose", values)
    return Fact("visits.lately", {"count": now}) if now > 0 else None


def asked_nothing(row: Row) -> Fact | None:
    """Who neither fills a basket nor asks looks without wanting."""
    return Fact("intent.none", {}) if row["carts_30"] + row["enquiries_30"] == 0 else None


def intent(row: Row) -> Fact:
    """Baskets and enquiries."""
    return Fact("intent.plain", {"carts": row["carts_30"], "enquiries": row["enquiries_30"]})


def leaving(row: Row, worry: bool) -> Fact | None:
    """Unsubscribing and the like."""
    if bool(row["leaving_90"]) is not worry:
        return None
    return Fact("leaving.some" if worry else "leaving.none", {})


def complaints(row: Row, worry: bool) -> Fact | None:
    """The gravest of complaints, refunds asked, low ratings and the tone of messages."""
    found = _grievance(row)
    if worry:
        return found
    if not isnan(row["mood_90"]) and row["mood_90"] > HIGH:
        return Fact("mood.high", {"now_mood": row["mood_90"]})
    return Fact("complaints.none", {}) if found is None else None


def _grievance(row: Row) -> Fact | None:
    counted = (
        ("complaints.some", "complaint_90"),
        ("refund.some", "refund_180"),
        ("ratings.low", "low_ratings_180"),
        ("complaints.negative", "negative_90"),
    )
    for key, feature in counted:
        if row[feature] > 0:
            return Fact(key, {"count": row[feature]})
    now, before = row["mood_90"], row["mood_before_90"]
    if not isnan(now) and not isnan(before) and now < before - 0.3:
        return Fact("mood.fell", {"now_mood": now, "before_mood": before})
    if not isnan(now) and now < LOW:
        return Fact("mood.low", {"now_mood": now})
    if row["negative"] > 0:
        return Fact("complaints.past", {"count": row["negative"], "ago": row["negative_recency_days"]})
    return None


def farewell(row: Row, worry: bool) -> Fact | None:
    """Speaking of leaving, or of the law."""
    if row["churn_180"] > 0:
        return Fact("farewell.some", {"count": row["churn_180"]}) if worry else None
    if row["legal_365"] > 0:
        return Fact("farewell.legal", {}) if worry else None
    return None if worry else Fact("farewell.none", {})


FACTS: Mapping[str, Callable[[Row, bool], Fact | None]] = {
    "silence": silence,
    "habit": habit,
    "pace": pace,
    "spend": spend,
    "breadth": breadth,
    "tenure": tenure,
    "returns": returns,
    "visits": visits,
    "leaving": leaving,
    "complaints": complaints,
    "farewell": farewell,
}
"""By group: the fact that tells a contribution, given whether it is a worry (raises the risk)."""
