"""What a risk model must beat: recency, frequency, BG/NBD, and a plain logistic regression."""

from dataclasses import dataclass

import numpy as np

from segmentation.behaviour import Behaviour
from segmentation.risk.churn import SILENCE
from segmentation.risk.groups import ALL_FEATURES
from segmentation.risk.metrics import Floats, Metrics, metrics
from segmentation.risk.training import History, origins
from segmentation.settings import Settings
from segmentation.value import bgnbd
from segmentation.value.expected import buyers_of, fit_value

LOGISTIC_ORIGINS = 3
QUANTILES = 100
STRENGTH = 0.1


@dataclass(frozen=True)
class Baselines:
    """Each judged on the same customers as the model; None where one cannot be fitted."""

    recency: Metrics
    frequency: Metrics
    bg_nbd: Metrics | None
    logistic: Metrics | None


def baselines(
    history: History, behaviour: Behaviour, happened: Floats, horizon: int, settings: Settings, churn: str
) -> Baselines:
    """All four at the moment of ``behaviour``; they know as little of what came later as the model does."""
    score = _logistic(history, behaviour, horizon, settings, churn)
    return Baselines(
        metrics(happened, _known(behaviour.column("recency_days")), probabilities=False),
        metrics(happened, -behaviour.column("purchases"), probabilities=False),
        _bg_nbd(behaviour, happened, horizon) if churn == SILENCE else None,
        metrics(happened, score) if score is not None else None,
    )


def _known(column: Floats) -> Floats:
    return np.nan_to_num(column, nan=float(np.nanmax(column)) if not np.isnan(column).all() else 0.0)


def _bg_nbd(behaviour: Behaviour, happened: Floats, horizon: int) -> Metrics | None:
    """Ranked by expected purchases (not by the chance of being alive), with its chance of silence."""
    fitted = fit_value(behaviour).buying
    if fitted is None:
        return None
    buyers, weeks = buyers_of(behaviour), horizon / bgnbd.WEEK
    ranked = metrics(happened, -bgnbd.expected_purchases(fitted, buyers, weeks), probabilities=False)
    chances = metrics(happened, bgnbd.silence(fitted, buyers, weeks))
    return Metrics(ranked.auc, ranked.average_precision, ranked.lift_at_10, chances.brier, chances.ece)


def _logistic(
    history: History, behaviour: Behaviour, horizon: int, settings: Settings, churn: str
) -> Floats | None:
    """A ridge logistic regression on the quantiles of all features, learnt from the newest three cut-offs."""
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import QuantileTransformer

    cuts = origins(history, behaviour.moment, horizon, LOGISTIC_ORIGINS, churn)
    seen = [history.behaviour(cut, churn) for cut in cuts]
    if sum(len(b.customer_ids) for b in seen) < settings.minimum_examples:
        return None
    happened = np.concatenate([history.left(b, horizon, churn) for b in seen])
    if happened.min() == happened.max():
        return None
    table = np.vstack([b.columns(ALL_FEATURES) for b in seen])
    known = [name for name, column in zip(ALL_FEATURES, table.T, strict=True) if _varies(column)]
    model = make_pipeline(
        SimpleImputer(strategy="median"),
        QuantileTransformer(n_quantiles=min(QUANTILES, len(table)), random_state=settings.seed),
        LogisticRegression(C=STRENGTH, max_iter=1000),
    )
    model.fit(np.vstack([b.columns(known) for b in seen]), happened)
    chance: Floats = model.predict_proba(behaviour.columns(known))[:, 1]
    return chance


def _varies(column: Floats) -> bool:
    known = column[~np.isnan(column)]
    return len(known) > 0 and bool(known.min() < known.max())
