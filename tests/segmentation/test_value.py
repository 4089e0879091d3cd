"""Expected spend, and BG/NBD against its published figures."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from benchmarks.orders import cdnow_sample
from index.ports import OrderColumns
from segmentation.behaviour import behaviour_of
from segmentation.value import ValueModel, expect, expected_spend, fit_value, from_json
from segmentation.value.bgnbd import BgNbd, Buyers, alive, expected_purchases, fit, silence
from segmentation.value.interval import MOST, Sums, chances, spend_interval, without_leaving
from segmentation.value.pace import measure
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


def test_totals_of_cdnow_are_set_right_by_its_own_past(shared_data: Path) -> None:
    """39 weeks after 30 September 1997: at most 8 % off in all, and the intervals hold what they promise."""
    orders = cdnow_sample(shared_data)
    cut = int(datetime(1997, 9, 30, 23, 59, 59, tzinfo=UTC).timestamp())
    behaviour = behaviour_of(orders, None, None, cut)
    found = expect(fit_value(behaviour, orders, 273), behaviour, 273)
    later = orders.at > cut
    days = np.unique(np.stack([orders.customer[later], orders.at[later] // 86_400]), axis=1)[0]
    bought = np.bincount(days, minlength=len(behaviour.customer_ids))
    spent = np.bincount(orders.customer[later], orders.amount[later], len(behaviour.customer_ids))
    assert found.purchases.sum() == pytest.approx(bought.sum(), rel=0.08)
    # Nearly half of the customers almost surely buy nothing: an interval from 0 cannot be missed below.
    assert (spent <= found.high + 0.01).mean() == pytest.approx(0.9, abs=0.02)
    assert ((spent >= found.low - 0.01) & (spent <= found.high + 0.01)).mean() >= found.level


def test_nothing_after_the_day_sets_totals_right(shared_data: Path) -> None:
    """The check of totals reads nothing later than the day it speaks of."""
    orders = cdnow_sample(shared_data)
    cut = int(datetime(1997, 9, 30, 23, 59, 59, tzinfo=UTC).timestamp())
    known = orders.at <= cut
    past = OrderColumns(orders.customer_ids, orders.customer[known], orders.at[known], orders.amount[known])
    assert measure(past, cut, 90) == measure(orders, cut, 90)


def test_a_season_of_last_year_is_expected_again() -> None:
    """Where everybody bought three times as often in one quarter of last year, more is expected there."""
    draw = np.random.default_rng(4)
    rows = []
    for number in range(250):
        day = float(draw.uniform(0, 30))
        while day < 730:
            rows.append((f"c{number:03d}", day, float(draw.gamma(5.0, 6.0))))
            busy = 300 <= day % 365 < 365
            day += float(draw.exponential(15 if busy else 45)) + 0.5
    orders = orders_of([row for row in rows if row[1] < 665])
    assert measure(orders, moment(665), 65).season > 1.3


def test_chances_of_purchases_agree_with_their_expectation() -> None:
    """Chances sum to one, and their mean is the closed form of the expectation; nought is the silence."""
    model = BgNbd(0.5, 6.0, 0.8, 2.5, 0.0)
    buyers = Buyers(np.array([0.0, 3.0, 12.0]), np.array([0.0, 20.0, 30.0]), np.array([20.0, 30.0, 31.0]))
    found = chances(model, buyers, 26)
    assert found.sum(axis=1) == pytest.approx(1.0)
    assert found @ np.arange(MOST + 1) == pytest.approx(expected_purchases(model, buyers, 26), rel=1e-3)
    assert found[:, 0] == pytest.approx(silence(model, buyers, 26))


def test_chances_agree_with_simulated_lives() -> None:
    """Rates and leavings drawn from the posterior, lived through one purchase at a time."""
    model = BgNbd(0.5, 6.0, 0.8, 2.5, 0.0)
    buyers = Buyers(np.array([4.0]), np.array([25.0]), np.array([30.0]))
    draw = np.random.default_rng(2)
    n = 200_000
    there = draw.random(n) < alive(model, buyers)[0]
    times = draw.poisson(draw.gamma(4.5, 1 / 36.0, n) * 20.0)
    leaves = draw.geometric(draw.beta(0.8, 6.5, n))
    counted = np.bincount(np.where(there, np.minimum(times, leaves), 0), minlength=8)[:8] / n
    assert chances(model, buyers, 20.0)[0, :8] == pytest.approx(counted, abs=0.004)


def test_intervals_of_spend_hold_drawn_spend() -> None:
    """Four in five draws of purchases and order values lie within the interval."""
    draw = np.random.default_rng(3)
    chance = without_leaving(np.array([6.0]), np.array([0.5]))
    low, high = spend_interval(chance, Sums(np.array([4.0]), np.array([300.0]), np.array([20.0])))
    bought = draw.negative_binomial(6, 0.5, 100_000)
    spent = draw.gamma(np.maximum(4.0 * bought, 1e-9)) * 300.0 / draw.gamma(20.0, size=100_000)
    assert ((spent >= low) & (spent <= high)).mean() == pytest.approx(0.8, abs=0.02)


def test_an_interval_does_not_hang_on_the_other_customers() -> None:
    """The same customer alone and among others has the same interval."""
    made = shop(300)
    behaviour = behaviour_of(made.orders, None, None, moment(400))
    model = fit_value(behaviour)
    whole = expect(model, behaviour, 90)
    alone = expect(model, behaviour.choose(np.array([5])), 90)
    assert (alone.low[0], alone.high[0]) == (whole.low[5], whole.high[5])
    assert (whole.low <= whole.spend + 1e-9).all() and (whole.high >= 0).all()
