"""What each customer bought: recency, rhythm, spend and their change.

A purchase is an order of positive amount; a return has a negative one; an order of amount 0 is neither.
"""

import numpy as np

from index.ports import OrderColumns
from segmentation.behaviour.rows import DAY, Floats, Rows, rows_until

USUAL_GAP = 60.0
"""Days between orders where nobody has ordered twice yet."""
PRIOR_GAPS = 1.0
"""How many gaps of the store's typical length are added to a customer's own."""
PACE_DAYS = 60.0
"""After so many days a purchase counts 1/e in the pace."""

Named = dict[str, Floats]


def buying(customers: tuple[str, ...], orders: OrderColumns, moment: int) -> Named:
    """Features by name, each of shape (n,); nan where a customer gives no ground for one."""
    rows = rows_until(customers, orders.customer_ids, orders.customer, orders.at, moment)
    amount = orders.amount[rows.kept]
    bought = amount > 0
    named = _spend(rows, amount) | _windows(rows, amount)
    named["recency_days"] = rows.newest(bought)
    named["recency_calendar"] = calendar_days(named["recency_days"], moment)
    named["tenure_days"] = rows.oldest(bought)
    named |= _breadth(rows, bought, orders.lines)
    return named | _rhythm(rows, bought, orders.at[rows.kept], named["recency_days"])


def calendar_days(ago: Floats, moment: int) -> Floats:
    """Calendar days (UTC) between ``moment`` and so many days of 24 hours ``ago``."""
    day: Floats = moment // DAY - np.floor((moment - ago * DAY) / DAY + 1e-9)
    return day


def _spend(rows: Rows, amount: Floats) -> Named:
    bought, returned = amount > 0, amount < 0
    purchases, gross = rows.count(bought), rows.total(amount, bought)
    back = -rows.total(amount, returned)
    none = np.full(rows.size, np.nan)
    return {
        "purchases": purchases,
        "returns": rows.count(returned),
        "net": rows.total(amount),
        "gross": gross,
        "returns_share": np.divide(back, gross, out=np.zeros(rows.size), where=gross > 0),
        "mean_order": np.divide(gross, purchases, out=none, where=purchases > 0),
    }


def _breadth(rows: Rows, bought: np.ndarray, lines: np.ndarray) -> Named:
    """Lines an order: mean and last; nan where lines were not loaded or nothing was bought."""
    if len(lines) == 0:
        return {"lines_mean": np.full(rows.size, np.nan), "lines_last": np.full(rows.size, np.nan)}
    counted = lines[rows.kept].astype(np.float64)
    last = np.full(rows.size, np.nan)
    last[rows.customer[bought]] = counted[bought]
    return {"lines_mean": rows.mean(counted, bought), "lines_last": last}


def _windows(rows: Rows, amount: Floats) -> Named:
    bought = amount > 0
    named: Named = {}
    for days in (30, 90, 365):
        named[f"purchases_{days}"] = rows.count(bought & rows.within(days))
        named[f"spend_{days}"] = rows.total(amount, rows.within(days))
    named["purchases_before_90"] = rows.count(bought & rows.within(90, 90))
    named["spend_before_90"] = rows.total(amount, rows.within(90, 90))
    named["returns_90"] = rows.count((amount < 0) & rows.within(90))
    named["pace"] = rows.total(np.exp(-rows.age / PACE_DAYS), bought)
    return named


def _rhythm(rows: Rows, bought: np.ndarray, at: np.ndarray, recency: Floats) -> Named:
    """Gaps between purchase days (UTC), own and shrunk towards the store's."""
    customer, day = rows.customer[bought], (at[bought] // int(DAY)).astype(np.int64)
    first = np.ones(len(day), dtype=bool)
    first[1:] = (customer[1:] != customer[:-1]) | (day[1:] != day[:-1])
    customer, day = customer[first], day[first]
    inner = np.flatnonzero(customer[1:] == customer[:-1])
    gap = (day[inner + 1] - day[inner]).astype(np.float64)
    owner = customer[inner]
    n = rows.size
    gaps = np.bincount(owner, minlength=n).astype(np.float64)
    total = np.bincount(owner, weights=gap, minlength=n)
    squares = np.bincount(owner, weights=gap**2, minlength=n)
    nan = np.full(n, np.nan)
    own = np.divide(total, gaps, out=nan.copy(), where=gaps > 0)
    store = float(np.median(own[gaps > 0])) if (gaps > 0).any() else USUAL_GAP
    last = nan.copy()
    last[owner] = gap
    earlier = (total - np.nan_to_num(last) + PRIOR_GAPS * store) / (np.maximum(gaps - 1, 0) + PRIOR_GAPS)
    rhythm = (total + PRIOR_GAPS * store) / (gaps + PRIOR_GAPS)
    variance = np.divide(squares, gaps, out=nan.copy(), where=gaps > 1) - own**2
    return {
        "purchase_days": np.bincount(customer, minlength=n).astype(np.float64),
        "gap_days": own,
        "gap_spread": np.sqrt(np.maximum(variance, 0.0)) / np.maximum(own, 1.0),
        "rhythm_days": rhythm,
        "overdue": recency / rhythm,
        "last_gap_days": last,
        "last_gap_ratio": last / earlier,
        "store_gap_days": np.full(n, store),
    }
