"""What words do and feel, on the pages of a customer and of a theme, and on the command line."""

import json
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Application
from bot.cli.main import main
from bot.views import said_by, voice_document
from index.ports import Narrowing
from prompts import LANGUAGES, read


@pytest.fixture(scope="module")
def speaker(wired: Application) -> str:
    """A customer whose words threaten to leave, of those with most other signals."""
    leaving = said_by(wired.toolbox, "churn", wired.as_of)
    texts = {one: wired.store.said.count(Narrowing(customer_id=one)) for one in leaving}
    return max(sorted(leaving), key=lambda one: sum(texts[one].values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_customers_page_tells_signals_with_their_words(
    wired: Application, pages: TestClient, speaker: str, language: str
) -> None:
    """Each signal by its name in the language, the words as they were written, escaped."""
    told = voice_document(wired.toolbox, speaker, wired.as_of, language)
    shown = unescape(pages.get(f"/customers/{speaker}", params={"lang": language}).text)
    assert "churn" in {one["kind"] for one in told["signals"]}
    for signal in told["signals"]:
        assert signal["kind_text"] in shown
        assert signal["words"][:60] in shown
    assert read("heard", language).say("page.emotions") in shown


def test_the_words_stand_in_the_texts_they_are_quoted_from(wired: Application, speaker: str) -> None:
    """Nothing is put into a customer's mouth."""
    for signal in voice_document(wired.toolbox, speaker, wired.as_of, "en")["signals"]:
        (found,) = wired.store.said.get([signal["feedback_id"]])
        assert signal["words"] in found.feedback.text
        assert found.feedback.customer_id == speaker


def test_emotions_over_time_add_up(wired: Application, speaker: str) -> None:
    """The months hold what the counts count, as far as they reach back."""
    told = voice_document(wired.toolbox, speaker, wired.as_of, "en")["emotions"]
    months: Counter[str] = Counter()
    for month in told["months"]:
        months.update(month["counts"])
    assert all(months[name] <= texts for name, texts in told["counts"].items())
    assert [one["month"] for one in told["months"]] == sorted(one["month"] for one in told["months"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_themes_page_tells_its_shares(wired: Application, pages: TestClient, language: str) -> None:
    """What its texts do, with which emotion, and what they judge."""
    theme = wired.toolbox.themes(wired.as_of)[0]
    shown = unescape(pages.get(f"/themes/{theme.id}", params={"lang": language}).text)
    for key in ("does", "feels", "judges"):
        assert read("heard", language).say(f"page.{key}") in shown


def test_customers_are_listed_by_what_they_say(
    filled: Path,
    wired: Application,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """``earful customers --signal`` lists those who say it, with the words, most value at risk first."""
    monkeypatch.setenv("EARFUL_HOME", str(filled))
    assert main(["customers", "--signal", "churn", "--json", "--limit", "500"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["customer_id"] for row in rows} <= set(said_by(wired.toolbox, "churn", wired.as_of))
    assert all(row["signal"] == "churn" and row["texts"] >= 1 for row in rows)
    assert rows == sorted(rows, key=lambda row: -row["value_at_risk"])
