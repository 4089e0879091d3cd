"""Levels, tags, loyalty, history and the journey as the doors show them."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answers import Toolbox
from bot.cli.acting import run_contacted
from bot.cli.terminal import Terminal
from bot.jobs.alerting import since_held
from bot.jobs.judging import stages_of
from bot.settings import RFM_MODES
from bot.views import journey, journey_documents, profile_document
from index.records import Case, Event, Expectation, Loyalty, ProfileChange, Reason, Risk, Tag
from index.store import SqlStore, open_store
from nlp.failures import UserError
from segmentation.journey import STAGES
from segmentation.levels import Level
from segmentation.models import Inputs
from segmentation.rfm import MODES
from tests.bot.answers.company import AS_OF, WordSearch, fill

OWN = (Level("circle", {"en": "Inner circle", "zh-Hans": "核心圈"}),)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """The small company, which a test may change."""
    with closing(open_store(f"sqlite:///{tmp_path / 'earful.db'}", rates={}, currency="GBP")) as opened:
        yield fill(opened)


@pytest.fixture
def tools(store: SqlStore) -> Toolbox:
    """What views work with, with a level of the owner's own."""
    return Toolbox(store, WordSearch(store), levels=OWN)


def test_settings_know_the_ways_of_scoring() -> None:
    """Settings are read without the segmentation room, so they name them a second time."""
    assert RFM_MODES == MODES


def test_what_a_profile_says_of_a_customer(store: SqlStore, tools: Toolbox) -> None:
    """Level, interval, tags and loyalty, named in the language asked for."""
    held = store.judgements.profile("C001")
    assert held is not None
    reason = Reason("tag.bargain", "up", 0.6, {"count": 6.0, "of": 10.0, "usual": 16.9}, ("o1",))
    full = replace(
        held,
        level="circle",
        expectation=Expectation(1.2, 0.0, 80.5, 0.8),
        tags=(Tag("bargain", 10, reason),),
        tags_unknown=("gift",),
        loyalty=Loyalty(62, {"repeat": 70}),
    )
    store.judgements.save([full], [])
    found = profile_document(tools, "C001", "zh-Hans")
    assert found["level"] == {"id": "circle", "name_text": "核心圈"}
    assert found["expected_value_interval"] == {
        "low": 0.0,
        "high": 80.5,
        "level": 0.8,
        "basis": "posterior predictive",
    }
    (tag,) = found["tags"]
    assert (tag["name_text"], tag["evidence"]) == ("爱优惠", ["o1"])
    assert tag["text"] == "10 个订单行中有 6 个低于平时价格（全店 17%）"
    assert [one["key"] for one in found["tags_unknown"]] == ["gift"]
    assert found["loyalty"] == {"score": 62, "parts": {"repeat": 70}}


def test_what_followed_a_contact(store: SqlStore, tools: Toolbox) -> None:
    """Nobody contacted has none; a contact before the last order was answered by it."""
    assert profile_document(tools, "C001", "en")["response"] is None
    last = store.activity.orders_of("C001", AS_OF, limit=1)[0]
    contact = Event("k1", "C001", last.at - timedelta(days=2), "contacted", "phone", "win_back")
    assert store.activity.note(contact, "earful")
    found = profile_document(tools, "C001", "en")["response"]
    assert (found["contacts"], found["over"], found["ordered"]) == (1, 1, 1)
    assert found["latest"][0]["order"] == last.id and found["latest"][0]["channel"] == "phone"


def test_history_is_told_whole(store: SqlStore, tools: Toolbox) -> None:
    """What moved, from what to what, on which day and why; nothing later than the profile."""
    silent = Reason("moved.silent", "down", -2.0, {"rhythm": 31.0, "recency": 74.0}, ("o1",))
    spend = Reason("moved.spend", "down", -5.0, {"before": 450.0, "now": 400.0})
    store.judgements.save(
        [],
        [
            ProfileChange("C001", AS_OF, "lifecycle", "loyal", "slipping", (silent, spend)),
            ProfileChange("C001", AS_OF - timedelta(days=1), "level", "circle", "gone"),
            ProfileChange("C001", AS_OF + timedelta(days=9), "tier", "vip", "quiet"),
        ],
    )
    told = [one["text"] for one in profile_document(tools, "C001", "en")["changes"]]
    assert told[0].startswith("Lifecycle: moved from loyal to slipping on ")
    assert told[0].endswith(
        "because usually orders every 31 days, none for 74; net spend went from £450 to £400."
    )
    assert told[1].startswith("Level: moved from Inner circle to gone on ")
    assert not any("quiet" in one for one in told)
    chinese = profile_document(tools, "C001", "zh-Hans")["changes"][0]["text"]
    assert "由“忠诚”变为“渐行渐远”" in chinese
    assert "因为通常每 31 天下一次单，如今已有 74 天没有下单；" in chinese


def test_the_journey_counts_every_text_once(store: SqlStore, tools: Toolbox) -> None:
    """Every stage in its order; quotes are customers' own words; a shorter time holds no more."""
    rows = journey(tools, AS_OF, "en")
    assert tuple(row.stage for row in rows) == STAGES
    assert sum(row.texts for row in rows) > 0
    for row in rows:
        assert row.negative + row.positive <= row.texts
        assert len(row.themes) <= 3 and len(row.quotes) <= 3
        for quote in row.quotes:
            assert quote.quote in store.said.get([quote.feedback_id])[0].feedback.text
    fewer = journey_documents(tools, AS_OF, days=7)
    assert sum(row["texts"] for row in fewer) < sum(row.texts for row in rows)
    assert fewer[0]["name"]["zh-Hant"] == "認識"


def test_the_stages_that_a_playbook_asks_for(store: SqlStore) -> None:
    """Read from the store as of a day: what was said later, or was not unhappy, places nobody."""
    inputs = Inputs(
        store.customers.ids(),
        store.activity.orders(AS_OF),
        store.activity.events(AS_OF),
        store.said.columns(AS_OF),
    )
    found = stages_of(store, inputs, AS_OF)
    assert found["C004"] == "delivery"
    assert set(found.values()) <= set(STAGES)
    assert not found.keys() & {"C005", "C008"}
    assert "C004" not in stages_of(store, inputs, AS_OF - timedelta(days=8))


@pytest.mark.parametrize(
    ("risk", "days", "held"),
    [
        (Risk(0.7, 90, (), "model", level="low"), 1, True),
        (Risk(0.7, 90, (), "model", level="low"), 0, None),
        (Risk(0.3, 90, (), "model", level="gone"), 30, False),
        (Risk(0.9, 90, (), "model", level="high"), 10, None),
        (Risk(0.3, 90, (), "model"), 1, True),
        (Risk(0.7, 90, (), "model"), 30, False),
        (None, 30, None),
    ],
)
def test_a_resolved_case_held_by_the_level(
    store: SqlStore, risk: Risk | None, days: int, held: bool | None
) -> None:
    """Neither at risk nor gone; by the chance only where an older judgement says no level."""
    profile = store.judgements.profile("C001")
    assert profile is not None
    case = Case("k1", "a1", "C001", "resolved", AS_OF, closed_at=profile.as_of - timedelta(days=days))
    assert since_held(replace(profile, risk=risk), case, 0.5) is held


def test_a_contact_still_to_come_is_not_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistyped year would leave a customer alone for good."""
    monkeypatch.setenv("EARFUL_HOME", str(tmp_path))
    asked = Namespace(id="C001", channel="phone", play=None, at="2999-01-01", by="")
    with pytest.raises(UserError, match="still to come"):
        run_contacted(asked, Terminal())
