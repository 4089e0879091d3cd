"""How likely a customer is not to come back, why, and how good that judgement was in the past."""

from segmentation.risk.additive import AdditiveModel, from_json, probability
from segmentation.risk.backtest import Backtest, Fold, Prediction, backtest, cutoffs_of
from segmentation.risk.horizon import horizon_of
from segmentation.risk.training import History, fit_risk

__all__ = [
    "AdditiveModel",
    "Backtest",
    "Fold",
    "History",
    "Prediction",
    "backtest",
    "cutoffs_of",
    "fit_risk",
    "from_json",
    "horizon_of",
    "probability",
]
