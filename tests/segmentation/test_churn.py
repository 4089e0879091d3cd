"""What leaving means: silence or cancelling, read off a store's past, and back-tested either way."""

import numpy as np
import pytest

from segmentation.risk import History, backtest, cutoffs_of, fit_risk, probability
from segmentation.risk.churn import CANCELLATION, SILENCE
from segmentation.settings import Settings
from tests.segmentation.histories import events_of, moment, orders_of, shop

SETTINGS = Settings(horizon_days=45)
NOW = 430


def subscribers(customers: int = 320, days: int = 600, seed: int = 5) -> tuple[History, dict[str, float]]:
    """Everyone pays monthly until they cancel, if they do; who will soon cancel uses the service less.

    Returns the history and the day on which each cancelled.
    """
    draw = np.random.default_rng(seed)
    paid: list[tuple[str, float, float]] = []
    moved: list[tuple[str, float, str]] = []
    ends: dict[str, float] = {}
    for number in range(customers):
        name, start = f"s{number:03d}", float(draw.uniform(0, 200))
        end = start + float(draw.exponential(500)) + 40
        for day in np.arange(start, min(end, days), 30.0):
            paid.append((name, float(day), 9.0))
        for day in np.arange(start, min(end, days), 5.0):
            if draw.random() < (0.15 if day > end - 40 else 0.8):
                moved.append((name, float(day), "login"))
        if end < days:
            ends[name] = end
            moved.append((name, end, "subscription_cancelled"))
    return History(orders_of(paid), events_of(moved)), ends


def test_the_past_shows_what_leaving_means() -> None:
    """Subscribers cancel, shoppers fall silent; a setting wins over both."""
    bound, _ = subscribers()
    made = shop()
    free = History(made.orders, made.events, made.said)
    assert bound.churn(moment(NOW), SETTINGS) == CANCELLATION
    assert free.churn(moment(NOW), SETTINGS) == SILENCE
    assert bound.churn(moment(NOW), Settings(churn=SILENCE)) == SILENCE


def test_a_contractual_store_is_back_tested_by_its_cancellations() -> None:
    """Only those who may still cancel are judged, by whether they do; falling use gives them away."""
    history, ends = subscribers()
    cuts = cutoffs_of(history, moment(590), 45, 4)
    found = backtest(history, cuts, SETTINGS, 45)
    assert found.churn == CANCELLATION
    assert len(found.folds) == 4
    for fold in found.folds:
        day = (fold.cutoff - moment(0)) / 86_400
        for one in fold.predictions:
            end = ends.get(one.customer_id, np.inf)
            assert end > day
            assert one.left == (end <= day + 45)
    assert found.mean is not None
    assert found.mean.auc > found.baselines["recency"].auc
    assert found.mean.auc > 0.6


def test_whoever_has_cancelled_is_gone() -> None:
    """The cancelled are almost sure to be lost, and that is told; those who stay are not."""
    history, ends = subscribers()
    model = fit_risk(history, moment(NOW), 45, SETTINGS)
    assert model.churn == CANCELLATION
    behaviour = history.behaviour(moment(NOW), model.churn)
    chance = probability(model, behaviour)
    gone = np.array([ends.get(name, np.inf) <= NOW for name in behaviour.customer_ids])
    assert chance[gone].min() > 0.8
    assert chance[~gone].mean() < 0.3


def test_who_comes_back_has_not_cancelled() -> None:
    """An order after a cancellation, or a new beginning, undoes it; the last bill of that day does not."""
    orders = orders_of([("back", 1.0, 5.0), ("back", 40.0, 5.0), ("bill", 30.5, 5.0), ("anew", 1.0, 5.0)])
    kinds = [("back", 30.0, "cancel"), ("bill", 30.0, "cancel"), ("anew", 30.0, "cancel")]
    events = events_of([*kinds, ("anew", 35.0, "subscription_started")])
    behaviour = History(orders, events).behaviour(moment(50))
    cancelled = dict(zip(behaviour.customer_ids, behaviour.column("cancelled"), strict=True))
    assert cancelled == {"back": 0.0, "bill": 1.0, "anew": 0.0}


@pytest.mark.parametrize("churn", [SILENCE, CANCELLATION])
def test_a_store_without_events_can_be_judged_either_way(churn: str) -> None:
    """A setting that does not fit the data breaks nothing."""
    made = shop(60)
    history = History(made.orders)
    model = fit_risk(history, moment(NOW), 45, Settings(churn=churn))
    chance = probability(model, history.behaviour(moment(NOW), model.churn))
    assert np.isfinite(chance).all()
