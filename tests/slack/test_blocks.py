"""Blocks: safe texts inside Slack's limits."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks.limits import MESSAGE_BLOCKS, clip, split, violations
from bot.slack.blocks.text import bullets, context, header, literal, quoted, section

HOSTILE = ["<!channel>", "<https://evil.example|click>", "<@U01ALICE>", "a & b", "*bold* _x_ `code`"]
texts = st.text(max_size=6000)


@given(texts, st.integers(min_value=2, max_value=3000))
def test_clip_keeps_the_limit_in_utf16_units(text: str, limit: int) -> None:
    """Slack counts an emoji as two."""
    shown = clip(text, limit)
    assert 0 < len(shown.encode("utf-16-le", "surrogatepass")) // 2 <= max(limit, 1)


@given(st.lists(texts, max_size=20))
def test_any_texts_make_blocks_that_slack_takes(lines: list[str]) -> None:
    """Whatever customers wrote, a message of it is within the limits."""
    blocks = [header("".join(lines)), *bullets(lines), *[quoted(line) for line in lines], context(*lines)]
    blocks = [block for block in blocks if block.get("elements") != []]
    for message in split(blocks):
        assert violations(message) == []


def test_no_block_is_lost_in_splitting() -> None:
    """The parts together are the whole, in order."""
    blocks = [section(f"line {number}") for number in range(3 * MESSAGE_BLOCKS + 1)]
    assert [block for message in split(blocks) for block in message] == blocks


def test_hostile_words_are_no_markup() -> None:
    """In text of ours they are escaped; on their own they are shown letter by letter."""
    for words in HOSTILE:
        ours = section(literal(words))["text"]
        assert not set("<*`") & set(ours["text"])
        assert "://" not in ours["text"]
        assert ours["verbatim"] is True
        assert quoted(words)["text"] == {"type": "plain_text", "text": words, "emoji": False}


def test_violations_finds_what_slack_refuses() -> None:
    """Too long, empty, too many, twice: each is named."""
    button = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x" * 76}}
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": ""}},
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "actions", "elements": [button, button]},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]},
    ]
    found = json.dumps(violations(blocks))
    for problem in ("empty text", "151 characters", "76 characters", "2001 characters", "action_id a twice"):
        assert problem in found
