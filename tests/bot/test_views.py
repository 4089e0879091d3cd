"""What command line, pages and Slack show of customers, digest, segments and themes."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answers import Toolbox
from bot.cli.digest import show_digest
from bot.cli.terminal import Terminal
from bot.slack.cards import headline
from bot.views import (
    at_risk_entry,
    customer_row,
    find_customer,
    make_digest,
    profile_document,
    segment_documents,
    theme_documents,
)
from bot.views.risk import risk_document
from index.ports import Narrowing
from index.records import Alert, CaseUpdate
from index.store import SqlStore, open_store
from nlp.failures import UserError
from prompts import LANGUAGES, read
from tests.bot.answers.company import AS_OF, SAID, WordSearch, fill


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """The small company, which a test may change."""
    with closing(open_store(f"sqlite:///{tmp_path / 'earful.db'}", rates={}, currency="GBP")) as opened:
        yield fill(opened)


@pytest.fixture
def tools(store: SqlStore) -> Toolbox:
    """What views work with."""
    return Toolbox(store, WordSearch(store))


def test_the_digest_ranks_by_value_at_risk(tools: Toolbox) -> None:
    """Those at risk with at least three reasons in words, quotes that are theirs, and what changed."""
    digest = make_digest(tools, AS_OF, "en", limit=10)
    assert [one.customer_id for one in digest.customers] == ["C007", "C001", "C003"]
    texts = {row[0]: row for row in SAID}
    for one in digest.customers:
        assert sum(reason.direction == "up" for reason in one.reasons) >= 3
        assert one.quotes
        for quote in one.quotes:
            assert texts[quote.feedback_id][1] == one.customer_id
            assert quote.quote in texts[quote.feedback_id][7]
    assert digest.customers[0].change == "risk: moved from not at risk to at risk"
    assert digest.customers[1].change is None


def test_the_digest_adds_up(tools: Toolbox) -> None:
    """Totals are of everybody, however few are shown; themes are of the last seven days."""
    digest = make_digest(tools, AS_OF, "en", limit=1)
    assert len(digest.customers) == 1
    assert dict(digest.totals) == {
        "customers": 9,
        "at_risk": 3,
        "gone": 0,
        "value_at_risk": 832.5,
        "feedback": 6,
        "negative": 4,
    }
    assert {one.theme_id: (one.size, one.before) for one in digest.themes} == {
        2: (2, 0),
        0: (1, 2),
        1: (1, 0),
        3: (1, 0),
    }
    assert set(digest.document()) == {"date", "customers", "themes", "totals", "capacity"}


def test_a_snoozed_customer_is_left_out_until_then(tools: Toolbox, store: SqlStore) -> None:
    """The next in line comes up instead, and the snoozed one is back afterwards."""
    store.cases.open([Alert("a1", "C007", AS_OF, "risk_high", ())])
    case = store.cases.of("C007")[0]
    until = AS_OF + timedelta(days=7)
    store.cases.act(
        CaseUpdate(case.id, AS_OF, "U1", "snooze", "", "k"), state="snoozed", assignee=None, until=until
    )
    assert [one.customer_id for one in make_digest(tools, AS_OF, "en", limit=1).customers] == ["C001"]
    later = make_digest(tools, until + timedelta(hours=1), "en", limit=1)
    assert [one.customer_id for one in later.customers] == ["C007"]


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_an_entry_is_told_in_every_language(tools: Toolbox, language: str) -> None:
    """Reasons and action in words; figures alike."""
    profile = tools.store.judgements.profile("C007")
    assert profile is not None
    entry = at_risk_entry(tools, profile, language)
    assert (entry.probability, entry.value_at_risk, entry.horizon_days) == (0.91, 412.5, 90)
    assert any("80" in reason.text for reason in entry.reasons)
    assert entry.action


def test_a_profile_has_the_keys_others_rely_on(tools: Toolbox) -> None:
    """The contract of ``earful customer``."""
    document = profile_document(tools, "C003", "zh-Hans")
    wanted = {
        "customer_id", "name", "identities", "rfm", "abc", "lifecycle", "axes", "risk", "expected_value",
        "segment", "psychographics", "sentiment", "themes", "nps", "cases", "next_action", "recommendations",
    }  # fmt: skip
    assert wanted <= set(document)
    assert document["csat"] is None
    assert document["name"] == "陈静"
    assert document["risk"]["probability"] == 0.66  # type: ignore[index]
    assert len(document["risk"]["reasons"]) >= 3  # type: ignore[index]


def test_a_customer_who_never_bought_has_no_risk(tools: Toolbox) -> None:
    """There is nothing to lose yet."""
    assert profile_document(tools, "C010", "en")["risk"] is None


def test_a_customer_is_found_by_anything(tools: Toolbox) -> None:
    """Id, mail, handle, or a name with a typing error; otherwise it is said who there is."""
    assert find_customer(tools, "14911") == "14911"
    assert find_customer(tools, "grace.pritchard@example.com") == "C001"
    assert find_customer(tools, "kettle_dan") == "C005"
    assert find_customer(tools, "Olivia Fenwik") == "C007"
    with pytest.raises(UserError, match="one of several"):
        find_customer(tools, "Grace")
    with pytest.raises(UserError, match="no customer"):
        find_customer(tools, "Zebulon Quux")


def test_rows_of_a_list(tools: Toolbox) -> None:
    """A line holds keys and figures; no risk where nobody bought."""
    rows = {one.customer_id: customer_row(one, "x") for one in tools.profiles(AS_OF)}
    assert rows["C007"]["probability"] == 0.91
    assert rows["C010"]["probability"] is None


def test_segments_and_themes_are_listed(tools: Toolbox) -> None:
    """Names in three languages, sizes and shares of what is narrowed, nothing after the moment."""
    assert [(one["id"], one["size"]) for one in segment_documents(tools)] == [(0, 4), (1, 4)]
    themes = theme_documents(tools, AS_OF, Narrowing(language="en"))
    english = [row for row in SAID if row[4] == "en" and row[2] >= 0]
    assert sum(int(str(one["size"])) for one in themes) == len(english)
    assert themes[-1]["id"] == -1
    assert set(themes[0]["name"]) == {"en", "zh-Hans", "zh-Hant"}  # type: ignore[call-overload]


def test_a_digest_is_dated_by_the_owners_day(tools: Toolbox) -> None:
    """The last second of a day in New York is the next day in UTC; the digest bears New York's day."""
    zone = ZoneInfo("America/New_York")
    evening = datetime(2026, 3, 1, 23, 59, 59, tzinfo=zone).astimezone(UTC)
    assert make_digest(replace(tools, zone=zone), evening, "en", limit=1).date == "2026-03-01"
    assert make_digest(tools, evening, "en", limit=1).date == "2026-03-02"


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_customers_cancel_every_heading_says_so(store: SqlStore, tools: Toolbox, language: str) -> None:
    """Digest, card, page and profile speak of cancelling, never of buying nothing."""
    profile = store.judgements.profile("C001")
    assert profile is not None and profile.risk is not None
    bound = replace(profile, risk=replace(profile.risk, churn="cancellation", level="gone"))
    entry = at_risk_entry(tools, bound, language)
    assert entry.cancels and entry.document()["churn"] == "cancellation"
    assert not at_risk_entry(tools, profile, language).cancels
    word = {"en": "likely to cancel", "zh-Hans": "取消", "zh-Hant": "取消"}[language]
    assert word in headline(entry, "GBP", language)
    assert word not in headline(replace(entry, churn="silence"), "GBP", language)
    document = risk_document(bound.risk or profile.risk, language)
    assert document["level_text"] == read("risk", language).say("level.cancelled")
    assert document["level_text"] != risk_document(profile.risk, language)["level_text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_digest_in_the_terminal_speaks_of_cancelling(
    tools: Toolbox, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same digest, once of customers who fall silent and once of customers who cancel."""
    silent = make_digest(tools, AS_OF, language, limit=1)
    bound = replace(silent, customers=tuple(replace(one, churn="cancellation") for one in silent.customers))
    told = []
    for digest in (silent, bound):
        show_digest(Terminal(), digest, "GBP")
        told.append(capsys.readouterr().out)
    word = {"en": "likely to cancel", "zh-Hans": "取消", "zh-Hant": "取消"}[language]
    assert word not in told[0].split("\n   ")[0]
    assert word in told[1].split("\n   ")[0]
