"""How sure an expectation is: the posterior predictive distribution of one customer's purchases and spend.

Purchases: given the customer's past, the chance to be still there, the buying rate (Gamma) and the chance
to leave after a purchase (Beta) are as BG/NBD's posterior says; the chance of k purchases follows exactly.
Spend: a sum of k orders is a Gamma over the Gamma-Gamma posterior; quantiles are read off a fixed low-
discrepancy set of points, the same for every customer, so that no interval changes because somebody else
came or went.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.value.bgnbd import BgNbd, Buyers, alive

Floats = NDArray[np.float64]
LEVEL = 0.8
"""Share of customers whose spend should lie within their interval."""
MOST = 120
POINTS = 256
CHUNK = 2_000
GOLDEN = 1.2207440846057596
"""Root of x^4 = x + 1: its powers spread points evenly in three dimensions."""


@dataclass(frozen=True)
class Sums:
    """Spend given k purchases: Gamma(shape x k) x rate / Gamma(known), one row a customer."""

    shape: Floats
    """Of one purchase day."""
    rate: Floats
    known: Floats
    """Shape of the posterior; infinite where the mean order is taken as known."""


def chances(model: BgNbd, buyers: Buyers, weeks: float, most: int = MOST) -> Floats:
    """Probability of 0, 1, … ``most`` purchases in the next ``weeks`` (the last: so many or more).

    Shape (n, most + 1). Who is still there buys min(Poisson, Geometric) times: until the time is over or they
    leave, whichever comes first.
    """
    r, a, b = model.r + buyers.frequency, model.a, model.b + buyers.frequency
    buying = weeks / (model.alpha + buyers.age + weeks)
    exactly = (1.0 - buying) ** r
    # Chances by recursion over k: exactly k if nobody left, k or more, still there after the k-th.
    more, stays, leaves = np.ones_like(r), np.ones_like(r), np.zeros_like(r)
    there = alive(model, buyers)
    found = np.zeros((len(r), most + 1))
    for k in range(most):
        found[:, k] = there * (stays * exactly + leaves * more)
        more = np.maximum(more - exactly, 0.0)
        exactly = exactly * (r + k) / (k + 1) * buying
        gone = stays * a / (a + b + k)
        stays, leaves = stays - gone, gone
    found[:, 0] += 1.0 - there
    found[:, most] = np.maximum(1.0 - found.sum(axis=1), 0.0)
    return found


def without_leaving(shape: Floats, buying: Floats, most: int = MOST) -> Floats:
    """The same where it is only known how often they buy: negative binomial, shape (n, most + 1)."""
    exactly = (1.0 - buying) ** shape
    found = np.zeros((len(shape), most + 1))
    for k in range(most):
        found[:, k] = exactly
        exactly = exactly * (shape + k) / (k + 1) * buying
    found[:, most] = np.maximum(1.0 - found.sum(axis=1), 0.0)
    return found


def spend_interval(chance: Floats, sums: Sums, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Lower and upper end of the middle ``level`` of each customer's spend, each of shape (n,)."""
    low, high = np.zeros(len(chance)), np.zeros(len(chance))
    tail = (1.0 - level) / 2.0
    # Whoever almost surely buys nothing has 0 at both ends and needs no points.
    open_ended = np.flatnonzero(chance[:, 0] < 1.0 - tail)
    for start in range(0, len(open_ended), CHUNK):
        rows = open_ended[start : start + CHUNK]
        drawn = np.sort(_draws(chance[rows], _of(sums, rows)), axis=1)
        low[rows], high[rows] = np.quantile(drawn, [tail, 1.0 - tail], axis=1)
    return low, high


def _of(sums: Sums, rows: np.ndarray) -> Sums:
    return Sums(sums.shape[rows], sums.rate[rows], sums.known[rows])


def _draws(chance: Floats, sums: Sums) -> Floats:
    """Spend at every point, shape (n, POINTS)."""
    u, first, second = _points()
    reached = np.cumsum(chance, axis=1)
    enough = int((reached < 1.0 - 1e-4).sum(axis=1).max()) + 1
    bought = np.zeros((len(chance), POINTS))
    for k in range(min(enough, chance.shape[1])):
        bought += reached[:, k, None] < u[None, :]
    spent = _gamma(sums.shape[:, None] * bought, first) * sums.rate[:, None]
    sure = np.isinf(sums.known)
    known = np.where(sure, 1.0, sums.known)[:, None]
    total: Floats = spent / np.where(sure[:, None], 1.0, _gamma(known, second))
    return total


def _points() -> tuple[Floats, Floats, Floats]:
    """Uniform, normal and normal coordinates of the points."""
    from scipy.special import ndtri

    steps = np.arange(1, POINTS + 1)
    u, first, second = ((0.5 + steps / GOLDEN**power) % 1.0 for power in (1, 2, 3))
    return u, ndtri(first), ndtri(second)


def _gamma(shape: Floats, z: Floats) -> Floats:
    """Gamma quantiles at normal scores, after Wilson and Hilferty 1931; 0 where the shape is."""
    safe = np.maximum(shape, 1e-9)
    value: Floats = shape * np.maximum(1.0 - 1.0 / (9.0 * safe) + z / (3.0 * np.sqrt(safe)), 0.0) ** 3
    return value
