"""Which features belong to which reason: what a manager understands as one thing."""

from collections.abc import Mapping

GROUPS: Mapping[str, tuple[str, ...]] = {
    "silence": ("recency_days", "overdue", "last_gap_ratio"),
    "habit": ("purchases", "purchase_days", "gap_days", "rhythm_days", "gap_spread"),
    "pace": ("purchases_30", "purchases_90", "purchases_before_90", "pace"),
    "spend": ("net", "mean_order", "spend_30", "spend_90", "spend_before_90", "spend_365"),
    "breadth": ("lines_mean", "lines_last"),
    "tenure": ("tenure_days",),
    "returns": ("returns", "returns_share", "returns_90"),
    "visits": (
        "events_30",
        "events_before_30",
        "events_90",
        "visits_30",
        "visits_before_30",
        "event_recency_days",
        "depth_30",
    ),
    "intent": ("carts_30", "enquiries_30"),
    "leaving": ("leaving_90",),
    "complaints": ("complaint_90", "negative_90", "negative", "negative_recency_days"),
    "refund": ("refund_180",),
    "farewell": ("churn_180", "legal_365"),
    "mood": ("mood", "mood_90", "mood_shrunk"),
    "ratings": ("nps", "csat", "low_ratings_180"),
    "voice": ("said", "said_90", "praise_180"),
}
EVENT_GROUPS = ("visits", "intent", "leaving")
SAID_GROUPS = ("complaints", "refund", "farewell", "mood", "ratings", "voice")
ALL_FEATURES = tuple(name for names in GROUPS.values() for name in names)
EVENT_FEATURES = frozenset(name for group in EVENT_GROUPS for name in GROUPS[group])
SAID_FEATURES = frozenset(name for group in SAID_GROUPS for name in GROUPS[group])
GROUP_OF: Mapping[str, str] = {name: group for group, names in GROUPS.items() for name in names}
