"""The effect of contacting on those contacted, with an interval.

Not randomised: doubly robust (Robins, Rotnitzky & Zhao 1994), for the contacted. The chance to be contacted
weighs those not contacted so that they resemble those who were; what a customer would have done without it is
predicted from those not contacted. Either of the two may be somewhat wrong. What neither can know, a reason
to contact that is in no feature, stays in the difference. Randomised: the plain difference.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Whole = NDArray[np.int64]

Z95 = 1.959964
HIGHEST_ODDS = 50.0
"""Of being contacted: nobody stands for more."""


@dataclass(frozen=True)
class Effect:
    """Shares 0..1 that came back, their difference and its standard error."""

    contacted: float
    comparable: float
    difference: float
    error: float

    def interval(self, z: float = Z95) -> tuple[float, float]:
        """Within -1..1."""
        return max(-1.0, self.difference - z * self.error), min(1.0, self.difference + z * self.error)


def effect_on_contacted(contacted: Mask, came: Mask, features: Floats, person: Whole) -> Effect:
    """The difference that contacting made for those contacted.

    Args:
        contacted: shape (n,); at least one of each.
        came: who came back within the horizon.
        features: shape (n, k), known before the contact; nan where unknown.
        person: whose row it is; rows of one person are not independent.
    """
    table = _scaled(features)
    odds = _odds(contacted, table)
    # Those not contacted, each standing for as many contacted ones as resemble them.
    weight = np.where(contacted, 0.0, odds)
    expected = _expected(~contacted, came, table, weight)
    n, weight = int(contacted.sum()), weight / weight.sum()
    missed = came - expected
    difference = float(missed[contacted].mean() - weight @ missed)
    parts = np.where(contacted, (missed - missed[contacted].mean()) / n, -weight * (missed - weight @ missed))
    by_person = np.bincount(np.unique(person, return_inverse=True)[1], parts)
    spread = float((by_person**2).sum())
    people = len(by_person)
    freedom = max(people - table.shape[1] - 1, 1)
    share = float(came[contacted].mean())
    return Effect(share, share - difference, difference, sqrt(spread * people / freedom))


def effect_of_draw(held: Mask, came: Mask) -> Effect:
    """The plain difference where chance decided who was left out (one ghost success and failure each)."""
    shares, spread = [], 0.0
    for group in (~held, held):
        n, back = int(group.sum()), int(came[group].sum())
        shares.append(back / n)
        middle = (back + 1) / (n + 2)
        spread += middle * (1 - middle) / (n + 2)
    return Effect(shares[0], shares[1], shares[0] - shares[1], sqrt(spread))


def _scaled(features: Floats) -> Floats:
    """Ranks to -1..1 and their squares: no scale and no outlier leads, and unknown stands in the middle."""
    from scipy.stats import rankdata

    columns = []
    for column in features.T:
        known = ~np.isnan(column)
        if not known.all() and known.any():
            columns.append(known.astype(np.float64))
        ranks = np.zeros(len(column))
        if known.any():
            placed = rankdata(column[known])
            ranks[known] = 2.0 * placed / (placed.max() + 1.0) - 1.0
        columns += [ranks, ranks**2]
    table = np.column_stack(columns) if columns else np.zeros((len(features), 0))
    moving: Floats = table[:, table.std(axis=0) > 1e-9]
    return moving


def _odds(contacted: Mask, table: Floats) -> Floats:
    if not table.shape[1]:
        return np.ones(len(table))
    from sklearn.linear_model import LogisticRegression

    chance = LogisticRegression(C=10.0, max_iter=500).fit(table, contacted).predict_proba(table)[:, 1]
    odds: Floats = np.minimum(chance / np.maximum(1.0 - chance, 1e-9), HIGHEST_ODDS)
    return odds


def _expected(others: Mask, came: Mask, table: Floats, weight: Floats) -> Floats:
    """Chance of coming back without a contact, for everybody."""
    seen = came[others]
    if seen.all() or not seen.any() or not table.shape[1]:
        return np.full(len(came), float(seen.mean()))
    from sklearn.linear_model import LogisticRegression

    share = weight[others] / weight[others].mean()
    model = LogisticRegression(C=10.0, max_iter=500).fit(table[others], seen, sample_weight=share)
    chance: Floats = model.predict_proba(table)[:, 1]
    return chance
