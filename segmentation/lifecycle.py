"""Lifecycle: where a customer stands, judged against the own rhythm.

| stage | when |
|---|---|
| prospect | never bought |
| first_purchase | one purchase day, silent for at most ``slip`` x the rhythm |
| won_back | the last gap was over ``lapse`` x the rhythm until then; not slipping since |
| loyal | ``loyal_purchases`` purchase days or more, not slipping |
| active | two purchase days or more, not slipping |
| slipping | silent for over ``slip`` x the rhythm |
| lapsed | silent for over ``lapse`` x the rhythm |

The rhythm is the mean gap between purchase days, with one gap of the store's typical length added, so that a
single short gap makes nobody late. However often one buys, nobody slips before ``slip_days`` or lapses before
``lapse_days``; the same holds for the gap that a customer is won back after.
"""

import numpy as np

from segmentation.behaviour import Behaviour
from segmentation.settings import Settings

STAGES = ("prospect", "first_purchase", "active", "loyal", "won_back", "slipping", "lapsed")


def lifecycle(behaviour: Behaviour, settings: Settings) -> tuple[str, ...]:
    """One stage a customer."""
    days = behaviour.column("purchase_days")
    overdue = np.nan_to_num(behaviour.column("overdue"))
    silent = np.nan_to_num(behaviour.column("recency_days"))
    away = np.nan_to_num(behaviour.column("last_gap_ratio"))
    returned = (away > settings.lapse) & (behaviour.column("last_gap_days") > settings.lapse_days)
    stages = np.select(
        [
            days == 0,
            (overdue > settings.lapse) & (silent > settings.lapse_days),
            (overdue > settings.slip) & (silent > settings.slip_days),
            days == 1,
            returned,
            days >= settings.loyal_purchases,
        ],
        ["prospect", "lapsed", "slipping", "first_purchase", "won_back", "loyal"],
        default="active",
    )
    return tuple(stages.tolist())
