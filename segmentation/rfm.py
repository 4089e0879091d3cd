"""Recency, frequency, monetary: scores 1-5 among the store's buyers, and a label from one table.

Recency is calendar days (UTC) since the last purchase, frequency the number of purchases (orders of
positive amount), monetary the net amount of all orders, returns included. A score is the fifth that a
customer's mid-rank falls into, so equal customers score alike whatever their order:
1 + floor(5 x (below + equal / 2) / buyers).
"""

import numpy as np
from numpy.typing import NDArray

from index.records import Rfm
from segmentation.behaviour import Behaviour

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LABELS = (
    # mean of frequency and monetary score, rounded half up: 1, 2, 3, 4, 5
    ("lost", "lost", "at_risk", "at_risk", "cant_lose"),  # recency score 1
    ("hibernating", "hibernating", "at_risk", "at_risk", "cant_lose"),  # 2
    ("about_to_sleep", "about_to_sleep", "needs_attention", "loyal", "loyal"),  # 3
    ("promising", "promising", "potential_loyalist", "loyal", "champions"),  # 4
    ("new", "promising", "potential_loyalist", "champions", "champions"),  # 5
)
PROSPECT = "prospect"


def scores(values: Floats) -> Ints:
    """1-5 by fifths of the mid-rank, higher values higher, shape (n,)."""
    ordered = np.sort(values)
    below = np.searchsorted(ordered, values, side="left")
    upto = np.searchsorted(ordered, values, side="right")
    # In halves of a customer, so that no rounding of fractions decides a score.
    fifth = (5 * (below + upto)) // max(2 * len(values), 1)
    clipped: Ints = np.minimum(fifth, 4).astype(np.int64) + 1
    return clipped


def label(r: int, f: int, m: int) -> str:
    """The table's label for three scores."""
    return LABELS[r - 1][(f + m + 1) // 2 - 1]


def rfm(behaviour: Behaviour) -> tuple[Rfm, ...]:
    """One judgement a customer; those who never bought are prospects with the lowest scores."""
    bought = behaviour.column("purchases") > 0
    recency, frequency = behaviour.column("recency_calendar"), behaviour.column("purchases")
    monetary = np.round(behaviour.column("net"), 2)
    r, f, m = np.ones((3, len(bought)), dtype=np.int64)
    r[bought] = scores(-recency[bought])
    f[bought], m[bought] = scores(frequency[bought]), scores(monetary[bought])
    judged = []
    for place, has in enumerate(bought.tolist()):
        three = (int(r[place]), int(f[place]), int(m[place]))
        days = int(recency[place]) if has else None
        name = label(*three) if has else PROSPECT
        judged.append(Rfm(days, int(frequency[place]), float(monetary[place]), *three, name))
    return tuple(judged)
