"""The risk of every customer with all that is told about it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.records import LOW_RISK, Risk
from segmentation.behaviour import Behaviour
from segmentation.risk.additive import AdditiveModel, contributions, log_odds, sigmoid
from segmentation.risk.churn import judged
from segmentation.risk.evidence import Evidence
from segmentation.risk.levers import levers
from segmentation.risk.reasons import explain
from segmentation.risk.standing import levels, threshold_of
from segmentation.risk.training import History
from segmentation.settings import Settings


@dataclass(frozen=True)
class Risks:
    """One risk a customer, in the order of the behaviour judged."""

    risks: Sequence[Risk | None]
    """None where nothing can be said of a customer."""
    chance: NDArray[np.float64]
    """Probabilities, nan where nothing can be said."""


def judge_risk(
    model: AdditiveModel, history: History, behaviour: Behaviour, evidence: Evidence, settings: Settings
) -> Risks:
    """Judge everyone of ``behaviour``; ``history`` is not read past its moment."""
    places = np.flatnonzero(judged(behaviour, model.churn))
    known = behaviour.choose(places)
    parts = contributions(model, known)
    scores = log_odds(model, parts)
    chance = sigmoid(scores)
    standing = levels(model, known, chance, settings)
    wanted = np.array([level != LOW_RISK for level in standing], dtype=bool)
    moved = levers(model, history, known, chance, wanted) if wanted.any() else {}
    sure = model.calls.of(scores) if model.calls is not None else ("",) * len(scores)
    told = explain(model, known, parts, evidence, settings.currency)
    threshold = threshold_of(model, settings)
    risks: list[Risk | None] = [None] * len(behaviour.customer_ids)
    for row, place in enumerate(places.tolist()):
        risks[place] = Risk(
            float(chance[row]),
            model.horizon_days,
            told[row],
            model.basis,
            model.base,
            standing[row],
            threshold,
            sure[row],
            model.churn,
            moved.get(known.customer_ids[row], ()),
        )
    chances = np.full(len(risks), np.nan)
    chances[places] = chance
    return Risks(risks, chances)
