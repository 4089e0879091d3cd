"""Digests, cards and answers as blocks, in three languages; and the digest that a stop left half posted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.answers import Answer, Citation, Part
from bot.bootstrap import build
from bot.settings import Settings
from bot.slack.access import Verdict
from bot.slack.blocks.answer import answer_blocks
from bot.slack.blocks.case import Card, case_card
from bot.slack.blocks.limits import violations
from bot.slack.cards import CaseDesk
from bot.slack.digest import DigestDesk, digest_blocks
from bot.views import AtRisk, Digest, DigestTheme, ToldReason
from index.records import Case
from nlp.failures import UserError
from prompts import LANGUAGES, read

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOSTILE = "<!channel> *pay* https://evil.example & 付款 🤬"
QUOTE = Citation("RV1", HOSTILE, "en", "review", NOON)
ENTRY = AtRisk(
    customer_id="c1",
    name="陳大文 <@U1>",
    probability=0.63,
    horizon_days=90,
    value_at_risk=140.0,
    reasons=(ToldReason("visits", "visits fell from 4 to 0", "up"),),
    change=None,
    action="Call in person",
    quotes=(QUOTE,),
)
THEME = DigestTheme(1, dict.fromkeys(LANGUAGES, "delivery, *late*"), 15, 14, 5)
TOTALS = {"customers": 10.0, "at_risk": 3, "value_at_risk": 412.0, "feedback": 9, "negative": 4}


def digest(language: str, *customers: AtRisk) -> Digest:
    """A digest of these customers."""
    return Digest("2026-03-04", language, customers, (THEME,), TOTALS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_blocks_of_a_digest(language: str, snapshot: SnapshotAssertion) -> None:
    """The summary, within Slack's limits."""
    blocks = digest_blocks(digest(language, ENTRY), read("slack", language), "GBP")
    assert violations(blocks) == []
    assert blocks == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_at_risk_is_good_news(language: str) -> None:
    """No list and no word of buttons; the themes are still told."""
    words = read("slack", language)
    shown = str(digest_blocks(digest(language), words, "GBP"))
    assert words.say("digest.none") in shown
    assert words.say("digest.cards") not in shown
    assert "delivery" in shown


@pytest.mark.parametrize("state", ["open", "snoozed", "resolved"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_blocks_of_a_card(language: str, state: str, snapshot: SnapshotAssertion) -> None:
    """Who, why, what was said and what to do; only steps that the state allows have a button."""
    until = NOON + timedelta(days=7) if state == "snoozed" else None
    case = Case("C1", "a1", "c1", state, NOON, "U01ALICE", until)
    card = Card(case, 2, ENTRY.name, "63% · £140", ["visits fell"], [HOSTILE], ENTRY.action)
    blocks = case_card(card, read("slack", language))
    assert violations(blocks) == []
    assert blocks == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
def test_blocks_of_an_answer(language: str, snapshot: SnapshotAssertion) -> None:
    """Lead, bullets, a quote with its source, small print."""
    parts = (
        Part("lead", "3 of 10 customers are at risk."),
        Part("bullet", "Mei Ling Yip: 67% likely to stay away"),
        Part("bullet", "蔡淑儀：63%"),
        Part("quote", HOSTILE, QUOTE),
        Part("note", "At risk means 60% or more."),
    )
    blocks = answer_blocks(Answer(language, "at_risk", {}, "answered", parts))
    assert violations(blocks) == []
    assert blocks == snapshot


class Board:
    """A poster that remembers; it fails at the posting whose number is ``fails``."""

    def __init__(self, fails: int = 0) -> None:
        self.keys: list[str] = []
        self._fails = fails
        self._count = 0

    def post(self, channel: str, blocks: Any, *, text: str, key: str, thread: str | None = None) -> str:
        """Take a message, or fail."""
        self._count += 1
        if self._count == self._fails:
            raise ConnectionError("Slack is away")
        self.keys.append(key)
        return f"{self._count}.0"

    def sent(self, channel: str, key: str, *, thread: str | None = None, since: float = 0) -> str | None:
        """Nothing was sent before."""
        return None


class Gate:
    """Lets everybody hear, or nobody."""

    def __init__(self, refusal: str | None = None) -> None:
        self._verdict = Verdict(refusal)

    def audience(self, channel: str) -> Verdict:
        """The verdict."""
        return self._verdict


@pytest.fixture
def post(data: Path) -> Any:
    """Posts the digest of the last refresh through a board."""
    wired = build(Settings(home=str(data), digest_size=3))

    def posted(board: Board, *, hours: float = 0, refusal: str | None = None, language: str = "en") -> bool:
        desk = DigestDesk(wired, board, CaseDesk(wired, board), Gate(refusal))  # type: ignore[arg-type]  # fakes
        return desk.post("C1", wired.as_of, wired.as_of + timedelta(hours=hours))

    yield posted
    wired.close()


@pytest.mark.parametrize("fails", [1, 2, 3, 4])
def test_a_digest_that_failed_midway_is_finished_without_repeating(post: Any, fails: int) -> None:
    """Whatever was posted stays, whatever was not follows: one summary, one card a customer."""
    board = Board(fails)
    with pytest.raises(ConnectionError):
        post(board)
    post(board)
    assert len(board.keys) == len(set(board.keys)) == 4
    assert not post(board)
    assert len(board.keys) == 4


def test_a_claim_that_nobody_used_does_not_lose_the_day(data: Path, post: Any) -> None:
    """Killed between claiming and posting: after ten minutes the digest is posted all the same."""
    wired = build(Settings(home=str(data)))
    wired.store.runs.claim_posting("digest", wired.as_of.date(), "C1", wired.as_of)
    wired.close()
    board = Board()
    assert not post(board)
    assert post(board, hours=0.2)
    assert len(board.keys) == 4


def test_no_digest_where_another_company_reads(post: Any) -> None:
    """The scheduled digest keeps out of shared channels as well."""
    board = Board()
    with pytest.raises(UserError, match="shared with another company"):
        post(board, refusal="refused.shared")
    assert board.keys == []
