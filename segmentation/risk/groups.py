"""Which features belong to which reason, and the only way in which each may speak.

A manager understands a group as one thing. A feature may only push where that makes sense (a longer silence
never lowers the risk, more orders never raise it): what one season's correlations say against it is left out.
Nothing here, and nothing in the table of behaviour, is who a person is: no name, sex, age, origin, faith,
country or language.
"""

from collections.abc import Mapping

MORE, LESS = 1, -1
"""A higher value may only raise the risk, or only lower it."""

GROUPS: Mapping[str, Mapping[str, int]] = {
    "silence": {"recency_days": MORE, "overdue": MORE},
    "habit": {"purchases": LESS, "purchase_days": LESS, "rhythm_days": MORE},
    "pace": {"purchases_30": LESS, "purchases_90": LESS, "pace": LESS, "spend_30": LESS, "spend_90": LESS},
    "spend": {"net": LESS, "mean_order": LESS, "spend_365": LESS},
    "breadth": {"lines_mean": LESS, "lines_last": LESS},
    "tenure": {"tenure_days": LESS},
    "returns": {"returns": MORE, "returns_share": MORE, "returns_90": MORE},
    "visits": {
        "events_30": LESS,
        "events_90": LESS,
        "visits_30": LESS,
        "event_recency_days": MORE,
        "depth_30": LESS,
        "carts_30": LESS,
        "enquiries_30": LESS,
    },
    "leaving": {"leaving_90": MORE, "cancelled": MORE},
    "complaints": {
        "complaint_90": MORE,
        "negative_90": MORE,
        "negative": MORE,
        "refund_180": MORE,
        "low_ratings_180": MORE,
        "mood_shrunk": LESS,
        "mood_90": LESS,
        "praise_180": LESS,
        "csat": LESS,
        "nps": LESS,
    },
    "farewell": {"churn_180": MORE, "legal_365": MORE},
}
EVENT_GROUPS = ("visits", "leaving")
SAID_GROUPS = ("complaints", "farewell")
GROUP_OF: Mapping[str, str] = {name: group for group, names in GROUPS.items() for name in names}
WAY: Mapping[str, int] = {name: way for names in GROUPS.values() for name, way in names.items()}
ALL_FEATURES = tuple(GROUP_OF)
EVENT_FEATURES = frozenset(name for group in EVENT_GROUPS for name in GROUPS[group])
SAID_FEATURES = frozenset(name for group in SAID_GROUPS for name in GROUPS[group])
COUNTED = EVENT_FEATURES | SAID_FEATURES
"""Compared by their own value: one complaint is one complaint, however much the others complain.

Purchases are compared by rank, since seasons move everybody's.
"""
