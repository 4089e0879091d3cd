"""Expected spend, and BG/NBD against its published figures."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from segmentation.behaviour import behaviour_of
from segmentation.value import ValueModel, expected_spend, fit_value, from_json
from segmentation.value.bgnbd import BgNbd, Buyers, alive, expected_purchases, fit, silence
from tests.segmentation.histories import moment, orders_of, shop

END = date(1997, 9, 30)


def cdnow(folder: Path) -> tuple[Buyers, np.ndarray]:
    """Calibration statistics (to 1997-09-30, weeks) and purchase days in the 39 weeks after."""
    days: dict[str, set[date]] = {}
    for line in (folder / "beh_cdnow" / "CDNOW_sample.txt").read_text().splitlines():
        _, customer, day, *_ = line.split()
        days.setdefault(customer, set()).add(date(int(day[:4]), int(day[4:6]), int(day[6:])))
    known = {customer: sorted(d for d in found if d <= END) for customer, found in days.items()}
    frequency = np.array([len(found) - 1.0 for found in known.values()])
    recency = np.array([(found[-1] - found[0]).days / 7 for found in known.values()])
    age = np.array([(END - found[0]).days / 7 for found in known.values()])
    later = np.array([sum(d > END for d in days[customer]) for customer in known])
    return Buyers(frequency, recency, age), later


def test_bgnbd_finds_the_published_cdnow_parameters(shared_data: Path) -> None:
    """Fader, Hardie and Lee 2005, table 2, and the holdout that follows from it."""
    buyers, later = cdnow(shared_data)
    model = fit(buyers)
    assert (model.r, model.alpha, model.a, model.b) == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=2e-3)
    assert model.log_likelihood == pytest.approx(-9582.4, abs=0.1)
    expected = expected_purchases(model, buyers, 39)
    assert np.corrcoef(expected, later)[0, 1] == pytest.approx(0.626, abs=0.01)


def test_expected_purchases_do_not_fall_into_the_one_timer_trap() -> None:
    """A one-time buyer is alive for certain by construction, yet expected to buy less than a regular one."""
    model = BgNbd(0.243, 4.414, 0.793, 2.426, 0.0)
    buyers = Buyers(np.array([0.0, 8.0]), np.array([0.0, 36.0]), np.array([39.0, 39.0]))
    assert alive(model, buyers)[0] == 1.0
    expected = expected_purchases(model, buyers, 39)
    assert expected[0] < expected[1]
    assert silence(model, buyers, 39)[0] > silence(model, buyers, 39)[1]


def test_silence_is_a_chance_that_shrinks_with_time() -> None:
    """Nobody buys in no time; the longer one waits, the less likely is silence."""
    model = BgNbd(0.243, 4.414, 0.793, 2.426, 0.0)
    buyers = Buyers(np.array([3.0]), np.array([20.0]), np.array([30.0]))
    chances = [float(silence(model, buyers, weeks)[0]) for weeks in (0, 1, 10, 100)]
    assert chances[0] == pytest.approx(1.0)
    assert chances == sorted(chances, reverse=True)


def test_expected_spend_follows_the_made_up_shop() -> None:
    """Steady buyers are worth more than rare ones; the total is near what they then spent."""
    made = shop(600)
    behaviour = behaviour_of(made.orders, None, None, moment(400))
    model = fit_value(behaviour)
    assert model.basis == "bg_nbd"
    spend = dict(zip(behaviour.customer_ids, expected_spend(model, behaviour, 90), strict=True))
    mean = {k: np.mean([v for c, v in spend.items() if made.kind[c] == k]) for k in ("steady", "rare")}
    assert mean["steady"] > 3 * mean["rare"]
    later = (made.orders.at > moment(400)) & (made.orders.at <= moment(490))
    assert sum(spend.values()) == pytest.approx(made.orders.amount[later].sum(), rel=0.25)


def test_those_long_gone_hold_little_value() -> None:
    """After a silence of many rhythms little is expected; who never bought is worth nothing."""
    made = shop(300)
    behaviour = behaviour_of(made.orders, None, made.said, moment(400), [*made.kind, "new"])
    spend = expected_spend(fit_value(behaviour), behaviour, 90)
    overdue, days = behaviour.column("overdue"), behaviour.column("purchase_days")
    gone, fresh = spend[(overdue > 5) & (days > 5)], spend[(overdue < 1) & (days > 5)]
    assert gone.mean() < 0.1 * fresh.mean()
    assert spend[behaviour.customer_ids.index("new")] == 0


def test_few_customers_get_shrunken_rates() -> None:
    """A small store is judged by rates; a silent customer is expected to spend less than a fresh one."""
    rows = [("fresh", float(d), 20.0) for d in range(0, 100, 10)]
    rows += [("silent", float(d), 20.0) for d in range(0, 40, 4)]
    behaviour = behaviour_of(orders_of(rows), None, None, moment(100))
    model = fit_value(behaviour)
    assert model.basis == "rates"
    spend = dict(zip(behaviour.customer_ids, expected_spend(model, behaviour, 30), strict=True))
    assert 0 < spend["silent"] < spend["fresh"]


def test_models_come_back_from_json() -> None:
    """Both kinds of model survive being stored."""
    for model in (
        fit_value(behaviour_of(shop(300).orders, None, None, moment(400))),
        ValueModel(None, None, "rates"),
    ):
        assert from_json(model.to_json()) == model
