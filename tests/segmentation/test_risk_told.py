"""What is told of a risk: its level, how sure it is, what would change it, and what complaints are about."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import GONE, HIGH_RISK, LOW_RISK, Reason
from prompts.reading import LANGUAGES
from segmentation.risk import AdditiveModel, History
from segmentation.risk.additive import contributions, from_json, log_odds, sigmoid
from segmentation.risk.calls import LEAVES, STAYS, UNSURE, Calls, calls_from
from segmentation.risk.evidence import evidence_of
from segmentation.risk.judging import judge_risk
from segmentation.risk.levers import HARSH, levers, until
from segmentation.risk.standing import levels, threshold_of
from segmentation.wording import tell
from tests.segmentation.histories import NOW, SETTINGS, Message, Shop, moment, orders_of, said_of


def test_whoever_left_long_ago_is_gone_not_at_risk(history: History, model: AdditiveModel) -> None:
    """High is likely to leave and not gone; gone has been silent for a whole horizon; low is unlikely."""
    behaviour = history.behaviour(moment(NOW))
    chance = sigmoid(log_odds(model, contributions(model, behaviour)))
    standing = levels(model, behaviour, chance, SETTINGS)
    threshold = threshold_of(model, SETTINGS)
    silent = behaviour.column("recency_days")
    assert set(standing) == {HIGH_RISK, GONE, LOW_RISK}
    for level, p, days in zip(standing, chance, silent, strict=True):
        assert (level == LOW_RISK) == (p < threshold)
        assert level != GONE or days >= 45
    assert 0 < standing.count(HIGH_RISK) < standing.count(GONE)


def test_where_most_leave_a_chance_below_the_usual_is_not_high(model: AdditiveModel) -> None:
    """The threshold follows the store's own share of leavers, and is never out of reach."""

    def at(rate: float) -> AdditiveModel:
        return replace(model, trained={"rate": rate})

    assert threshold_of(at(0.2), SETTINGS) == SETTINGS.risk_high
    assert threshold_of(at(0.8), SETTINGS) == pytest.approx(0.8)
    assert threshold_of(at(1.0), SETTINGS) < 1.0


def test_levers_are_the_models_own_answers(history: History, model: AdditiveModel) -> None:
    """An order or a visit helps, waiting harms, and nothing is told of what moves nothing."""
    behaviour = history.behaviour(moment(NOW))
    chance = sigmoid(log_odds(model, contributions(model, behaviour)))
    found = levers(model, history, behaviour, chance, chance >= 0.3)
    now = dict(zip(behaviour.customer_ids, chance, strict=True))
    assert len(found) > 30
    keys = set()
    for customer, some in found.items():
        assert now[customer] >= 0.3
        assert [one.change for one in some] == sorted(one.change for one in some)
        for one in some:
            keys.add(one.key)
            assert one.probability - now[customer] == pytest.approx(one.change)
            assert (one.change > 0) == (one.key == "wait")
    assert {"order", "wait", "spoken"} <= keys


def test_an_order_asked_about_equals_an_order_placed(history: History, model: AdditiveModel) -> None:
    """The lever's chance is what the model says of the same customer once the order is there."""
    past = until(history, moment(NOW))
    behaviour = past.behaviour(moment(NOW))
    chance = sigmoid(log_odds(model, contributions(model, behaviour)))
    row = int(np.argmin(np.abs(chance - 0.5)))
    customer, worth = behaviour.customer_ids[row], float(behaviour.column("mean_order")[row])
    orders = past.orders
    place = orders.customer_ids.index(customer)
    placed = replace(
        orders,
        customer=np.append(orders.customer, np.int32(place)),
        at=np.append(orders.at, moment(NOW)),
        amount=np.append(orders.amount, worth),
        lines=np.append(orders.lines, np.int32(1)),
        ids=(),
    )
    then = replace(past, orders=placed).behaviour(moment(NOW))
    wanted = sigmoid(log_odds(model, contributions(model, then, behaviour)))[row]
    told = levers(model, history, behaviour, chance, np.arange(len(chance)) == row)[customer]
    order = next(one for one in told if one.key == "order")
    assert order.probability == pytest.approx(wanted, abs=0.02)


def test_nothing_later_moves_a_lever(made: Shop, history: History, model: AdditiveModel) -> None:
    """Orders after the day change no answer, not even that about waiting."""
    behaviour = history.behaviour(moment(NOW))
    chance = sigmoid(log_odds(model, contributions(model, behaviour)))
    kept = made.orders.at <= moment(NOW)
    orders = replace(
        made.orders,
        customer=made.orders.customer[kept],
        at=made.orders.at[kept],
        amount=made.orders.amount[kept],
        lines=made.orders.lines[kept],
        ids=(),
    )
    everyone = np.ones(len(chance), dtype=bool)
    past = replace(history, orders=orders)
    assert levers(model, past, behaviour, chance, everyone) == levers(
        model, history, behaviour, chance, everyone
    )


def test_words_are_all_that_is_taken_back() -> None:
    """Complaints, refunds, threats and low ratings are undone; praise and answers to surveys are not."""
    assert not any(name.startswith(HARSH) for name in ("praise_180", "mood_90", "nps", "csat"))


def test_judging_puts_everything_together(history: History, model: AdditiveModel) -> None:
    """Every buyer has level, threshold and call; those who matter have levers; reasons still sum."""
    behaviour = history.behaviour(moment(NOW))
    evidence = evidence_of(history.orders, history.said, moment(NOW))
    found = judge_risk(model, history, behaviour, evidence, SETTINGS)
    for risk, chance in zip(found.risks, found.chance, strict=True):
        assert risk is not None
        assert risk.probability == pytest.approx(chance)
        assert risk.sure in (LEAVES, STAYS, UNSURE)
        assert bool(risk.levers) <= (risk.level != LOW_RISK)
        total = risk.base + sum(reason.size for reason in risk.reasons)
        assert 1 / (1 + np.exp(-total)) == pytest.approx(chance, abs=1e-9)


def test_calls_come_back_from_json(model: AdditiveModel) -> None:
    """What makes a call sure is stored with the model."""
    assert model.calls is not None
    assert from_json(model.to_json()) == model


@given(st.integers(0, 10_000), st.floats(-2.0, 2.0), st.sampled_from([0.8, 0.9, 0.95]))
def test_calls_hold_within_each_outcome(seed: int, odds: float, level: float) -> None:
    """The share of leavers moves; the promise holds among leavers and among stayers all the same."""
    draw = np.random.default_rng(seed)

    def world(share: float, n: int) -> tuple[np.ndarray, np.ndarray]:
        left = (draw.random(n) < share).astype(np.float64)
        return draw.normal(0.0, 1.0, n) + 1.5 * left, left

    calls = calls_from(*world(0.3, 20_000), level)
    scores, left = world(1 / (1 + np.exp(-odds)), 20_000)
    held = calls.holds(scores, left)
    for outcome in (0.0, 1.0):
        assert held[left == outcome].mean() >= level - 0.04
        assert held[left == outcome].mean() <= level + 0.04


def test_few_examples_rule_nothing_out() -> None:
    """With hardly anybody of an outcome known, nobody is called sure to avoid it."""
    calls = calls_from(np.arange(30.0), (np.arange(30) > 27).astype(float))
    assert set(calls.of(np.array([-5.0, 0.0, 40.0]))) <= {UNSURE, LEAVES}
    assert Calls(0.9, 1.0, 0.0).of(np.array([0.5])) == (UNSURE,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_complaints_name_what_they_are_about(language: str) -> None:
    """A theme of most complaints is named in the reader's language; one of fewer is not."""
    names = {1: {"en": "late delivery", "zh-Hans": "送货慢", "zh-Hant": "送貨慢"}}
    said = said_of(
        [
            Message("a", 10.0, "f1", -0.9, 1, ("complaint",)),
            Message("a", 12.0, "f2", -0.9, 1, ("complaint",)),
            Message("b", 12.0, "f3", -0.9, 1, ("complaint",)),
            Message("b", 13.0, "f4", -0.9, 2, ("complaint",)),
        ]
    )
    evidence = evidence_of(orders_of([("a", 1.0, 5.0)]), said, moment(20), names)
    assert dict(evidence.theme("complaints.some", "a")) == names[1]
    assert dict(evidence.theme("complaints.some", "b")) == {}
    values: dict[str, float | str] = {"count": 2.0, "since": "2024-05-04"}
    values |= {f"theme.{key}": name for key, name in names[1].items()}
    assert names[1][language] in tell(Reason("complaints.some", "up", 1.0, values), language)
    assert names[1][language] in tell(Reason("complaints.some", "up", 1.0, values | {"count": 1.0}), language)
