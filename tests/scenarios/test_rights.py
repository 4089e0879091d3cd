"""A person's rights through the real door: all that is held is shown, and forgetting leaves nothing."""

import json
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.conftest import Door


def chosen(door: Door, home: Path) -> tuple[str, dict[str, Any]]:
    """A customer at risk with handles, a long text and a name of their own, with what is held of them."""
    listed = door("customers", "--limit", 1000, "--json", home=home).document
    names = Counter(one["name"] for one in listed)
    for one in (customer for customer in listed if names[customer["name"]] == 1):
        held = door("export", one["customer_id"], "--json", home=home).document["tables"]
        if len(held["identities"]) > 1 and any(len(row["text"]) > 30 for row in held["feedback"]):
            return one["customer_id"], held
    raise AssertionError("nobody at risk wrote anything")


def traces(held: dict[str, Any]) -> set[str]:
    """What tells who it was: id, name, handles, and what they wrote."""
    words = {row["value"] for row in held["identities"]} | {row["name"] for row in held["customers"]}
    words |= {row["text"] for row in held["feedback"] if len(row["text"]) > 30}
    return words - {None, ""}


def places(home: Path, words: set[str]) -> list[str]:
    """Files of a data folder in which one of the words stands, as it is or as JSON escapes it."""
    found = []
    for path in (one for one in home.rglob("*") if one.is_file() and "company" not in one.parts):
        content = path.read_bytes()
        found += [
            f"{path.name}: {word}"
            for word in words
            if any(form in content for form in (word.encode(), json.dumps(word)[1:-1].encode()))
        ]
    return found


def test_an_export_shows_every_table_with_the_persons_rows(door: Door, shop: Path) -> None:
    """What a profile tells is among what is exported."""
    customer_id, held = chosen(door, shop)
    profile = door("customer", customer_id, "--json", home=shop).document
    assert {row["value"] for row in held["identities"]} >= {one["value"] for one in profile["identities"]}
    assert {one["feedback_id"] for one in profile["quotes"]} <= {str(row["id"]) for row in held["feedback"]}
    assert held["orders"] and "risk" in json.dumps(held)


def test_forgetting_leaves_no_trace_but_the_proof(door: Door, own: Path) -> None:
    """No table, no vector index and no file of the data folder, log included, knows the person any more."""
    customer_id, held = chosen(door, own)
    words = traces(held)
    door("ask", f"How is customer {customer_id}?", "--thread", "t", "--user", "u", home=own)
    assert places(own, words), "the search itself must be able to find something"
    erased = door("forget", customer_id, "--yes", "--json", home=own)
    assert erased.status == 0 and erased.document["erased"]["vector index"] > 0
    assert door("customer", customer_id, home=own).status == 2
    assert places(own, words | {customer_id}) == []
    with sqlite3.connect(own / "earful.db") as database:
        proofs = database.execute("select * from erasures").fetchall()
    assert len(proofs) == 1
    door("refresh", "--json", home=own)
    assert places(own, words | {customer_id}) == []


@pytest.mark.parametrize("command", ["ask", "digest", "score"])
def test_the_log_holds_no_words_of_customers(door: Door, own: Path, tmp_path: Path, command: str) -> None:
    """Nothing that was asked, read or shown goes into the log."""
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 1, "text": "Zanzibar kettle"}\n', encoding="utf-8")
    arguments = {
        "ask": ("ask", "What do they say about Zanzibar kettles?"),
        "digest": ("digest",),
        "score": ("score", source, "-o", tmp_path / "out.jsonl"),
    }
    before = (own / "earful.log").read_text(encoding="utf-8")
    assert door(*arguments[command], home=own).status == 0
    assert (own / "earful.log").read_text(encoding="utf-8") == before
