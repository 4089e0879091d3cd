"""Risk: honest training, reasons that add up, a fallback that says so, and the figures on real orders."""

from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from benchmarks.orders import retail_orders
from index.ports import EventColumns, OrderColumns
from index.records import Reason
from prompts.reading import LANGUAGES
from segmentation.behaviour import behaviour_of
from segmentation.risk import (
    AdditiveModel,
    History,
    backtest,
    cutoffs_of,
    fit_risk,
    from_json,
    horizon_of,
    probability,
)
from segmentation.risk.additive import contributions, log_odds
from segmentation.risk.evidence import evidence_of
from segmentation.risk.facts import FACTS, TYPICAL
from segmentation.risk.groups import ALL_FEATURES, WAY
from segmentation.risk.metrics import auc, average_precision, calibration_error, lift
from segmentation.risk.reasons import _ordered, explain
from segmentation.risk.training import origins, platt
from segmentation.settings import Settings
from segmentation.vectors import DONE
from segmentation.wording import tell
from tests.segmentation.histories import DAY, NOW, SETTINGS, Shop, moment, orders_of

COLUMNS = behaviour_of(orders_of([("a", 1.0, 5.0)]), None, None, moment(2)).names


def told(
    history: History, model: AdditiveModel, day: float
) -> Mapping[str, tuple[float, tuple[Reason, ...]]]:
    behaviour = history.behaviour(moment(day))
    parts = contributions(model, behaviour)
    evidence = evidence_of(history.orders, history.said, moment(day))
    reasons = explain(model, behaviour, parts, evidence)
    return dict(zip(behaviour.customer_ids, zip(log_odds(model, parts), reasons, strict=True), strict=True))


def test_reasons_and_base_are_the_log_odds(history: History, model: AdditiveModel) -> None:
    """Told reasons, the rest and the base sum to the score of every customer."""
    for score, reasons in told(history, model, NOW).values():
        assert model.base + sum(reason.size for reason in reasons) == pytest.approx(score, abs=1e-9)


def test_everyone_at_risk_has_three_reasons_in_three_languages(
    history: History, model: AdditiveModel
) -> None:
    """At least three besides the rest, each of which can be told."""
    at_risk = [reasons for score, reasons in told(history, model, NOW).values() if score > 0]
    assert len(at_risk) > 30
    for reasons in at_risk:
        assert len([reason for reason in reasons if reason.feature != "rest.plain"]) >= 3
        for language in LANGUAGES:
            assert all(tell(reason, language) for reason in reasons)


def test_reasons_cite_orders_and_messages(history: History, model: AdditiveModel) -> None:
    """A complaint cites the customer's own messages, a silence the last order."""
    assert history.said is not None
    owner = dict(
        zip(
            history.said.feedback_ids,
            [history.said.customer_ids[i] for i in history.said.customer],
            strict=True,
        )
    )
    cited = 0
    for customer, (_, reasons) in told(history, model, NOW).items():
        for reason in reasons:
            if reason.feature.startswith(("complaints.some", "farewell.some")):
                assert reason.evidence
                assert {owner[feedback] for feedback in reason.evidence} == {customer}
                cited += 1
            if reason.feature.startswith(("complaints.", "refund.", "mood.", "ratings.", "farewell.")):
                assert reason.evidence or reason.direction == "down"
            if reason.feature.startswith("silence"):
                assert len(reason.evidence) == 1
    assert cited > 10


def test_directions_agree_with_sizes(history: History, model: AdditiveModel) -> None:
    """What speaks for leaving raises the risk, and what speaks for the judgement comes first."""
    for score, reasons in told(history, model, NOW).values():
        for reason in reasons:
            assert reason.direction == ("up" if reason.size >= 0 else "down")
        ups = [reason.size >= 0 for reason in reasons if reason.feature != "rest.plain"]
        assert ups == sorted(ups, reverse=bool(score >= 0))


def test_each_feature_pushes_one_way_only(model: AdditiveModel) -> None:
    """No curve ever turns: more silence or complaints never lower the risk, more orders never raise it."""
    assert len(model.terms) > 10
    for term in model.terms:
        rises = np.diff(term.values) * WAY[term.feature]
        assert (rises >= 0).all(), term.feature
        assert min(term.values) <= term.missing <= max(term.values)
    assert any(term.values[0] < term.values[-1] for term in model.terms if WAY[term.feature] > 0)
    assert any(term.values[0] > term.values[-1] for term in model.terms if WAY[term.feature] < 0)


@pytest.mark.parametrize("group", sorted(FACTS))
def test_no_fact_is_told_both_ways(group: str) -> None:
    """Whatever a customer is like, a sentence that is a worry is never a reassurance as well."""
    draw = np.random.default_rng(11)
    names = [*COLUMNS, *(f"typical_{name}" for name in TYPICAL)]
    worries: set[str] = set()
    comforts: set[str] = set()
    for _ in range(2000):
        row = dict(
            zip(names, draw.choice([0.0, 1.0, 2.0, 5.0, 40.0, 200.0], len(names)).tolist(), strict=True)
        )
        for worry, keys in ((True, worries), (False, comforts)):
            fact = FACTS[group](row, worry)
            if fact is not None:
                keys.add(fact.key)
                for language in LANGUAGES:
                    values = fact.values | {"since": "2024-05-04"}
                    assert tell(Reason(fact.key, "up", 1.0, values), language)
    assert worries
    assert not worries & comforts


def test_reasons_agree_with_one_another(history: History, model: AdditiveModel) -> None:
    """Who ordered once is told of one order only, and one story is told once."""
    behaviour = history.behaviour(moment(NOW))
    orders = dict(zip(behaviour.customer_ids, behaviour.column("purchases"), strict=True))
    for customer, (_, reasons) in told(history, model, NOW).items():
        keys = [reason.feature for reason in reasons]
        assert len(set(keys)) == len(keys)
        counts = [
            reason.values["count"]
            for reason in reasons
            if reason.feature.startswith("habit.") and "count" in reason.values
        ]
        assert all(count == orders[customer] for count in counts)
        if "habit.once" in keys:
            assert orders[customer] == 1


def test_amounts_are_told_with_their_currency(history: History, model: AdditiveModel) -> None:
    """Money in reasons carries the reporting currency."""
    behaviour = history.behaviour(moment(NOW))
    evidence = evidence_of(history.orders, history.said, moment(NOW))
    told_ = explain(model, behaviour, contributions(model, behaviour), evidence, "TWD")
    amounts = [reason for reasons in told_ for reason in reasons if reason.feature.startswith("spend.")]
    assert amounts
    for language in LANGUAGES:
        assert all("NT$" in tell(reason, language) for reason in amounts)


def test_words_come_before_purchases_of_like_size() -> None:
    """A complaint is told before what weighs a little more, and after what weighs much more."""
    complaint = Reason("complaints.some", "up", 0.8)
    pattern, silence = Reason("pace.fell", "up", 1.0), Reason("silence.gone", "up", 2.0)
    calm = Reason("returns.none", "down", -0.3)
    ordered = _ordered([calm, pattern, complaint, silence], 0.0, likely=True)
    assert ordered == (silence, complaint, pattern, calm)


def test_nothing_protected_is_a_feature(history: History) -> None:
    """Neither the model nor the table it reads knows names, sex, age, origin, faith, country or language."""
    protected: tuple[str, ...] = ("name", "sex", "gender", "birth", "origin", "nation", "faith", "relig")
    protected += ("race", "ethnic", "country", "city", "region", "address", "language", "mail", "phone")
    columns = set(history.behaviour(moment(NOW)).names)
    assert set(ALL_FEATURES) <= columns
    assert set(DONE) <= columns
    for feature in columns:
        assert not any(word in feature for word in protected), feature
    fields = {f.name for columns_ in (OrderColumns, EventColumns) for f in dataclass_fields(columns_)}
    assert not any(word in field for field in fields for word in protected)


def test_the_model_finds_those_who_fade(made: Shop, history: History, model: AdditiveModel) -> None:
    """Trained on the past of a made-up store it ranks its fading customers highest."""
    assert model.basis == "model"
    behaviour = history.behaviour(moment(NOW))
    chance = probability(model, behaviour)
    gone = np.array([made.kind[c] == "fading" for c in behaviour.customer_ids], dtype=float)
    steady = np.array([made.kind[c] == "steady" for c in behaviour.customer_ids])
    assert chance[steady].mean() < 0.3 < chance[gone > 0].mean()


def test_training_never_looks_past_its_day(made: Shop, history: History, model: AdditiveModel) -> None:
    """Dropping everything after the day leaves the model as it is."""
    kept = made.orders.at <= moment(NOW)
    orders = made.orders
    past = OrderColumns(
        orders.customer_ids,
        orders.customer[kept],
        orders.at[kept],
        orders.amount[kept],
        orders.lines[kept],
        tuple(np.array(orders.ids)[kept].tolist()),
    )
    assert fit_risk(replace(history, orders=past), moment(NOW), 45, SETTINGS) == model


def test_cut_offs_leave_room_for_their_horizon(history: History) -> None:
    """Every origin's horizon is over by the day of training."""
    for origin in origins(history, moment(NOW), 45, 12):
        assert origin + 45 * DAY <= moment(NOW)


def test_models_come_back_from_json(model: AdditiveModel) -> None:
    """Storing a model as text loses nothing."""
    assert from_json(model.to_json()) == model


def test_little_history_is_judged_by_rules_and_says_so() -> None:
    """A young store gets the documented table, with reasons that still add up."""
    rows = [("late", float(d), 9.0) for d in (0, 5, 10, 15)] + [
        ("fresh", float(d), 9.0) for d in range(0, 60, 5)
    ]
    history = History(orders_of(rows))
    model = fit_risk(history, moment(58), 30, SETTINGS)
    assert model.basis == "rules"
    found = told(history, model, 58)
    assert found["late"][0] > found["fresh"][0]
    for score, reasons in found.values():
        assert model.base + sum(reason.size for reason in reasons) == pytest.approx(score)
        assert len(reasons) >= 3


def test_an_empty_store_has_a_model_too() -> None:
    """Nothing to judge is no failure."""
    history = History(orders_of([]))
    model = fit_risk(history, moment(10), 30, SETTINGS)
    assert model.basis == "rules"
    assert len(probability(model, history.behaviour(moment(10)))) == 0


def test_backtest_beats_the_baselines_on_a_made_up_store(history: History) -> None:
    """Rolling origins; words give the fading away before their silence does."""
    cuts = cutoffs_of(history, moment(495), 45, 4)
    assert len(cuts) == 4
    result = backtest(history, cuts, SETTINGS, 45)
    assert result.mean is not None
    assert len(result.folds) == 4
    for fold in result.folds:
        assert fold.basis == "model"
        assert len(fold.predictions) == fold.customers
        assert 0 < fold.base_rate < 1
    best = max(result.baselines["recency"].auc, result.baselines["frequency"].auc)
    assert result.mean.auc > best
    assert result.mean.ece is not None
    assert result.mean.ece < 0.08


def test_a_fold_does_not_depend_on_the_folds_beside_it(history: History) -> None:
    """The same cut-off alone gives the same predictions: nothing leaks from one fold to another."""
    cuts = cutoffs_of(history, moment(495), 45, 2)
    both, alone = backtest(history, cuts, SETTINGS, 45), backtest(history, cuts[:1], SETTINGS, 45)
    assert both.folds[0] == alone.folds[0]


def test_backtest_of_nothing_is_empty() -> None:
    """Without history there are no folds and no mean."""
    history = History(orders_of([("a", 1.0, 5.0)]))
    assert cutoffs_of(history, moment(30), 30, 4) == ()
    assert backtest(history, (), SETTINGS, 30).mean is None


def test_horizon_follows_the_rhythm() -> None:
    """A weekly store gets a short horizon, a slow one a long one, and a setting wins."""
    weekly = orders_of([(f"c{n}", 7.0 * i + n % 5, 5.0) for n in range(20) for i in range(12)])
    slow = orders_of([(f"c{n}", 100.0 * i + n, 5.0) for n in range(40) for i in range(4)])
    free = Settings(horizon_days=None)
    assert horizon_of(weekly, moment(100), free) == 14
    assert horizon_of(slow, moment(400), free) == 120
    assert horizon_of(slow, moment(400), Settings(horizon_days=60)) == 60


def test_metrics_agree_with_scikit_learn() -> None:
    """AUC and average precision, ties included."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    draw = np.random.default_rng(0)
    for _ in range(20):
        happened = (draw.random(80) < 0.4).astype(float)
        score = np.round(draw.random(80) + 0.3 * happened, 1)
        assert auc(happened, score) == pytest.approx(roc_auc_score(happened, score))
        assert average_precision(happened, score) == pytest.approx(average_precision_score(happened, score))


def test_lift_and_calibration_of_known_scores() -> None:
    """A perfect ranking has lift 1 / rate; scores that equal the rates have no error."""
    happened = np.array([1.0] * 10 + [0.0] * 90)
    assert lift(happened, happened, 0.1) == pytest.approx(10.0)
    assert lift(happened, np.zeros(100), 0.1) == pytest.approx(1.0)
    assert calibration_error(np.tile([0.0, 1.0], 500), np.full(1000, 0.5)) == pytest.approx(0.0)
    assert calibration_error(np.zeros(100), np.full(100, 0.7)) == pytest.approx(0.7)


def test_platt_undoes_a_stretch() -> None:
    """Log-odds doubled and shifted come back to their size."""
    draw = np.random.default_rng(1)
    true = draw.normal(0, 1.5, 20_000)
    labels = (draw.random(20_000) < 1 / (1 + np.exp(-true))).astype(float)
    slope, shift = platt(2 * true + 1, labels)
    assert slope == pytest.approx(0.5, abs=0.03)
    assert shift == pytest.approx(-0.5, abs=0.05)


@pytest.mark.slow
def test_real_orders_reach_the_logistic_baseline(shared_data: Path) -> None:
    """UCI Online Retail, cut 2011-09-10, 90 days: all who had bought by then, nothing later learnt."""
    orders = retail_orders(shared_data)
    cut = int(datetime(2011, 9, 10, tzinfo=UTC).timestamp())
    fold = backtest(History(orders), (cut,), Settings(), 90).folds[0]
    assert fold.customers == 3370
    assert fold.base_rate == pytest.approx(0.43, abs=0.005)
    assert fold.model.auc >= 0.739
    assert fold.model.average_precision >= 0.63
    assert fold.model.lift_at_10 >= 1.59
    assert fold.model.brier is not None
    assert fold.model.brier <= 0.206
    assert fold.model.ece is not None
    assert fold.model.ece <= 0.05
    beside = fold.baselines
    assert beside.bg_nbd is not None
    assert beside.logistic is not None
    rivals = (beside.recency, beside.frequency, beside.bg_nbd, beside.logistic)
    assert fold.model.auc > max(one.auc for one in rivals)
    everyone = behaviour_of(orders, None, None, cut)
    assert len(everyone.customer_ids) > fold.customers
