"""The demo company through the real door: what was planted is found."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sklearn.metrics import adjusted_mutual_info_score, roc_auc_score

from bot.answers import Answer, Question, answer
from bot.bootstrap import Application, build
from bot.clock import now
from bot.demo.catalogue import in_pounds
from bot.demo.company import write
from bot.demo.show import demo_settings
from bot.jobs.intake import take_in
from bot.jobs.refresh import refresh
from bot.settings import Settings
from bot.views import make_digest


@pytest.fixture(scope="module")
def truth(company: Path) -> dict[str, Any]:
    """What was planted."""
    return dict(json.loads((company / "company" / "truth.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def wired(company: Path) -> Iterator[Application]:
    """The application on the refreshed company, which no test here changes."""
    opened = build(demo_settings(Settings(), company))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def rows(company: Path) -> Callable[..., list[tuple[Any, ...]]]:
    """Asks the database directly, past the product's own code."""
    database = sqlite3.connect(company / "earful.db")
    return lambda query, *values: database.execute(query, values).fetchall()


def test_bad_rows_are_in_quarantine_and_nothing_else(truth: dict[str, Any], rows: Any) -> None:
    """Every spoilt row waits with its reason; no good row does."""
    assert len(rows("SELECT 1 FROM quarantine")) == len(truth["bad_rows"])


def test_people_under_several_accounts_are_one(truth: dict[str, Any], rows: Any) -> None:
    """Each planted group is merged, and nobody else is."""
    kept = {name: into or name for name, into in rows("SELECT id, merged_into FROM customers")}
    found: dict[str, set[str]] = {}
    for name, into in kept.items():
        found.setdefault(into, set()).add(name)
    merged = {frozenset(group) for group in found.values() if len(group) > 1}
    assert merged == {frozenset(group) for group in truth["identity_groups"]}


def test_feedback_sent_twice_is_there_once(truth: dict[str, Any], rows: Any) -> None:
    """Exact doubles are not stored again; what was said again word for word points to the first."""
    stored = dict(rows("SELECT id, duplicate_of FROM feedback"))
    assert len(stored) == truth["totals"]["feedback"]
    again = [pair for pair in truth["duplicates"]["resubmitted"] if stored[pair[1]] is not None]
    assert len(again) >= 0.9 * len(truth["duplicates"]["resubmitted"])


def test_revenue_is_exact_to_the_cent(truth: dict[str, Any], rows: Any) -> None:
    """Returns counted, doubles not: the sum of all orders in pounds is the planted one."""
    total = sum(
        in_pounds(amount, currency) for currency, amount in rows("SELECT currency, amount FROM orders")
    )
    assert total == pytest.approx(truth["totals"]["net_revenue_gbp"], abs=0.01)


def test_personal_data_is_not_stored(truth: dict[str, Any], rows: Any) -> None:
    """Of the planted mails, phones, addresses, ids, cards and names in texts, at least 98 in 100 are gone.

    Names of the shop's own staff, which customers mention, are no customer's personal data and may stay.
    """
    texts = dict(rows("SELECT id, text FROM feedback"))
    originals = _originals(truth)
    planted = kept = 0
    for feedback_id, spans in truth["personal_data"].items():
        for span in (one for one in spans if one["type"] != "staff"):
            planted += 1
            kept += originals[feedback_id][span["start"] : span["end"]] in texts[feedback_id]
    assert planted > 200
    assert kept <= 0.02 * planted


def _originals(truth: dict[str, Any]) -> dict[str, str]:
    with TemporaryDirectory() as folder:
        write(Path(folder), last_day=date.fromisoformat(truth["last_day"]), seed=truth["seed"])
        return _texts(Path(folder))


def _texts(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in folder.iterdir():
        if path.suffix == ".jsonl":
            lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        elif path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                lines = list(csv.DictReader(file))
        else:
            continue
        for line in lines:
            values = list(line.values())
            text = next(
                (
                    line[name]
                    for name in ("review_text", "内容", "內容", "comment", "评价内容")
                    if name in line
                ),
                None,
            )
            if text is not None:
                found[str(values[0])] = str(text)
    return found


@pytest.mark.parametrize("number", [0, 1, 2])
def test_each_incident_is_a_theme(truth: dict[str, Any], rows: Any, number: int) -> None:
    """One or two themes hold most of an incident's complaints, and rise in its weeks."""
    planted = set(truth["incidents"][number]["feedback"])
    places = dict(rows("SELECT feedback_id, theme_id FROM theme_assignments"))
    counts = Counter(places[one] for one in planted if places.get(one, -1) >= 0)
    best = counts.most_common(2)
    assert sum(count for _, count in best) >= 0.5 * len(planted), counts.most_common(5)
    size = Counter(places.values())
    assert best[0][1] >= 0.3 * size[best[0][0]], (best, size[best[0][0]])


def test_segments_follow_the_personas(truth: dict[str, Any], rows: Any) -> None:
    """What people say and do tells the personas apart far better than chance."""
    placed = dict(rows("SELECT customer_id, segment_id FROM profiles"))
    persona = {one: kind for one, kind in truth["persona_of"].items() if placed.get(one, -1) >= 0}
    score = adjusted_mutual_info_score(list(persona.values()), [placed[one] for one in persona])
    assert score >= 0.55


def test_those_who_left_are_at_risk(truth: dict[str, Any], rows: Any) -> None:
    """The risk ranks planted churn above active customers."""
    chance = {one: p for one, p in rows("SELECT customer_id, probability FROM profiles") if p is not None}
    state = {one: life["state"] for one, life in truth["lifecycle"].items() if one in chance}
    chosen = [one for one, kind in state.items() if kind in ("churned", "active")]
    assert roc_auc_score([state[one] == "churned" for one in chosen], [chance[one] for one in chosen]) >= 0.9


def test_the_digest_has_reasons_and_quotes(wired: Application) -> None:
    """Everyone in the digest has three reasons or more; most have their own words quoted."""
    digest = make_digest(wired.toolbox, wired.as_of, "en", limit=10)
    assert len(digest.customers) == 10
    assert all(len(one.reasons) >= 3 for one in digest.customers)
    assert sum(1 for one in digest.customers if one.quotes) >= 5
    for one in digest.customers:
        for quote in one.quotes:
            stored = wired.store.said.get([quote.feedback_id])[0].feedback
            assert quote.quote in stored.text
            assert stored.customer_id == one.customer_id


def _ask(wired: Application, text: str) -> Answer:
    return answer(Question(text=text, as_of=wired.as_of, asked_at=now()), wired.toolbox)


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("Who is at risk, and why?", "en", "at_risk"),
        ("哪些客户有流失风险？", "zh-Hans", "at_risk"),
        ("這個月顧客最常抱怨什麼？", "zh-Hant", "complaints"),
    ],
)
def test_answers_in_three_languages(wired: Application, text: str, language: str, intent: str) -> None:
    """Each is answered in its language, and every quote stands in the feedback it names."""
    found = _ask(wired, text)
    assert (found.language, found.intent, found.status) == (language, intent, "answered")
    for citation in found.citations:
        assert citation.quote in wired.store.said.get([citation.feedback_id])[0].feedback.text


def test_counts_in_answers_are_those_of_the_database(wired: Application, rows: Any) -> None:
    """A figure in an answer is the figure that SQL finds."""
    found = _ask(wired, "How many customers do we have?")
    expected = rows("SELECT count(*) FROM customers WHERE merged_into IS NULL")[0][0]
    assert expected in [fact.value for fact in found.facts]


def test_a_second_refresh_does_nothing(company: Path, tmp_path: Path) -> None:
    """Nothing new: every stage is passed over, and nothing changes."""
    home = Path(shutil.copytree(company, tmp_path / "home"))
    wired = build(demo_settings(Settings(), home))
    try:
        report = refresh(wired, wired.as_of)
        assert all(stage.skipped for stage in report.stages)
        assert "bare_encoder" not in wired.__dict__
    finally:
        wired.close()


def test_new_feedback_is_read_alone(company: Path, tmp_path: Path) -> None:
    """Fifty new texts: those are read and placed, the others are left as they are."""
    home = Path(shutil.copytree(company, tmp_path / "home"))
    wired = build(demo_settings(Settings(), home))
    try:
        day = (wired.as_of - timedelta(hours=1)).isoformat()
        lines = [
            {
                "feedback_id": f"N{n}",
                "customer_id": "C10032",
                "date": day,
                "text": f"The lid of kettle {n} leaks.",
            }
            for n in range(50)
        ]
        path = tmp_path / "reviews.jsonl"
        path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
        assert take_in(wired, [path]).accepted == 50
        report = refresh(wired, wired.as_of)
        assert report.scored == 50
        stages = {stage.name: stage.items for stage in report.stages}
        assert stages["themes"] <= 50
    finally:
        wired.close()
