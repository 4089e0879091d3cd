"""Outcomes, forecasts and ratings in words and JSON, and the lists that the command line repeats."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest

from bot.answers import Toolbox
from bot.cli import acting, rating
from bot.jobs.forecasting import Demand, demand
from bot.jobs.outcomes import Outcomes
from bot.views import ratings
from bot.views.forecast import forecast_documents
from bot.views.outcomes import outcome_documents
from index.store import SqlStore, open_store
from nlp.failures import UserError
from prompts import LANGUAGES, read
from segmentation.forecast import Forecast
from segmentation.outcomes import Effect, Outcome
from segmentation.playbooks import CHANNELS, default_playbook
from tests.bot.answers.company import AS_OF, WordSearch, fill


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """The small company."""
    path = tmp_path_factory.mktemp("figures") / "earful.db"
    with closing(open_store(f"sqlite:///{path}", rates={}, currency="GBP")) as opened:
        yield fill(opened)


def test_the_command_line_lists_what_there_is() -> None:
    """Its help is written without heavy imports."""
    assert acting.CHANNELS == CHANNELS
    assert rating.BY == ratings.BY


@pytest.mark.parametrize("language", LANGUAGES)
def test_outcomes_in_words(language: str) -> None:
    """Every verdict, the play's name, and whether chance decided; the shipped plays all have names."""
    effect = Effect(0.4, 0.3, 0.1, 0.02)
    rows = tuple(
        Outcome("win_back", 40, 3, 90, 60, False, None if verdict == "too_few" else effect, verdict)
        for verdict in ("helps", "harms", "unclear", "too_few")
    )
    found = outcome_documents(Outcomes(rows, None, 0.0), AS_OF, language)
    assert [one["verdict"] for one in found["plays"]] == ["helps", "harms", "unclear", "too_few"]
    assert all(one["text"] and one["name"] for one in found["plays"])
    assert found["plays"][0]["difference"] == pytest.approx(0.1)
    assert found["plays"][3]["low"] is None
    words = read("outcomes", language)
    assert found["note"] == words.say("note.observed")
    drawn = outcome_documents(Outcomes(rows, rows[0], 0.1), AS_OF, language)
    assert drawn["note"] == words.say("note.randomised")
    assert all(words.has(f"play.{play.key}") for play in default_playbook().plays)


@pytest.mark.parametrize("language", LANGUAGES)
def test_forecasts_in_words(language: str) -> None:
    """Weeks to come follow those sold; rare goods are told as rare."""
    history = tuple(float(week) for week in range(30))
    ahead = (5.0, 6.0)
    plain = Forecast(
        "s", "mug", "high", history, date(2024, 1, 1), ahead, ahead, ahead, 11, 9, 14, "theta", 0.8, False
    )
    (one,) = forecast_documents(Demand("product", 2, (plain,)), language)
    assert [week["week"] for week in one["weeks"]] == ["2024-07-29", "2024-08-05"]
    assert one["history"][-1] == {"week": "2024-07-22", "sold": 29.0}
    assert (one["last_total"], len(one["history"])) == (57.0, 26)
    assert "mug" in one["text"]
    assert "9" in one["text"]


def test_a_forecast_that_cannot_be_made_says_why(store: SqlStore) -> None:
    """Too far ahead, or before there was anything."""
    with pytest.raises(UserError, match="26 weeks"):
        demand(store, AS_OF, "total", weeks=99)
    with pytest.raises(UserError, match="whole weeks"):
        demand(store, AS_OF - timedelta(days=9999), "total")


@pytest.mark.parametrize("by", ratings.BY)
def test_ratings_by_every_kind_of_group(store: SqlStore, by: str) -> None:
    """Each has its number of ratings; few of them have no figure."""
    tools = Toolbox(store, WordSearch(store))
    for language in LANGUAGES:
        found = ratings.rating_documents(tools, AS_OF, by, language, days=3650)
        assert all(one["n"] > 0 and one["text"] and one["scale"] in ("nps", "csat", "stars") for one in found)
        assert all((one["value"] is None) == (one["n"] < 10) for one in found)
    assert by != "all" or found
