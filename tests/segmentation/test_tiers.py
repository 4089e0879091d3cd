"""Tiers against an independent recomputation in plain Python."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Axes
from segmentation.abc import abc
from segmentation.axes import axes, standing
from segmentation.behaviour import behaviour_of
from segmentation.lifecycle import STAGES, lifecycle
from segmentation.rfm import label, rfm, scores
from segmentation.settings import Settings
from segmentation.tiers import tier
from tests.segmentation.histories import moment, orders_of, shop, when

AMOUNTS = st.lists(st.integers(-500, 5000).map(lambda pence: pence / 100), min_size=1, max_size=60)


def plain_score(values: list[float], value: float) -> int:
    """Fifth of the mid-rank, counted one by one."""
    below = sum(other < value for other in values)
    equal = sum(other == value for other in values)
    return min(5, 1 + (10 * below + 5 * equal) // (2 * len(values)))


@given(AMOUNTS)
def test_scores_are_fifths_of_the_mid_rank(values: list[float]) -> None:
    """Vectorised scores equal those counted one by one, whatever the ties."""
    assert scores(np.array(values)).tolist() == [plain_score(values, value) for value in values]


@given(AMOUNTS, st.randoms(use_true_random=False))
def test_scores_do_not_depend_on_order(values: list[float], random) -> None:
    """Shuffling customers shuffles their scores with them."""
    places = list(range(len(values)))
    random.shuffle(places)
    shuffled = scores(np.array([values[place] for place in places]))
    assert shuffled.tolist() == scores(np.array(values))[places].tolist()


def test_rfm_equals_plain_python() -> None:
    """Recency, frequency, monetary and scores of a whole store, recomputed from its rows."""
    rows = random_rows()
    as_of = when(300)
    judged = dict(zip(*named(rows, as_of), strict=True))
    mine: dict[str, list[tuple[datetime, float]]] = {}
    for customer, day, amount in rows:
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=int(day * 86_400))
        if at <= as_of:
            mine.setdefault(customer, []).append((at, amount))
    buyers = {c: done for c, done in mine.items() if any(amount > 0 for _, amount in done)}
    recency = {
        c: (as_of.date() - max(at for at, a in done if a > 0).date()).days for c, done in buyers.items()
    }
    frequency = {c: sum(a > 0 for _, a in done) for c, done in buyers.items()}
    monetary = {c: round(sum(a for _, a in done), 2) for c, done in buyers.items()}
    for customer in buyers:
        found = judged[customer]
        assert (found.recency_days, found.frequency) == (recency[customer], frequency[customer])
        assert found.monetary == pytest.approx(monetary[customer], abs=0.005)
        assert found.r == plain_score([-d for d in recency.values()], -recency[customer])
        assert found.f == plain_score(list(frequency.values()), frequency[customer])
        assert found.m == plain_score(list(monetary.values()), monetary[customer])
        assert found.label == label(found.r, found.f, found.m)
    assert judged["returner"].label == "prospect"


def random_rows() -> list[tuple[str, float, float]]:
    draw = np.random.default_rng(11)
    rows = [
        (f"c{draw.integers(80)}", round(float(draw.uniform(0, 400)), 2), round(float(draw.normal(40, 30)), 2))
        for _ in range(600)
    ]
    return [*rows, ("returner", 10.0, -5.0)]


def named(rows: list[tuple[str, float, float]], as_of: datetime, settings: Settings | None = None):
    behaviour = behaviour_of(orders_of(rows), None, None, as_of)
    return behaviour.customer_ids, rfm(behaviour, settings or Settings())


@given(AMOUNTS)
def test_abc_equals_plain_python(net: list[float]) -> None:
    """A customer's class follows from what those with strictly more hold."""
    settings = Settings()
    total = sum(round(v * 100) for v in net if v > 0)
    expected = []
    for value in net:
        ahead = sum(round(v * 100) for v in net if v > 0 and round(v * 100) > round(value * 100))
        if value <= 0 or round(value * 100) == 0:
            expected.append("C")
        elif ahead / total < settings.abc_a:
            expected.append("A")
        else:
            expected.append("B" if ahead / total < settings.abc_b else "C")
    assert list(abc(np.array(net), settings)) == expected


def test_abc_thresholds_are_settings() -> None:
    """Ten equal customers are all A; unequal ones move with the threshold."""
    assert set(abc(np.full(10, 5.0), Settings())) == {"A"}
    net = np.array([50.0, 30.0, 15.0, 5.0])
    assert "".join(abc(net, Settings())) == "AABC"
    assert "".join(abc(net, Settings(abc_a=0.5, abc_b=0.8))) == "ABCC"


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        ([], "prospect"),
        ([95], "first_purchase"),
        ([70, 80, 95], "active"),
        ([60, 70, 80, 90, 95], "loyal"),
        ([40, 50, 60, 70, 80], "slipping"),
        ([10, 20, 30, 40], "lapsed"),
        ([5, 10, 15, 20, 95], "won_back"),
    ],
)
def test_lifecycle_table(days: list[float], stage: str) -> None:
    """Each row of the documented table."""
    others = [(f"o{n}", float(day), 5.0) for n in range(9) for day in range(0, 100, 10)]
    rows = [*others, *[("x", float(day), 5.0) for day in days], ("x", 1.0, -1.0)]
    behaviour = behaviour_of(orders_of(rows), None, None, moment(100))
    found = dict(zip(behaviour.customer_ids, lifecycle(behaviour, Settings()), strict=True))
    assert found["x"] == stage


def test_lifecycle_of_a_made_up_shop() -> None:
    """Those made to fade are slipping or lapsed far more often than the steady ones."""
    made = shop(300)
    behaviour = behaviour_of(made.orders, None, None, moment(480))
    found = Counter(
        (made.kind[c], s in ("slipping", "lapsed"))
        for c, s in zip(behaviour.customer_ids, lifecycle(behaviour, Settings()), strict=True)
    )
    assert found["fading", True] > 0.8 * (found["fading", True] + found["fading", False])
    assert found["steady", True] < 0.1 * (found["steady", True] + found["steady", False])
    assert set(lifecycle(behaviour, Settings())) <= set(STAGES)


def test_axes_stay_in_range_and_rank() -> None:
    """Scores are 0-100, the busiest customer is more active than the idlest, parts are named."""
    made = shop(120)
    behaviour = behaviour_of(made.orders, made.events, made.said, moment(480))
    judged = axes(behaviour, np.full(len(behaviour.customer_ids), 0.3))
    pace = behaviour.column("purchases_90")
    assert judged[int(pace.argmax())].activity > judged[int(pace.argmin())].activity
    for found in judged:
        assert all(0 <= score <= 100 for score in (found.activity, found.value, found.intent, found.risk))
        assert all(0 <= part <= 100 for part in found.parts.values())
    assert {"activity.orders", "value.year", "risk.complaints"} <= set(judged[0].parts)


def test_nought_stands_at_nought() -> None:
    """A customer without any of a thing scores 0 on it however many share that."""
    assert standing(np.array([0.0, 0.0, 0.0, 2.0])).tolist() == [0, 0, 0, 100]


@pytest.mark.parametrize(
    ("activity", "value", "intent", "expected"),
    [
        (90, 90, 0, "vip"),
        (10, 90, 90, "sleeping_vip"),
        (90, 10, 90, "potential"),
        (90, 10, 10, "regular"),
        (10, 10, 10, "quiet"),
    ],
)
def test_combined_tiers(activity: int, value: int, intent: int, expected: str) -> None:
    """Each row of the documented table."""
    assert tier(Axes(activity, value, intent, 0), Settings()) == expected
