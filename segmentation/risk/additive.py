"""A risk model that is a sum: each feature adds its part to the log-odds, so a score can be told."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segmentation.behaviour import Behaviour
from segmentation.risk.calls import Calls
from segmentation.risk.churn import SILENCE, bound

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Term:
    """What one feature adds: linear between ``knots``, constant outside, ``missing`` where it is nan."""

    feature: str
    scale: str
    """``rank``: knots are shares (0-1) of the customers compared with; ``value``: the feature's own unit."""
    knots: tuple[float, ...]
    values: tuple[float, ...]
    """Log-odds."""
    missing: float = 0.0

    def add(self, column: Floats, reference: Floats) -> Floats:
        """Contribution of each value, shape (n,), log-odds."""
        x = ranks(column, reference) if self.scale == "rank" else column
        known = ~np.isnan(x)
        return np.where(known, np.interp(np.nan_to_num(x), self.knots, self.values), self.missing)


@dataclass(frozen=True)
class AdditiveModel:
    """``base`` plus all terms are the log-odds of leaving within ``horizon_days``."""

    base: float
    """Log-odds of an average customer; every term is centred on the customers it was learnt from."""
    terms: tuple[Term, ...]
    horizon_days: int
    active_days: int
    basis: str
    """``model`` or ``rules``."""
    trained: Mapping[str, Any]
    """What it was learnt from: cut-offs (UTC seconds), examples, rate; for people to read."""
    churn: str = SILENCE
    """What leaving means: ``silence`` or ``cancellation``."""
    calls: Calls | None = None
    """Where one may be sure; None where too little is known."""

    def to_json(self) -> str:
        """The whole model as text."""
        return json.dumps(asdict(self), sort_keys=True)


def from_json(text: str) -> AdditiveModel:
    """The model written by ``to_json``."""
    document = json.loads(text)
    terms = tuple(
        Term(t["feature"], t["scale"], tuple(t["knots"]), tuple(t["values"]), t["missing"])
        for t in document.pop("terms")
    )
    calls = document.pop("calls", None)
    return AdditiveModel(terms=terms, calls=Calls(**calls) if calls else None, **document)


def ranks(column: Floats, reference: Floats) -> Floats:
    """Mid-rank of each value among the known reference values, 0-1; nan stays nan, ties share a rank."""
    ordered = np.sort(reference[~np.isnan(reference)])
    if len(ordered) == 0:
        return np.full(len(column), np.nan)
    below = np.searchsorted(ordered, column, side="left")
    upto = np.searchsorted(ordered, column, side="right")
    return np.where(np.isnan(column), np.nan, (below + upto) / (2 * len(ordered)))


def compared(behaviour: Behaviour, active_days: int, churn: str = SILENCE) -> NDArray[np.bool_]:
    """Customers that ranks are taken among: those who bought within ``active_days`` and can still leave."""
    ago = behaviour.column("recency_days")
    if churn == SILENCE:
        return ago <= active_days
    recent = np.fmin(ago, behaviour.column("event_recency_days")) <= active_days
    return recent & bound(behaviour, churn)


def contributions(model: AdditiveModel, behaviour: Behaviour, beside: Behaviour | None = None) -> Floats:
    """What each term adds for each customer, shape (n, terms), log-odds.

    Ranks are taken among the customers of ``beside``; without it, among those of ``behaviour``.
    """
    others = beside or behaviour
    among = compared(others, model.active_days, model.churn)
    parts = [
        term.add(behaviour.column(term.feature), others.column(term.feature)[among]) for term in model.terms
    ]
    return np.column_stack(parts) if parts else np.zeros((len(behaviour.customer_ids), 0))


def log_odds(model: AdditiveModel, parts: Floats) -> Floats:
    """Log-odds of leaving within the horizon, shape (n,)."""
    total: Floats = model.base + parts.sum(axis=1)
    return total


def probability(model: AdditiveModel, behaviour: Behaviour) -> Floats:
    """Probability of leaving within the horizon, shape (n,), for customers who can be judged."""
    return sigmoid(log_odds(model, contributions(model, behaviour)))


def sigmoid(x: Floats) -> Floats:
    """Log-odds to probability."""
    return 1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))


def centred(terms: Sequence[Term], parts: Floats, base: float) -> tuple[tuple[Term, ...], float]:
    """The same sum with each term's mean over ``parts`` moved into the base."""
    means = parts.mean(axis=0)
    moved = tuple(
        Term(t.feature, t.scale, t.knots, tuple(float(v - m) for v in t.values), float(t.missing - m))
        for t, m in zip(terms, means, strict=True)
    )
    return moved, float(base + means.sum())
