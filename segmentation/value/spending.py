"""Gamma-Gamma: what an average order of a customer is worth, shrunk to the store's (Fader, Hardie 2013)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class GammaGamma:
    """Order values ~ Gamma(p, nu), nu ~ Gamma(q, scale)."""

    p: float
    q: float
    scale: float


def fit(orders: Floats, mean: Floats) -> GammaGamma:
    """Maximum likelihood on customers with ``orders`` (counts) of positive ``mean`` value."""
    from scipy.optimize import minimize
    from scipy.special import gammaln

    unit = float(np.median(mean))
    value = mean / unit

    def loss(logs: Floats) -> float:
        p, q, v = np.exp(np.clip(logs, -6, 6))
        each = gammaln(p * orders + q) - gammaln(p * orders) - gammaln(q) + q * np.log(v)
        each = each + (p * orders - 1) * np.log(value) + p * orders * np.log(orders)
        each = each - (p * orders + q) * np.log(v + orders * value)
        return float(-each.mean() + 1e-3 * (logs**2).sum())

    p, q, v = np.exp(minimize(loss, np.array([1.0, 1.0, 0.5]), method="L-BFGS-B").x)
    return GammaGamma(float(p), float(q), float(v * unit))


def expected_order(model: GammaGamma, orders: Floats, mean: Floats) -> Floats:
    """Expected value of a customer's next order, shape (n,); the store's for those without orders."""
    p, q = model.p, max(model.q, 1.05)
    weight = p * orders / (p * orders + q - 1.0)
    total: Floats = weight * np.nan_to_num(mean) + (1.0 - weight) * p * model.scale / (q - 1.0)
    return total
