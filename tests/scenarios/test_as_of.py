"""``--as-of``: nothing later is read, and a look back says what was said on that day."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.conftest import Door


@pytest.fixture(scope="module")
def then() -> date:
    """Some three months ago."""
    return datetime.now(UTC).date() - timedelta(days=91)


@pytest.fixture(scope="module")
def spoken(company: Path) -> dict[str, str]:
    """The day on which each piece of feedback was given, by id."""
    import sqlite3

    with sqlite3.connect(company / "earful.db") as database:
        rows = database.execute("select id, at from feedback").fetchall()
    return {str(key): datetime.fromtimestamp(at, UTC).date().isoformat() for key, at in rows}


def quoted(document: Any) -> list[str]:
    """The ids of all feedback that a document cites, however deep."""
    if isinstance(document, dict):
        own = [document["feedback_id"]] if "feedback_id" in document else []
        return own + [one for value in document.values() for one in quoted(value)]
    return [one for value in document for one in quoted(value)] if isinstance(document, list) else []


@pytest.mark.parametrize(
    "command",
    [
        ("digest",),
        ("themes",),
        ("ask", "What do customers complain about?"),
        ("ask", "大家怎麼評價配送？"),
        ("ask", "Who is at risk, and why?"),
    ],
    ids=" ".join,
)
def test_nothing_later_is_cited(
    door: Door, shop: Path, then: date, spoken: dict[str, str], command: tuple[str, ...]
) -> None:
    """Every quote of a look back was said by that day."""
    found = door(*command, "--as-of", then, "--json", home=shop)
    cited = quoted(found.document)
    assert found.status == 0 and cited
    assert max(spoken[one] for one in cited) <= then.isoformat()


def test_a_profile_of_that_day_knows_nothing_later(door: Door, shop: Path, then: date) -> None:
    """Last order, quotes and evidence of a customer are of that day or before."""
    first = door("customers", "--limit", 1, "--as-of", then, "--json", home=shop).document[0]["customer_id"]
    found = door("customer", first, "--as-of", then, "--json", home=shop).document
    assert found["as_of"].startswith(then.isoformat())
    assert found["rfm"]["recency_days"] >= 0 and all(one["at"] <= then.isoformat() for one in found["quotes"])


def test_a_look_back_equals_a_store_of_that_day(door: Door, shop: Path, own: Path, then: date) -> None:
    """A digest of a past day has the main figures of a store that was refreshed on that day."""
    back = door("digest", "--as-of", then, "--json", home=shop).document
    done = door("refresh", "--as-of", then, "--json", home=own)
    assert done.status == 0, done.err
    there = door("digest", "--json", home=own).document
    assert back["date"] == there["date"] == then.isoformat()
    assert back["totals"] == there["totals"]
    figures = ("customer_id", "probability", "value_at_risk")
    assert [[one[name] for name in figures] for one in back["customers"]] == [
        [one[name] for name in figures] for one in there["customers"]
    ]
