"""A made-up store and what the risk model learns of it."""

import pytest

from segmentation.risk import AdditiveModel, History, fit_risk
from tests.segmentation.histories import NOW, SETTINGS, Shop, moment, shop


@pytest.fixture(scope="module")
def made() -> Shop:
    """A made-up store with steady, fading and rare buyers."""
    return shop()


@pytest.fixture(scope="module")
def history(made: Shop) -> History:
    """All it knows."""
    return History(made.orders, made.events, made.said)


@pytest.fixture(scope="module")
def model(history: History) -> AdditiveModel:
    """What it learns as of one day."""
    return fit_risk(history, moment(NOW), 45, SETTINGS)
