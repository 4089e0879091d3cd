"""The horizon of risk: how long a customer may stay away before it means something."""

import numpy as np

from index.ports import OrderColumns
from segmentation.behaviour.rows import DAY, rows_until
from segmentation.settings import Settings

SHARE = 0.85
"""This share of all gaps between purchases should fit into the horizon."""
STEPS = (14, 30, 45, 60, 90, 120, 180, 365)
DEFAULT = 90
ENOUGH = 100


def horizon_of(orders: OrderColumns, moment: int, settings: Settings) -> int:
    """Days: as set, or the shortest of a few round horizons that holds most gaps between purchase days."""
    if settings.horizon_days is not None:
        return settings.horizon_days
    gaps = _gaps(orders, moment)
    if len(gaps) < ENOUGH:
        return DEFAULT
    wanted = float(np.quantile(gaps, SHARE))
    return next((step for step in STEPS if step >= wanted), STEPS[-1])


def _gaps(orders: OrderColumns, moment: int) -> np.ndarray:
    rows = rows_until(orders.customer_ids, orders.customer_ids, orders.customer, orders.at, moment)
    bought = orders.amount[rows.kept] > 0
    customer, day = rows.customer[bought], orders.at[rows.kept][bought] // int(DAY)
    same = customer[1:] == customer[:-1]
    gaps = (day[1:] - day[:-1])[same]
    return np.asarray(gaps[gaps > 0])
