"""BG/NBD: how often someone who may silently leave will buy again (Fader, Hardie, Lee 2005).

Time is in weeks. ``frequency`` counts repeat purchases, ``recency`` is the time from the first to the last
purchase, ``age`` from the first purchase to now. The chance of being alive is 1 for one-time buyers by
construction and so ranks nobody; expected purchases do.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.failures import InternalError

Floats = NDArray[np.float64]
WEEK = 7.0


@dataclass(frozen=True)
class Buyers:
    """Sufficient statistics, each of shape (n,), in weeks."""

    frequency: Floats
    recency: Floats
    age: Floats


@dataclass(frozen=True)
class BgNbd:
    """Fitted parameters: buying rates ~ Gamma(r, alpha), chance to leave after a purchase ~ Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float


def log_likelihood(model: BgNbd, buyers: Buyers) -> Floats:
    """Of each customer, shape (n,)."""
    from scipy.special import betaln, gammaln

    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    x = buyers.frequency
    rate = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stayed = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + buyers.age)
    repeat = np.maximum(x, 1.0)
    left = betaln(a + 1, b + repeat - 1) - betaln(a, b) - (r + x) * np.log(alpha + buyers.recency)
    total: Floats = rate + np.where(x > 0, np.logaddexp(stayed, left), stayed)
    return total


def fit(buyers: Buyers, penalty: float = 0.0) -> BgNbd:
    """Maximum likelihood; ``penalty`` x squared log-parameters keeps small stores sane.

    Raises:
        InternalError: the search did not end in finite parameters.
    """
    from scipy.optimize import minimize

    scale = max(float(buyers.age.max()), 1.0) / 10.0
    scaled = Buyers(buyers.frequency, buyers.recency / scale, buyers.age / scale)

    def loss(logs: Floats) -> float:
        r, alpha, a, b = np.exp(np.clip(logs, -12, 12))
        total = log_likelihood(BgNbd(r, alpha, a, b, 0.0), scaled).sum()
        return float(-total + penalty * (logs**2).sum()) / len(buyers.age)

    found = minimize(loss, np.array([-1.0, 0.0, -0.5, 0.5]), method="L-BFGS-B")
    if not np.isfinite(found.x).all():
        raise InternalError("the BG/NBD search did not end in finite parameters")
    r, alpha, a, b = (float(value) for value in np.exp(found.x))
    fitted = BgNbd(r, alpha * scale, a, b, 0.0)
    return BgNbd(r, alpha * scale, a, b, float(log_likelihood(fitted, buyers).sum()))


def alive(model: BgNbd, buyers: Buyers) -> Floats:
    """Chance of not having left yet, shape (n,)."""
    x = buyers.frequency
    odds = model.a / (model.b + np.maximum(x, 1.0) - 1.0)
    odds = odds * ((model.alpha + buyers.age) / (model.alpha + buyers.recency)) ** (model.r + x)
    return np.where(x > 0, 1.0 / (1.0 + odds), 1.0)


def expected_purchases(model: BgNbd, buyers: Buyers, weeks: float) -> Floats:
    """Purchases expected in the next ``weeks`` given the past, shape (n,)."""
    from scipy.special import hyp2f1

    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    x, age = buyers.frequency, buyers.age
    a_safe = a if abs(a - 1.0) > 1e-6 else 1.0 + 1e-6
    z = weeks / (alpha + age + weeks)
    series = hyp2f1(r + x, b + x, a_safe + b + x - 1.0, z)
    shrink = ((alpha + age) / (alpha + age + weeks)) ** (r + x)
    future = (a_safe + b + x - 1.0) / (a_safe - 1.0) * (1.0 - shrink * series)
    total: Floats = np.maximum(future, 0.0) * alive(model, buyers)
    return total


def silence(model: BgNbd, buyers: Buyers, weeks: float) -> Floats:
    """Chance of no purchase in the next ``weeks``, shape (n,): gone, or alive and not buying."""
    still = ((model.alpha + buyers.age) / (model.alpha + buyers.age + weeks)) ** (model.r + buyers.frequency)
    chance: Floats = 1.0 - alive(model, buyers) * (1.0 - still)
    return chance
