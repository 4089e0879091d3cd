"""What risk is taken to be before a store has a past to learn from; a judgement by these says so.

The table: log-odds, linear in between. ``overdue`` is the silence in multiples of the customer's own rhythm,
so that a weekly and a yearly buyer are judged alike; the base grows with how slow the store's customers are
against the horizon. Words of leaving weigh as much as a silence of some three rhythms.
"""

import numpy as np

from segmentation.behaviour import Behaviour
from segmentation.risk.additive import AdditiveModel, Term
from segmentation.risk.churn import SILENCE
from segmentation.risk.groups import EVENT_FEATURES, SAID_FEATURES
from segmentation.settings import Settings

TABLE = (
    Term("overdue", "value", (0.0, 0.5, 1.0, 2.0, 4.0, 8.0), (-1.2, -0.8, -0.2, 0.6, 1.4, 2.0)),
    Term("purchases", "value", (1.0, 2.0, 5.0, 10.0), (0.5, 0.1, -0.4, -0.8)),
    Term("purchases_90", "value", (0.0, 1.0, 3.0), (0.3, 0.0, -0.4)),
    Term("returns_90", "value", (0.0, 1.0, 3.0), (0.0, 0.2, 0.5)),
    Term("events_30", "value", (0.0, 1.0, 10.0), (0.1, 0.0, -0.5)),
    Term("leaving_90", "value", (0.0, 1.0), (0.0, 1.0)),
    Term("cancelled", "value", (0.0, 1.0), (0.0, 2.0)),
    Term("complaint_90", "value", (0.0, 1.0, 3.0), (0.0, 0.4, 1.0)),
    Term("refund_180", "value", (0.0, 1.0), (0.0, 0.3)),
    Term("churn_180", "value", (0.0, 1.0), (0.0, 1.1)),
    Term("mood_90", "value", (-1.0, 0.0, 1.0), (0.5, 0.0, -0.3)),
    Term("low_ratings_180", "value", (0.0, 1.0, 3.0), (0.0, 0.3, 0.6)),
)


def rules(behaviour: Behaviour, horizon_days: int, settings: Settings, churn: str = SILENCE) -> AdditiveModel:
    """The table as a model, its base set by the store's typical gap against the horizon.

    Rows about events or words are left out where the store has recorded none.
    """
    gaps = behaviour.column("store_gap_days")
    gap = float(gaps[0]) if len(gaps) else float(horizon_days)
    base = float(np.clip(np.log(gap / horizon_days), -1.5, 1.5))
    unknown = (frozenset() if behaviour.has_events else EVENT_FEATURES) | (
        frozenset() if behaviour.has_said else SAID_FEATURES
    )
    terms = tuple(term for term in TABLE if term.feature not in unknown)
    trained = {"as_of": behaviour.moment}
    return AdditiveModel(base, terms, horizon_days, settings.active_days, "rules", trained, churn)
