"""The facts behind each group of features, as a sentence key and its values.

Some facts speak for or against leaving by themselves; they are told only where the model's contribution
agrees, so that no reason contradicts itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan

Row = Mapping[str, float]
Values = dict[str, float | str]
REGULAR = 3
"""Purchase days from which on one may say "usually"."""
DAILY = 1.5
OFTEN = 5
"""Orders that by themselves speak for staying."""
LOW, HIGH = -0.15, 0.15
"""Mean sentiment below and above which a mood is told as dark or bright."""


@dataclass(frozen=True)
class Fact:
    """A sentence key of the catalogue ``reasons``, its values, and what it speaks for by itself."""

    key: str
    values: Values
    speaks: int = 0
    """1: for leaving, -1: against, 0: neither."""


def silence(row: Row) -> Fact:
    """How long ago, against the own rhythm."""
    recency = row["recency_days"]
    if isnan(row["gap_days"]):
        return Fact("silence.once", {"recency": recency})
    if row["purchase_days"] < REGULAR:
        return Fact("silence.since", {"recency": recency})
    values: Values = {"recency": recency, "rhythm": row["gap_days"]}
    if row["overdue"] >= 1.0 and recency > row["gap_days"]:
        if row["gap_days"] < DAILY:
            return Fact("silence.daily", {"recency": recency}, 1)
        return Fact("silence.overdue", values, 1)
    return Fact("silence.recent", values, -1) if row["overdue"] < 0.7 else Fact("silence.plain", values)


def habit(row: Row) -> Fact:
    """How often in all."""
    count = row["purchases"]
    if count == 1:
        return Fact("habit.once", {}, 1)
    return Fact("habit.plain", {"count": count}, -1 if count >= OFTEN else 0)


def pace(row: Row) -> Fact:
    """Orders of the last 90 days against the 90 before."""
    now, before = row["purchases_90"], row["purchases_before_90"]
    values: Values = {"now": now, "before": before}
    if now < before:
        return Fact("pace.fell", values, 1)
    if now == 0:
        return Fact("pace.none", {}, 1)
    return Fact("pace.rose", values, -1) if now > before else Fact("pace.plain", values)


def spend(row: Row) -> Fact:
    """Money of the last 90 days against the 90 before, or in all."""
    now, before = max(row["spend_90"], 0.0), max(row["spend_before_90"], 0.0)
    if before > 0 and now < 0.7 * before:
        return Fact("spend.fell", {"now": now, "before": before}, 1)
    if before > 0 and now > 1.3 * before:
        return Fact("spend.rose", {"now": now, "before": before}, -1)
    return Fact("spend.plain", {"net": row["net"], "order": row["mean_order"]})


def breadth(row: Row) -> Fact:
    """How many lines an order has."""
    lines = row["lines_mean"]
    if isnan(lines):
        return Fact("breadth.unknown", {})
    return Fact("breadth.plain", {"lines": lines, "last": row["lines_last"]})


def tenure(row: Row) -> Fact:
    """How long a customer already."""
    return Fact("tenure.plain", {"days": row["tenure_days"]})


def returns(row: Row) -> Fact:
    """What was sent back."""
    if row["returns"] == 0:
        return Fact("returns.none", {})
    return Fact("returns.plain", {"count": row["returns"], "share": 100.0 * row["returns_share"]})


def visits(row: Row) -> Fact:
    """Visits and other events of the last 30 days against the 30 before."""
    now, before = row["events_30"], row["events_before_30"]
    values: Values = {"now": now, "before": before}
    if now < before:
        return Fact("visits.fell", values, 1)
    if now == 0:
        return Fact("visits.none", {}, 1)
    return Fact("visits.rose", values, -1) if now > before else Fact("visits.plain", values)


def intent(row: Row) -> Fact:
    """Baskets and enquiries."""
    carts, enquiries = row["carts_30"], row["enquiries_30"]
    if carts + enquiries == 0:
        return Fact("intent.none", {}, 1)
    return Fact("intent.plain", {"carts": carts, "enquiries": enquiries})


def leaving(row: Row) -> Fact:
    """Unsubscribing and the like."""
    count = row["leaving_90"]
    return Fact("leaving.some", {"count": count}, 1) if count else Fact("leaving.none", {}, -1)


def complaints(row: Row) -> Fact:
    """Complaints, or at least negative messages."""
    if row["complaint_90"]:
        return Fact("complaints.some", {"count": row["complaint_90"]}, 1)
    if row["negative_90"]:
        return Fact("complaints.negative", {"count": row["negative_90"]}, 1)
    if row["negative"]:
        return Fact("complaints.past", {"count": row["negative"], "ago": row["negative_recency_days"]})
    return Fact("complaints.none", {}, -1)


def refund(row: Row) -> Fact:
    """Asking for money back."""
    count = row["refund_180"]
    return Fact("refund.some", {"count": count}, 1) if count else Fact("refund.none", {}, -1)


def farewell(row: Row) -> Fact:
    """Speaking of leaving, or of the law."""
    if row["churn_180"]:
        return Fact("farewell.some", {"count": row["churn_180"]}, 1)
    return Fact("farewell.legal", {}, 1) if row["legal_365"] else Fact("farewell.none", {}, -1)


def mood(row: Row) -> Fact:
    """How the messages sound, lately and before; -1..1."""
    now, before = row["mood_90"], row["mood_before_90"]
    if isnan(now):
        return Fact("mood.silent", {})
    if not isnan(before) and now < before - 0.3:
        return Fact("mood.fell", {"now_mood": now, "before_mood": before}, 1)
    if now < LOW:
        return Fact("mood.low", {"now_mood": now}, 1)
    return Fact("mood.high", {"now_mood": now}, -1) if now > HIGH else Fact("mood.plain", {"now_mood": now})


def ratings(row: Row) -> Fact:
    """Scores given."""
    if row["low_ratings_180"]:
        return Fact("ratings.low", {"count": row["low_ratings_180"]}, 1)
    known = not (isnan(row["nps"]) and isnan(row["csat"]))
    return Fact("ratings.fine", {}, -1) if known else Fact("ratings.none", {})


def voice(row: Row) -> Fact:
    """How much a customer says at all."""
    return Fact("voice.plain", {"count": row["said"]})


FACTS: Mapping[str, Callable[[Row], Fact]] = {
    "silence": silence,
    "habit": habit,
    "pace": pace,
    "spend": spend,
    "breadth": breadth,
    "tenure": tenure,
    "returns": returns,
    "visits": visits,
    "intent": intent,
    "leaving": leaving,
    "complaints": complaints,
    "refund": refund,
    "farewell": farewell,
    "mood": mood,
    "ratings": ratings,
    "voice": voice,
}
PLAIN: Mapping[str, Callable[[Row], Fact]] = {
    "silence": lambda row: Fact("silence.since", {"recency": row["recency_days"]}),
    "pace": lambda row: Fact(
        "pace.plain", {"now": row["purchases_90"], "before": row["purchases_before_90"]}
    ),
    "spend": lambda row: Fact("spend.plain", {"net": row["net"], "order": row["mean_order"]}),
    "visits": lambda row: Fact("visits.plain", {"now": row["events_30"], "before": row["events_before_30"]}),
}
"""What is told instead of a fact that would contradict its contribution; other groups go into the rest."""
