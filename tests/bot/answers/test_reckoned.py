"""Questions about what is reckoned over groups: how each rates, where it hurts, what will be sold."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answers import Answer, Question, Toolbox, answer
from bot.jobs.outcomes import Outcomes
from index.records import Customer, Feedback, Order, OrderLine, Rating
from index.store import open_store
from segmentation.outcomes import Outcome
from segmentation.outcomes.comparing import Effect
from tests.bot.answers.company import AS_OF, SAID, WordSearch
from tests.bot.answers.conftest import Ask
from tests.contracts.filling import add_customers, add_feedback, add_orders

YEAR = tuple(said for said in SAID if 0 <= said[2] <= 365)
PLEASED, ANNOYED = 30, 14
"""Surveys that score 10, and calls that score 0."""


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Answer]]:
    """Ask a shop whose surveys are pleased and whose calls are not; two chats rated as well."""
    path: Path = tmp_path_factory.mktemp("rated") / "earful.db"
    with closing(open_store(f"sqlite:///{path}", rates={}, currency="GBP")) as store:
        add_customers(store, Customer("H", "shop", "Ho", country="HK"), Customer("G", "shop", "Gil"))
        add_feedback(
            store,
            *(_scored(f"s{place}", "H", "survey", 10) for place in range(PLEASED)),
            *(_scored(f"c{place}", "G", "call", 0) for place in range(ANNOYED)),
            *(_scored(f"t{place}", "G", "chat", 9) for place in range(2)),
        )
        toolbox = Toolbox(store, WordSearch(store))
        yield lambda text: answer(Question(text, AS_OF, AS_OF), toolbox)


def _scored(key: str, customer: str, channel: str, score: int) -> Feedback:
    at = AS_OF - timedelta(days=9)
    return Feedback(key, at, f"Said {key}", channel, "shop", "en", customer, rating=Rating("nps", score, 10))


@pytest.mark.parametrize("question", ["NPS by channel", "各渠道的NPS", "各管道的NPS"])
def test_every_group_is_rated_with_how_sure_it_is(rated: Callable[[str], Answer], question: str) -> None:
    """Figure, interval and count of each; a group with too few ratings has no figure and is named."""
    found = rated(question)
    assert found.status == "answered"
    assert [(row["group"], row["n"], row["value"]) for row in found.rows] == [
        ("survey", PLEASED, 100.0),
        ("call", ANNOYED, -100.0),
        ("chat", 2, None),
    ]
    assert found.rows[2]["verdict"] == "too_few"
    assert all(row["low"] <= row["value"] <= row["high"] for row in found.rows[:2])  # type: ignore[operator]
    assert found.parts[-1].kind == "note"


def test_the_lowest_comes_first_where_it_is_asked_for(rated: Callable[[str], Answer]) -> None:
    """And the highest likewise; groups that far apart are not said to be close."""
    lowest, highest = rated("which channel has the lowest NPS?"), rated("哪个渠道的NPS最高？")
    assert [found.rows[0]["group"] for found in (lowest, highest)] == ["call", "survey"]
    assert "-100" in lowest.parts[0].text
    assert "chance alone" not in lowest.text


def test_ratings_are_narrowed_like_everything_else(rated: Callable[[str], Answer]) -> None:
    """By place and by time; what nobody gave is said, and what is there told instead."""
    assert [row["group"] for row in rated("NPS by channel in Hong Kong").rows] == ["survey"]
    assert not any(row["value"] for row in rated("NPS by channel last year").rows)
    assert "is the one that is there" in rated("customer satisfaction by channel").text


def test_where_nobody_rated_it_is_said(ask: Ask) -> None:
    """The small company has too few ratings of any channel."""
    found = ask("NPS by channel")
    assert (found.intent, found.status, found.facts) == ("ratings", "answered", ())
    assert "enough ratings" in found.text


@pytest.mark.parametrize(
    "question",
    ["where in the journey are customers unhappy?", "顾客在哪个环节最不满？", "顧客在哪個環節最不滿？"],
)
def test_the_stages_of_the_journey_are_told_with_quotes(ask: Ask, question: str) -> None:
    """A text stands at one stage at most; the unhappiest is first, with its unhappy texts verbatim."""
    found = ask(question)
    assert (found.intent, found.status) == ("journey", "answered")
    assert 0 < sum(int(str(row["texts"])) for row in found.rows) <= len(YEAR)
    unhappy = sum(said[5] == "negative" for said in YEAR)
    assert sum(int(str(row["negative"])) for row in found.rows) == unhappy
    assert str(found.rows[0]["name"]) in found.parts[0].text
    lows = [row["low"] for row in found.rows]
    assert lows == sorted(lows, reverse=True)  # type: ignore[type-var]  # figures
    texts = {said[0]: said for said in SAID}
    assert found.citations
    for citation in found.citations:
        assert citation.quote in texts[citation.feedback_id][7]
        assert texts[citation.feedback_id][5] == "negative"


def test_the_journey_is_narrowed(ask: Ask) -> None:
    """To a channel, to a place; where nothing was said it is said so."""
    chats = ask("pain points by stage in chats")
    assert sum(int(str(row["texts"])) for row in chats.rows) == sum(said[3] == "chat" for said in YEAR)
    nothing = ask("where in the journey were customers unhappy in 2019?")
    assert (nothing.intent, nothing.rows, nothing.citations) == ("journey", (), ())


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Answer]]:
    """Ask a shop that has sold ten kettles and three lamps a week, for 29 whole weeks."""
    path: Path = tmp_path_factory.mktemp("shop") / "earful.db"
    goods = (("K-1", "Whistling Kettle", "tea", 10), ("L-1", "Table Lamp", "light", 3))
    with closing(open_store(f"sqlite:///{path}", rates={}, currency="GBP")) as store:
        add_customers(store, Customer("H", "shop", "Ho"))
        for week in range(30):
            lines = tuple(
                OrderLine(f"o{week}", sku, name, kind, count, 5.0, 5.0 * count)
                for sku, name, kind, count in goods
            )
            add_orders(
                store, Order(f"o{week}", "H", AS_OF - timedelta(days=7 * week + 2), "GBP", 65.0, lines)
            )
        toolbox = Toolbox(store, WordSearch(store))
        yield lambda text: answer(Question(text, AS_OF, AS_OF), toolbox)


@pytest.mark.parametrize(
    ("question", "name", "units"),
    [
        ("how many kettles will we sell next month?", "Whistling Kettle", 40),
        ("下个月能卖多少水壶？", "Whistling Kettle", 40),
        ("下個月水壺會賣多少？", "Whistling Kettle", 40),
        ("forecast demand for light", "light", 12),
        ("how many units will we sell next week?", "Everything", 13),
    ],
)
def test_what_will_be_sold_is_told_of_what_is_meant(
    shop: Callable[[str], Answer], question: str, name: str, units: int
) -> None:
    """Product by any word for it, category, or everything; with interval, and what it rests on."""
    found = shop(question)
    assert (found.intent, found.status) == ("forecast", "answered")
    (row,) = found.rows
    assert (row["name"], row["total"]) == (name, pytest.approx(units, rel=0.05))
    assert row["total_low"] <= row["total"] <= row["total_high"]  # type: ignore[operator]  # figures
    assert "29" in found.parts[-1].text


def test_what_is_not_sold_is_asked_back(shop: Callable[[str], Answer]) -> None:
    """With what there is instead; a forecast farther than the orders bear says how many weeks it takes."""
    found = shop("how many bicycles will we sell next month?")
    assert (found.status, found.rows, found.facts) == ("clarify", (), ())
    assert "bicycles" in found.text
    assert "tea" in found.parts[-1].text
    assert "32" in shop("how many kettles will we sell in the next 20 weeks?").text


def test_a_young_shop_is_told_how_long_it_takes(rated: Callable[[str], Answer]) -> None:
    """Without orders there is no forecast."""
    found = rated("下个月能卖多少水壶？")
    assert (found.status, found.facts) == ("answered", ())
    assert "16" in found.text


@pytest.mark.parametrize(
    "question", ["did contacting customers help?", "联系客户有用吗？", "聯絡顧客有用嗎？"]
)
def test_what_contacting_brought_is_told_with_how_sure_it_is(toolbox: Toolbox, question: str) -> None:
    """Difference and interval of all contacts, and that they were not drawn by chance."""
    effect = Effect(0.5, 0.3, 0.2, 0.05)
    every = Outcome("", 80, 4, 400, 60, False, effect, "helps")
    able = replace(toolbox, contacting=lambda _: Outcomes((every,), None, 0.0))
    found = answer(Question(question, AS_OF, AS_OF), able)
    (row,) = found.rows
    assert (found.intent, row["difference"], row["contacted"]) == ("outcomes", 0.2, 80)
    assert row["low"] < row["difference"] < row["high"]  # type: ignore[operator]  # figures
    assert "+20.0" in found.parts[0].text
    assert "EARFUL_HOLDOUT" in found.parts[-1].text


def test_without_contacts_it_is_said(ask: Ask) -> None:
    """Nothing is concluded from nothing."""
    found = ask("did contacting customers help?")
    assert (found.intent, found.facts) == ("outcomes", ())
    assert "No contact is recorded" in found.text
