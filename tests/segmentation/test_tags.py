"""Tags and loyalty: found where they were planted, silent where the data or the support is too thin."""

from collections.abc import Sequence

import numpy as np
import pytest

from index.ports import EventColumns, LineColumns, OrderColumns, SaidColumns
from segmentation.behaviour import behaviour_of
from segmentation.behaviour.matrix import no_events, no_feedback
from segmentation.loyalty import WEIGHTS, loyalty
from segmentation.tags import TAGS, Ground, tag
from segmentation.tags.rules import clearly_above, clearly_below, clearly_often
from tests.segmentation.histories import Message, events_of, moment, orders_of, said_of

CROWD = 40


def crowd(days: int = 720) -> list[tuple[str, float, float]]:
    """Forty ordinary customers, an order about every 60 days in every season."""
    return [(f"c{n:02d}", float(day), 30.0) for n in range(CROWD) for day in range(n, days, 60)]


def lines_of(rows: Sequence[tuple[str, float, str, float, float]]) -> LineColumns:
    """Columns of (customer, day, article, quantity, price)."""
    rows = sorted(rows, key=lambda row: row[1])
    ids, articles = sorted({row[0] for row in rows}), sorted({row[2] for row in rows})
    return LineColumns(
        tuple(ids),
        np.array([ids.index(row[0]) for row in rows], dtype=np.int32),
        np.array([moment(row[1]) for row in rows], dtype=np.int64),
        tuple(f"o{number}" for number in range(len(rows))),
        np.array([articles.index(row[2]) for row in rows], dtype=np.int32),
        tuple(articles),
        np.array([row[3] for row in rows]),
        np.array([row[4] for row in rows]),
    )


def tagged(
    orders: OrderColumns,
    events: EventColumns | None = None,
    said: SaidColumns | None = None,
    lines: LineColumns | None = None,
    day: float = 720,
) -> tuple[dict[str, set[str]], tuple[str, ...]]:
    """Customers by tag, and the unknown tags."""
    events, said = events or no_events(), said or no_feedback()
    behaviour = behaviour_of(orders, events, said, moment(day))
    found = tag(behaviour, Ground(orders, events, said, lines))
    by_tag: dict[str, set[str]] = {key: set() for key in TAGS}
    for who, tags in zip(behaviour.customer_ids, found.by_customer, strict=True):
        for one in tags:
            by_tag[one.key].add(who)
            assert one.support > 0 and one.reason.feature == f"tag.{one.key}"
    return by_tag, found.unknown


def test_bargains_gifts_and_bulk() -> None:
    """Those planted are found, one lucky buy makes nobody a bargain hunter, orders are cited."""
    rows = [(who, day, "lamp", 1.0, 50.0) for who, day, _ in crowd()]
    rows += [("cheap", float(day), "lamp", 1.0, 40.0) for day in range(0, 300, 50)]
    rows += [("lucky", 10.0, "lamp", 1.0, 40.0), ("lucky", 20.0, "lamp", 1.0, 50.0)]
    rows += [("giver", float(day), "礼盒 gift box", 1.0, 9.0) for day in (5, 100, 200)]
    rows += [("office", float(day), "lamp", 12.0, 50.0) for day in (5, 100, 200)]
    orders = orders_of([(who, day, price) for who, day, _, _, price in rows])
    found, unknown = tagged(orders, lines=lines_of(rows))
    assert (found["bargain"], found["gift"], found["bulk"]) == ({"cheap"}, {"giver"}, {"office"})
    assert set(unknown) == {"browser", "interactor", "social"}


def test_the_season_must_come_again() -> None:
    """Every December of two years is a season; a customer of one busy spring is none."""
    rows = crowd()
    rows += [("winter", float(day), 30.0) for day in (330, 340, 350, 695, 705, 715)]
    rows += [("spring", float(day), 30.0) for day in (90, 95, 100, 105, 110, 115)]
    found, _ = tagged(orders_of(rows))
    assert found["seasonal"] == {"winter"}
    assert "seasonal" in tagged(orders_of([row for row in rows if row[1] < 300]), day=300)[1]


def test_browsers_buyers_and_those_who_talk() -> None:
    """Looking without buying, buying often, writing often, writing where others read it."""
    rows = crowd() + [("buys", 719.0 - 9 * n, 30.0) for n in range(9)] + [("looks", 100.0, 30.0)]
    moves = [(who, day - 0.5, "visit") for who, day, _ in rows if day > 600] + [
        ("looks", 700.0 + n / 2, "visit") for n in range(30)
    ]
    words = [Message(f"c{n:02d}", 650.0 + n, f"f{n}") for n in range(0, CROWD, 4)]
    words += [Message("talks", 700.0 + n, f"t{n}") for n in range(6)]
    said = said_of([*words, Message("posts", 690.0, "p1"), Message("posts", 691.0, "p2")])
    channel = np.array([int(one.startswith("p")) for one in said.feedback_ids], dtype=np.int32)
    said = SaidColumns(**{**vars(said), "channels": ("review", "social"), "channel": channel})
    found, unknown = tagged(orders_of(rows), events_of(moves), said)
    assert found["browser"] == {"looks"}
    assert found["buyer"] == {"buys"}
    assert found["interactor"] == {"talks"}
    assert found["social"] == {"posts"}
    assert set(unknown) == {"bargain", "gift", "bulk"}


def test_clearly_needs_support() -> None:
    """The same share with more behind it is surer; the store's own share is never clear."""
    few, many = np.array([1.0]), np.array([20.0])
    assert not clearly_above(few, few * 2, 0.2)[0]
    assert clearly_above(many, many * 2, 0.2)[0]
    assert not clearly_above(many, many * 5, 0.2)[0]
    assert clearly_below(np.array([0.0]), np.array([40.0]), 0.2)[0]
    assert not clearly_below(np.array([0.0]), np.array([4.0]), 0.2)[0]
    assert clearly_often(np.array([9.0]), 90.0, 2 / 90)[0]
    assert not clearly_often(np.array([3.0]), 90.0, 2 / 90)[0]


def test_loyalty_is_the_weighted_mean_of_known_parts() -> None:
    """Reckoned again by hand; who never bought has none, who said nothing has no praise."""
    rows = crowd(400)
    said = said_of([Message("c00", 300.0, "f1", nps=9.0), Message("ghost", 300.0, "f2")])
    orders = orders_of(rows)
    behaviour = behaviour_of(orders, None, said, moment(400))
    found = dict(zip(behaviour.customer_ids, loyalty(behaviour, orders), strict=True))
    assert found["ghost"] is None
    first, other = found["c00"], found["c01"]
    assert first is not None and other is not None
    assert first.parts["praise"] == 90 and "praise" not in other.parts
    for one in (first, other):
        weight = sum(WEIGHTS[name] for name in one.parts)
        exact = sum(WEIGHTS[name] * score for name, score in one.parts.items()) / weight
        assert one.score == pytest.approx(exact, abs=1.0)
    # An order every 60 days: 6 or 7 of 12 months.
    assert 45 <= first.parts["months"] <= 60
