"""Behaviour features: what they count, and that they never look ahead."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.behaviour import behaviour_of
from tests.segmentation.histories import Message, events_of, moment, orders_of, said_of, shop

DAYS = st.floats(0, 400, allow_nan=False).map(lambda day: round(day, 3))
CUSTOMERS = st.sampled_from(["a", "b", "c", "d"])
ORDERS = st.lists(
    st.tuples(CUSTOMERS, DAYS, st.sampled_from([-20.0, 0.0, 5.0, 60.0])), min_size=1, max_size=40
)


def value(behaviour, customer: str, name: str) -> float:
    return float(behaviour.column(name)[behaviour.customer_ids.index(customer)])


def test_counts_windows_and_returns() -> None:
    """Purchases, returns and spend fall into the windows they belong to."""
    orders = orders_of([("a", 0, 100), ("a", 95, 50), ("a", 99, -20), ("b", 50, 10)])
    behaviour = behaviour_of(orders, None, None, moment(100))
    assert value(behaviour, "a", "purchases") == 2
    assert value(behaviour, "a", "returns") == 1
    assert value(behaviour, "a", "net") == 130
    assert value(behaviour, "a", "purchases_30") == 1
    assert value(behaviour, "a", "spend_90") == 30
    assert value(behaviour, "a", "returns_share") == pytest.approx(20 / 150)
    assert value(behaviour, "b", "recency_days") == 50


def test_recency_in_calendar_days() -> None:
    """Late on one day and early on the next are a day apart."""
    orders = orders_of([("a", 0.99, 10)])
    assert value(behaviour_of(orders, None, None, moment(1.01)), "a", "recency_calendar") == 1
    assert value(behaviour_of(orders, None, None, moment(0.995)), "a", "recency_calendar") == 0


def test_rhythm_is_shrunk_towards_the_store() -> None:
    """One short gap does not make a weekly buyer; many gaps are believed."""
    rows = [("often", 10.0 * i, 5.0) for i in range(20)] + [("once", 0.0, 5.0)]
    rows += [("twice", 0.0, 5.0), ("twice", 2.0, 5.0), ("slow", 0.0, 5.0), ("slow", 100.0, 5.0)]
    behaviour = behaviour_of(orders_of(rows), None, None, moment(200))
    store = value(behaviour, "once", "store_gap_days")
    assert store == 10
    assert value(behaviour, "once", "rhythm_days") == store
    assert value(behaviour, "often", "rhythm_days") == 10
    assert value(behaviour, "twice", "rhythm_days") == 6


def test_words_and_visits_are_counted() -> None:
    """Signals, ratings, moods and kinds of events reach their features."""
    said = said_of(
        [
            Message("a", 10, "f1", 0.5, nps=9),
            Message("a", 95, "f2", -0.9, signals=("complaint",), nps=2),
            Message("b", 99, "f3", 0.4, csat=5),
        ]
    )
    events = events_of(
        [("a", 99, "add_to_cart"), ("a", 98, "visit"), ("a", 60, "visit"), ("b", 99, "unsubscribe")]
    )
    behaviour = behaviour_of(orders_of([("a", 1, 5)]), events, said, moment(100))
    assert value(behaviour, "a", "complaint_30") == 1
    assert value(behaviour, "a", "nps") == 2
    assert value(behaviour, "a", "mood_90") == pytest.approx(-0.9)
    assert value(behaviour, "a", "mood") == pytest.approx(-0.2)
    assert value(behaviour, "b", "csat") == 5
    assert value(behaviour, "a", "carts_30") == 1
    assert value(behaviour, "a", "visits_30") == 1
    assert value(behaviour, "a", "events_before_30") == 1
    assert value(behaviour, "b", "leaving_90") == 1
    assert value(behaviour, "b", "purchases") == 0


@settings(max_examples=60, deadline=None)
@given(ORDERS, ORDERS, st.floats(50, 300))
def test_later_rows_never_change_a_feature(
    known: list[tuple[str, float, float]], later: list[tuple[str, float, float]], cut: float
) -> None:
    """Whatever happens after the day, the features of the day stay the same."""
    past = [row for row in known if row[1] <= cut]
    future = [(customer, cut + 0.01 + day, amount) for customer, day, amount in later]
    if not past:
        return
    customers = ("a", "b", "c", "d")
    before = behaviour_of(orders_of(past), None, None, moment(cut), customers)
    after = behaviour_of(orders_of(past + future), None, None, moment(cut), customers)
    np.testing.assert_array_equal(before.values, after.values)


def test_later_words_and_visits_change_nothing() -> None:
    """Events and feedback after the day are not looked at either."""
    made = shop(60, 300)
    cut = moment(150)
    keep = {name: columns.at <= cut for name, columns in (("e", made.events), ("s", made.said))}
    said, events = made.said, made.events
    earlier_events = type(events)(
        events.customer_ids,
        events.customer[keep["e"]],
        events.at[keep["e"]],
        events.kinds,
        events.kind[keep["e"]],
    )
    ids = tuple(np.array(said.feedback_ids)[keep["s"]].tolist())
    earlier_said = type(said)(
        said.customer_ids,
        said.customer[keep["s"]],
        said.at[keep["s"]],
        ids,
        said.score[keep["s"]],
        said.negative[keep["s"]],
        said.theme[keep["s"]],
        {kind: column[keep["s"]] for kind, column in said.signals.items()},
        said.nps[keep["s"]],
        said.csat[keep["s"]],
    )
    whole = behaviour_of(made.orders, events, said, cut)
    cut_off = behaviour_of(made.orders, earlier_events, earlier_said, cut)
    assert whole.customer_ids == cut_off.customer_ids
    np.testing.assert_array_equal(whole.values, cut_off.values)


def test_accepts_an_aware_moment() -> None:
    """A datetime and its seconds are the same moment."""
    orders = orders_of([("a", 1, 5)])
    by_time = behaviour_of(orders, None, None, datetime(2024, 1, 3, tzinfo=UTC))
    np.testing.assert_array_equal(by_time.values, behaviour_of(orders, None, None, moment(2)).values)


def test_empty_store() -> None:
    """Nobody and nothing is a table without rows."""
    assert behaviour_of(orders_of([]), None, None, moment(1)).values.shape[0] == 0
