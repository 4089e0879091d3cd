"""``earful ask`` through the real door: one question, a thread, a file of questions, a conversation."""

import io
import json
from pathlib import Path

import pytest

from tests.scenarios.conftest import Door
from tests.scenarios.test_contract import NUMBER, holds, jsonl, lines

FORM = {
    "language": str,
    "intent": str,
    "arguments": dict,
    "answer": str,
    "facts": list,
    "rows": list,
    "citations": list,
    "status": str,
    "seconds": NUMBER,
}


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who is at risk, and why?", "en"),
        ("这个月客户主要抱怨什么？", "zh-Hans"),
        ("大家怎麼評價配送？", "zh-Hant"),
    ],
)
def test_an_answer_has_its_form_in_three_languages(
    door: Door, shop: Path, question: str, language: str
) -> None:
    """The language of the question is that of the answer; facts and citations are whole."""
    found = door("ask", question, "--json", home=shop).document
    holds(found, FORM)
    assert (found["language"], found["status"]) == (language, "answered")
    assert found["facts"] and found["answer"]
    for fact in found["facts"]:
        assert {"name", "value"} <= set(fact)
    for citation in found["citations"]:
        holds(citation, {"feedback_id": str, "quote": str})


def test_a_thread_remembers_whom_it_is_about(door: Door, shop: Path) -> None:
    """A follow-up in the thread means the same customer; another thread knows nothing of it."""
    first = door("customers", "--limit", 1, "--json", home=shop).document[0]["customer_id"]
    door("ask", f"How is customer {first}?", "--thread", "t1", "--user", "u", home=shop)
    follow = door("ask", "What should we do?", "--thread", "t1", "--user", "u", "--json", home=shop).document
    alone = door("ask", "What should we do?", "--thread", "t2", "--user", "u", "--json", home=shop).document
    assert first in json.dumps(follow["arguments"]) and first not in json.dumps(alone["arguments"])


def test_a_file_of_questions_keeps_order_and_ids(door: Door, shop: Path, tmp_path: Path) -> None:
    """One reply a line, each with its id; a line that is no question is told, not dropped."""
    asked = (
        {"id": 7, "question": "How many customers do we have?"},
        "no json",
        {"id": "x"},
        {"id": "b", "question": "我们有多少客户？", "thread": "t", "user": "u"},
    )
    answers = tmp_path / "a.jsonl"
    said = door("ask", "--batch", jsonl(tmp_path / "q.jsonl", *asked), "-o", answers, home=shop)
    found = lines(answers)
    assert said.status == 0 and [one["id"] for one in found] == [7, None, "x", "b"]
    holds(found[0], FORM)
    assert "error" in found[1] and "error" in found[2] and found[3]["language"] == "zh-Hans"


def test_a_conversation_ends_with_an_empty_line(
    door: Door, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Questions from standard input are answered one after another, in their languages."""
    monkeypatch.setattr("sys.stdin", io.StringIO("Who is at risk?\n谁有流失风险？\n\nnever read\n"))
    said = door("ask", home=shop)
    assert said.status == 0 and "at risk" in said.out and "流失" in said.out
