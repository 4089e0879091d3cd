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
single short gap makes nobody late.
"""

import numpy as np

from segmentation.behaviour import Behaviour
from segmentation.settings import Settings

STAGES = ("prospect", "first_purchase", "active", "loyal", "won_back", "slipping", "lapsed")


def lifecycle(behaviour: Behaviour, settings: Settings) -> tuple[str, ...]:
    """One stage a customer."""
    days = behaviour.column("purchase_days")
    overdue = np.nan_to_num(behaviour.column("overdue"))
    returned = np.nan_to_num(behaviour.column("last_gap_ratio")) > settings.lapse
    stages = np.select(
        [
            days == 0,
            overdue > settings.lapse,
            overdue > settings.slip,
            days == 1,
            returned,
            days >= settings.loyal_purchases,
        ],
        ["prospect", "lapsed", "slipping", "first_purchase", "won_back", "loyal"],
        default="active",
    )
    return tuple(stages.tolist())
