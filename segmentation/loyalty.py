"""Loyalty: one score 0-100 with its parts, for everybody who has bought.

| part (weight) | what |
|---|---|
| repeat (3) | repeat purchase days a year, counted over tenure + 90 days; share of buyers strictly lower |
| months (2) | months with a purchase among those of the last year since the first one, in percent |
| tenure (1) | days since the first purchase; share of buyers strictly lower |
| praise (2) | last NPS answer x 10, else the mood of 90 days on 0..100; left out for who said nothing |

The score is the weighted mean of the parts that a customer has.
"""

import numpy as np

from index.ports import OrderColumns
from index.records import Loyalty
from segmentation.axes import standing
from segmentation.behaviour import Behaviour
from segmentation.behaviour.rows import Floats, rows_until

WEIGHTS = {"repeat": 3.0, "months": 2.0, "tenure": 1.0, "praise": 2.0}
PRIOR_DAYS = 90.0
MONTHS = 12
MONTH_DAYS = 365.0 / MONTHS


def loyalty(behaviour: Behaviour, orders: OrderColumns) -> tuple[Loyalty | None, ...]:
    """One judgement a customer; None for those who never bought."""
    bought = np.flatnonzero(behaviour.column("purchases") > 0)
    found: list[Loyalty | None] = [None] * len(behaviour.customer_ids)
    if not len(bought):
        return tuple(found)
    buyers = behaviour.choose(bought)
    parts = _parts(buyers, orders)
    scores = np.column_stack([parts[name] for name in WEIGHTS])
    weights = np.where(np.isnan(scores), 0.0, np.array(list(WEIGHTS.values())))
    total = np.rint((np.nan_to_num(scores) * weights).sum(axis=1) / weights.sum(axis=1)).astype(int)
    for place, row in enumerate(bought.tolist()):
        known = {
            name: round(float(score))
            for name, score in zip(WEIGHTS, scores[place].tolist(), strict=True)
            if not np.isnan(score)
        }
        found[row] = Loyalty(int(total[place]), known)
    return tuple(found)


def _parts(buyers: Behaviour, orders: OrderColumns) -> dict[str, Floats]:
    tenure = buyers.column("tenure_days")
    repeats = (buyers.column("purchase_days") - 1.0) / (tenure + PRIOR_DAYS)
    nps = buyers.column("nps") * 10.0
    mood = np.where(buyers.column("said") > 0, 50.0 * (1.0 + buyers.column("mood_shrunk")), np.nan)
    return {
        "repeat": standing(repeats),
        "months": _months(buyers, orders),
        "tenure": standing(tenure),
        "praise": np.where(np.isnan(nps), mood, nps),
    }


def _months(buyers: Behaviour, orders: OrderColumns) -> Floats:
    """Percent of the last twelve months (of 365 / 12 days) since the first purchase that have a purchase."""
    rows = rows_until(buyers.customer_ids, orders.customer_ids, orders.customer, orders.at, buyers.moment)
    recent = (orders.amount[rows.kept] > 0) & rows.within(MONTHS * MONTH_DAYS)
    month = np.minimum(rows.age[recent] // MONTH_DAYS, MONTHS - 1).astype(np.int64)
    pairs = np.unique(rows.customer[recent] * MONTHS + month)
    active = np.bincount(pairs // MONTHS, minlength=rows.size).astype(np.float64)
    lived = np.minimum(np.floor(buyers.column("tenure_days") / MONTH_DAYS) + 1.0, MONTHS)
    share: Floats = 100.0 * active / lived
    return share
