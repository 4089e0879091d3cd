"""Slack end to end: a real local Slack, a real bot, a real store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import now
from bot.demo.local_slack import ALICE, BOB, BOT_USER, CHANNEL
from bot.slack.listeners.messages import question
from tests.slack.office import Office, office, until


@pytest.fixture(scope="module")
def team(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One workspace for the questions of this file."""
    import shutil

    with office(Path(shutil.copytree(company, tmp_path_factory.mktemp("slack") / "home"))) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who is at risk, and why?", "at risk"),
        ("这个月客户主要抱怨什么？", "条反馈"),
        ("大家怎麼評價配送？", "配送"),
    ],
)
def test_a_mention_is_answered_once_in_its_thread_and_language(
    team: Office, text: str, expected: str
) -> None:
    """One answer, in the thread, in the language of the question."""
    asked = team.ask(f"<@{BOT_USER}> {text}", ALICE)
    replies = team.replies(asked["ts"])
    assert len(replies) == 1
    assert expected in json.dumps(replies[0], ensure_ascii=False)


def test_a_follow_up_needs_no_mention(team: Office) -> None:
    """In a thread where earful was asked, the next question is for it as well."""
    asked = team.ask(f"<@{BOT_USER}> Who is at risk?", ALICE)
    team.replies(asked["ts"])
    team.ask("And what do customers complain about?", ALICE, thread=asked["ts"])
    assert len(team.replies(asked["ts"], 2)) == 2


def test_people_talking_in_other_threads_are_left_alone(team: Office) -> None:
    """A thread in which earful was never asked is none of its business."""
    asked = team.ask("Lunch?", ALICE)
    team.ask("What do customers complain about?", BOB, thread=asked["ts"])
    marker = team.ask(f"<@{BOT_USER}> How is our NPS?", ALICE)
    team.replies(marker["ts"])
    every = team.slack.messages(CHANNEL)
    assert not [one for one in every if one.get("thread_ts") == asked["ts"] and one["user"] == BOT_USER]


def test_a_repeated_event_is_answered_once(team: Office) -> None:
    """Slack delivers again when it is in doubt; the inbox knows the message."""
    asked = team.ask(f"<@{BOT_USER}> How many customers do we have?", ALICE)
    team.replies(asked["ts"])
    heard = question({**asked, "channel": CHANNEL}, "mention")
    assert not team.door.desk.inbox.take(heard["key"], heard, team.door.desk.work)


def test_a_direct_message_is_answered(team: Office) -> None:
    """No mention is needed in private."""
    asked = team.ask("Who is at risk?", ALICE, channel=BOT_USER)
    channel = asked["channel"]
    assert team.replies(asked["ts"], channel=channel)


def test_the_command_answers_its_asker_alone(team: Office) -> None:
    """The reply to /earful is not in the channel for everyone."""
    before = len(team.proxy.sent("chat.postMessage"))
    body = {"channel": CHANNEL, "user": ALICE, "command": "/earful", "text": "how is our NPS?"}
    team.slack.control("command", body)

    def seen() -> list[str]:
        every = team.slack.messages(CHANNEL)
        return [json.dumps(one) for one in every if one.get("ephemeral_to") == ALICE]

    until(seen, lambda messages: any("NPS" in one for one in messages))
    assert len(team.proxy.sent("chat.postMessage")) == before


def test_a_guest_is_refused_in_private(team: Office) -> None:
    """A guest sees a refusal that nobody else sees, and no customer's data."""
    team.proxy.answers["users.info"] = {"user": {"is_restricted": True}}
    team.door.desk.access.forget()
    try:
        asked = team.ask(f"<@{BOT_USER}> Who is at risk?", BOB)
        whispers = until(lambda: team.proxy.sent("chat.postEphemeral"), bool)
        assert whispers[-1]["user"] == BOB
        assert "full members" in whispers[-1]["text"]
        posted = [one for one in team.proxy.sent("chat.postMessage") if one.get("thread_ts") == asked["ts"]]
        assert posted == []
    finally:
        team.proxy.answers.clear()
        team.door.desk.access.forget()


def test_a_shared_channel_is_refused(team: Office) -> None:
    """No customer's data in a channel that another company reads."""
    team.proxy.answers["conversations.info"] = {"channel": {"is_ext_shared": True}}
    team.door.desk.access.forget()
    try:
        before = len(team.proxy.sent("chat.postEphemeral"))
        asked = team.ask(f"<@{BOT_USER}> Who is at risk?", ALICE)
        whispers = until(lambda: team.proxy.sent("chat.postEphemeral"), lambda sent: len(sent) > before)
        assert "shared with another company" in whispers[-1]["text"]
        posted = [one for one in team.proxy.sent("chat.postMessage") if one.get("thread_ts") == asked["ts"]]
        assert posted == []
    finally:
        team.proxy.answers.clear()
        team.door.desk.access.forget()


def test_an_answer_survives_being_throttled(team: Office) -> None:
    """A 429 is waited out, and the answer comes."""
    team.proxy.throttle["chat.postMessage"] = 1
    asked = team.ask(f"<@{BOT_USER}> Who is at risk?", ALICE)
    assert team.replies(asked["ts"])


def test_slack_refused_nothing_and_nothing_is_a_mention(team: Office) -> None:
    """Over everything this file made earful say: within the limits, no links, no mentions out of words."""
    assert team.proxy.refused == []
    sent = team.proxy.sent("chat.postMessage")
    assert sent
    for body in sent:
        shown = json.dumps(body["blocks"], ensure_ascii=False)
        assert "<!" not in shown
        assert "<http" not in shown
        assert body["unfurl_links"] in (False, "false", "0")


def test_every_question_is_in_the_audit(team: Office) -> None:
    """Who asked what about whom, and where it was shown."""
    database = sqlite3.connect(Path(team.wired.settings.folder) / "earful.db")
    found = database.execute("SELECT actor, place FROM audit WHERE action = 'ask'").fetchall()
    assert (ALICE, CHANNEL) in found


def test_the_digest_is_posted_once_with_cards_and_a_click_has_one_effect(data: Path) -> None:
    """Two people click at once: one takes the case, both see who."""
    with office(data, digest_size=3) as team:
        desk, wired = team.door.desk, team.wired
        assert desk.digests.post(CHANNEL, wired.as_of, now())
        assert not desk.digests.post(CHANNEL, wired.as_of, now())
        every = team.slack.messages(CHANNEL)
        summary = next(one for one in every if not one.get("thread_ts"))
        cards = team.replies(summary["ts"])
        assert cards
        button = cards[0]["blocks"][-1]["elements"][0]
        assert button["action_id"] == "case_assign"
        for user in (ALICE, BOB):
            action = {"type": "button", **{name: button[name] for name in ("action_id", "value")}}
            action["block_id"] = cards[0]["blocks"][-1]["block_id"]
            team.slack.control(
                "interact", {"channel": CHANNEL, "messageTs": cards[0]["ts"], "user": user, "action": action}
            )
        whispers = until(lambda: team.proxy.sent("chat.postEphemeral"), bool)
        case_id = button["value"].partition("|")[0]
        updates = wired.store.cases.updates(case_id)
        assert len(updates) == 1
        winner = updates[0].actor
        assert {winner, whispers[-1]["user"]} == {ALICE, BOB}
        assert f"<@{winner}>" in whispers[-1]["text"]
        shown = until(
            lambda: next(one for one in team.slack.messages(CHANNEL) if one["ts"] == cards[0]["ts"]),
            lambda card: f"<@{winner}>" in json.dumps(card),
        )
        assert shown
        assert team.proxy.refused == []
