"""Where a customer stands by the risk: in no danger, at risk, or gone already.

| level | when |
|---|---|
| high | the chance of leaving is at least ``risk_high``, and at least the share who left so far |
| gone | as high, silent for a whole horizon and longer than the own rhythm; under contract: cancelled |
| low | everybody else |

By the horizon's own measure whoever is gone has left already, and can only be won back.
Where most customers stay away within a horizon anyhow, a chance below that share singles nobody out: hence
the second condition. Whoever is gone is counted apart: calling somebody who left long ago keeps nobody.
"""

import numpy as np

from index.records import GONE, HIGH_RISK, LOW_RISK
from segmentation.behaviour import Behaviour
from segmentation.risk.additive import AdditiveModel, Floats
from segmentation.risk.churn import CANCELLATION
from segmentation.settings import Settings

HIGHEST = 0.95
"""However many leave, such a chance is high."""


def threshold_of(model: AdditiveModel, settings: Settings) -> float:
    """The chance from which on it is high, 0..1."""
    usual = float(model.trained.get("rate", 0.0))
    return min(max(settings.risk_high, usual), max(HIGHEST, settings.risk_high))


def levels(model: AdditiveModel, behaviour: Behaviour, chance: Floats, settings: Settings) -> tuple[str, ...]:
    """One level a customer of ``behaviour``; ``chance`` of leaving, shape (n,)."""
    high = chance >= threshold_of(model, settings)
    if model.churn == CANCELLATION:
        gone = behaviour.column("cancelled") > 0
    else:
        silent = behaviour.column("recency_days") >= model.horizon_days
        gone = high & silent & (behaviour.column("overdue") >= 1.0)
    return tuple(np.select([gone, high], [GONE, HIGH_RISK], LOW_RISK).tolist())
