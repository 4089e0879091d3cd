"""Playbooks: the owner's file, what is chosen and what it is worth, and who is left alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Reason
from index.shapes import Blame
from nlp.failures import UserError
from prompts.reading import LANGUAGES
from segmentation.advising import advise
from segmentation.contacting import Contact, asks_for_quiet, contacted, may_contact
from segmentation.models import Inputs
from segmentation.playbooks import (
    CAUSES,
    Playbook,
    Standing,
    causes,
    default_playbook,
    next_action,
    parse_playbook,
    read_playbook,
)
from segmentation.settings import Settings
from segmentation.wording import tell, tell_action, tell_alternative
from tests.segmentation.histories import events_of, orders_of, said_of
from tests.segmentation.test_actions import COMPLAINT, SETTINGS, profile, standing

DAY = datetime(2024, 5, 9, 10, tzinfo=UTC)
TODAY = DAY.date()
SAID = '{ en = "Do it in {days} days", zh-Hans = "{days} 天内办", zh-Hant = "{days} 天內辦" }'


def book(lines: str, rest: str = "") -> Playbook:
    """One play of the owner's with these lines, and one that always holds."""
    return parse_playbook(
        f'{rest}\n[[play]]\nkey = "own"\nchannel = "email"\nowner = "support"\npriority = 9\n'
        f"wording = {SAID}\n{lines}\n\n"
        '[[play]]\nkey = "grow"\nchannel = "email"\nowner = "marketing"\n',
        "own.toml",
    )


@pytest.mark.parametrize(
    ("lines", "fitting", "other"),
    [
        ('tiers = ["vip"]', {"tier": "vip"}, {"tier": "quiet"}),
        ('levels = ["gold"]', {"level": "gold"}, {"level": "silver"}),
        ('classes = ["A"]', {"abc": "A"}, {"abc": "B"}),
        ('lifecycles = ["lapsed"]', {"lifecycle": "lapsed"}, {"lifecycle": "active"}),
        ('stages = ["loyalty"]', {"stage": "loyalty"}, {"stage": ""}),
        ("segments = [4]", {"segment": 4}, {"segment": 5}),
        ("themes = [2, 7]", {"themes": (7, 9)}, {"themes": (9,)}),
        ('causes = ["none"]', {}, {"cause": Reason("cause.price", "up", 1.0)}),
        ('causes = ["price"]', {"cause": Reason("cause.price", "up", 1.0)}, {}),
        (
            'signals = ["complaint"]',
            {"signals": {"complaint": COMPLAINT}},
            {"signals": {"refund": COMPLAINT}},
        ),
        ("risk_high = true", {"risk": profile(0.6).risk}, {"risk": profile(0.4).risk}),
        ("risk_from = 0.2", {"risk": profile(0.2).risk}, {"risk": None}),
        ("risk_below = 0.2", {"risk": profile(0.1).risk}, {"risk": profile(0.2).risk}),
        ("value_from = 50", {"value_at_risk": 50.0}, {"value_at_risk": 49.0}),
    ],
)
def test_every_condition_decides(lines: str, fitting: dict[str, object], other: dict[str, object]) -> None:
    """The owner's play is done where its condition holds, and only there."""
    assert next_action(standing(**fitting), SETTINGS, book(lines)).key == "own"
    assert next_action(standing(**other), SETTINGS, book(lines)).key == "grow"


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        ('tier = ["vip"]', 8, "did you mean tiers"),
        ('tiers = ["vvip"]', 8, "vip, sleeping_vip"),
        ('classes = "A"', 8, "square brackets"),
        ("classes = []", 8, "at least one"),
        ("effect = 2", 8, "from 0 to 1"),
        ("effect = true", 8, "from 0 to 1"),
        ("cooldown_days = -1", 8, "0 to 3650"),
        ("segments = [true]", 8, "whole numbers"),
        ("reply = 1", 8, "true or false"),
        ('basis = "money"', 8, "value_at_risk"),
    ],
)
def test_a_mistake_is_told_with_its_line(lines: str, line: int, says: str) -> None:
    """The message names file, line and play, and what to write instead."""
    with pytest.raises(UserError) as wrong:
        book(lines)
    assert f"own.toml, line {line}, play 'own'" in str(wrong.value)
    assert says in str(wrong.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version = ", "not TOML"),
        ("", "[[play]]"),
        ("[play]\nkey = 'a'", "two brackets"),
        ("plays = 1", "did you mean play"),
        ("[cooldown]\nfax = 3", "line 2"),
        ('[[play]]\nkey = "Own Key"\nchannel="email"\nowner="support"', "small letters"),
        ('[[play]]\nkey = "grow"\nowner = "support"', "channel: is missing"),
        ('[[play]]\nkey = "grow"\nchannel = "email"\nowner = "boss"', "account, support, marketing"),
        ('[[play]]\nkey = "odd"\nchannel = "email"\nowner = "support"', "say what is to be done"),
        ('[[play]]\nkey = "grow"\nchannel = "email"\nowner = "support"\ntiers = ["vip"]', "no conditions"),
    ],
)
def test_a_broken_file_says_what_to_do(text: str, says: str) -> None:
    """Whatever is wrong with the whole file is told in one sentence."""
    with pytest.raises(UserError, match=r"own\.toml") as wrong:
        parse_playbook(text, "own.toml")
    assert says in str(wrong.value)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "<b>bold</b>",
        "{customer.email}",
        "{0}",
        "{risk!r}",
        "{risk:>9999999}",
        "{",
        "a`b",
        "two\nlines",
        "x" * 301,
    ],
)
def test_own_words_are_no_template(sentence: str) -> None:
    """Only the listed places may be named; no markup, no attribute, no format specification."""
    quoted = sentence.replace("\n", "\\n")
    with pytest.raises(UserError, match="zh-Hant"):
        parse_playbook(
            '[[play]]\nkey = "own"\nchannel = "email"\nowner = "support"\n'
            f'wording = {{ en = "a", zh-Hans = "b", zh-Hant = "{quoted}" }}',
            "own.toml",
        )


def test_what_is_filled_in_is_not_read_again() -> None:
    """A good named like a place stays what it is, and own roles are named in each language."""
    words = '{ en = "Offer {good}", zh-Hans = "推荐{good}", zh-Hant = "推薦{good}" }'
    own = parse_playbook(
        '[owner.lead]\nen = "sales lead"\nzh-Hans = "销售主管"\nzh-Hant = "業務主管"\n'
        f'[[play]]\nkey = "own"\nchannel = "email"\nowner = "lead"\nwording = {words}',
        "own.toml",
    )
    action = next_action(standing(goods=("{risk} %s",)), SETTINGS, own)
    assert tell_action(action, "en") == "Offer {risk} %s (sales lead, by email)."
    assert tell_action(action, "zh-TW") == "推薦{risk} %s（業務主管，電子郵件）。"


def test_the_file_is_read(tmp_path: Path) -> None:
    """From a file, with or without a byte-order mark; a missing one says which setting names it."""
    path = tmp_path / "own.toml"
    path.write_text('[[play]]\nkey = "grow"\nchannel = "email"\nowner = "support"\n', encoding="utf-8-sig")
    assert [play.key for play in read_playbook(path).plays] == ["grow"]
    with pytest.raises(UserError, match="EARFUL_PLAYBOOKS"):
        read_playbook(tmp_path / "none.toml")
    path.write_bytes("优".encode("gb18030"))
    with pytest.raises(UserError, match="UTF-8"):
        read_playbook(path)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Any text is a playbook or a message for its owner."""
    try:
        parse_playbook(text, "own.toml")
    except UserError as wrong:
        assert "own.toml" in str(wrong)


def test_worth_decides_among_equals() -> None:
    """The same priority: what keeps more; the reason tells how that was reckoned."""
    own = book("effect = 0.05", "").plays
    richer = replace(own[0], key="keep", effect=0.2, wording={})
    action = next_action(standing(value_at_risk=200.0), SETTINGS, Playbook((own[0], richer, own[1]), {}))
    assert (action.key, action.worth.size if action.worth else 0) == ("keep", 40.0)
    assert tell(action.worth or COMPLAINT, "en") == "worth about £40.00: 20% of the £200 at risk, as assumed"
    assert [other.key for other in action.alternatives] == ["own", "grow"]
    assert all(tell_alternative(other, language) for other in action.alternatives for language in LANGUAGES)


def blame(category: str, ago: int, feedback_id: str) -> Blame:
    return Blame("c1", int((DAY - timedelta(days=ago)).timestamp()), feedback_id, category)


def test_winning_back_by_cause() -> None:
    """What was blamed lately and most is the cause, told with its messages; silence has none."""
    moment = int(DAY.timestamp())
    found = causes(
        [blame("delivery", 20, "f1"), blame("packaging", 9, "f2"), blame("price", 12, "f3")], moment
    )
    assert found["c1"].feature == "cause.delivery"
    assert found["c1"].evidence == ("f2", "f1")
    assert tell(found["c1"], "en") == "2 unhappy remarks about delivery since 19 Apr"
    assert (
        causes(
            [blame("delivery", 200, "f1"), blame("delivery", -1, "f2"), blame("ambience", 3, "f3")], moment
        )
        == {}
    )
    for cause in CAUSES:
        why = Reason(f"cause.{cause}", "up", 1.0, {"count": 1.0, "since": "2024-04-19"}, ("f1",))
        action = next_action(standing(lifecycle="lapsed", abc="A", cause=why), SETTINGS)
        assert action.key == f"win_back_{cause}"
        assert action.reasons[0] == why
    assert next_action(standing(lifecycle="lapsed", abc="A"), SETTINGS).key == "win_back"


COOLDOWN = {"any": 3, "phone": 30, "email": 7, "message": 7}


def known(*contacts: tuple[str, int, str], quiet: dict[str, Reason] | None = None) -> Standing:
    made = [Contact("c1", DAY - timedelta(days=ago), channel, play) for channel, ago, play in contacts]
    found = contacted(made, {"c1": quiet} if quiet else {}).get("c1")
    assert found is not None
    return standing(contacted=found, today=TODAY)


@pytest.mark.parametrize(
    ("contacts", "channel", "until"),
    [
        ([("email", 3, "")], "email", 4),
        ([("email", 7, "")], "email", None),
        ([("phone", 2, "")], "email", 1),
        ([("phone", 3, "")], "email", None),
        ([("phone", 10, "")], "phone", 20),
        ([("email", 10, "grow")], "email", 20),
        ([("email", 1, ""), ("email", 40, "grow")], "email", 6),
    ],
)
def test_nobody_is_contacted_too_often(
    contacts: list[tuple[str, int, str]], channel: str, until: int | None
) -> None:
    """Days by channel, between any two contacts, and until the same play may be done again."""
    leave = may_contact(known(*contacts).contacted, channel, TODAY, COOLDOWN, play="grow", play_days=30)
    assert leave.may is (until is None)
    assert leave.until == (None if until is None else TODAY + timedelta(days=until))


def test_the_action_says_to_wait() -> None:
    """With the day and why; a play that need not wait is done instead, and answers are never held up."""
    waiting = next_action(known(("email", 3, "")), SETTINGS)
    assert (waiting.key, waiting.wait_until) == ("grow", "2024-05-13")
    assert tell_action(waiting, "en").startswith("Wait until 13 May: written to 3 days ago. After that: ")
    assert tell_action(waiting, "zh-Hans").startswith("5月13日之前先不要联系：3 天前发过邮件。")
    other = replace(known(("message", 3, "")), lifecycle="won_back")
    assert next_action(other, SETTINGS).wait_until is None
    asked = replace(known(("email", 1, "")), signals={"complaint": COMPLAINT})
    assert next_action(asked, SETTINGS).key == "answer_complaint"
    assert next_action(asked, SETTINGS).wait_because is None


def test_who_asked_for_quiet_is_left_alone() -> None:
    """No day ends it; what they ask for themselves is still answered."""
    quiet = Reason("quiet.words", "down", 0.0, {"since": "2024-05-02"}, ("f1",))
    action = next_action(known(quiet={"any": quiet}), SETTINGS)
    assert action.wait_because == quiet
    assert action.wait_until is None
    assert tell_action(action, "en").startswith("Do not write or call: asked on 2 May not to be contacted.")
    refund = replace(known(quiet={"any": quiet}), signals={"refund": COMPLAINT})
    assert next_action(refund, SETTINGS).wait_because is None
    mail = replace(quiet, feature="quiet.channel")
    action = next_action(known(quiet={"email": mail}), SETTINGS)
    assert tell_action(action, "en").startswith("Do not get in touch by email: unsubscribed on 2 May.")
    by_message = replace(known(quiet={"email": mail}), lifecycle="won_back")
    assert next_action(by_message, SETTINGS).wait_because is None


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Please stop emailing me every day", True),
        ("STOP CALLING US!!!", True),
        ("Unsubscribe me from your list", True),
        ("I’ve asked to unsubscribe twice", True),
        ("do not contact me again", True),
        ("leave me alone", True),
        ("请不要再给我发促销短信了", True),
        ("別再打電話給我了", True),
        ("不要再聯絡我", True),
        ("我要退订", True),
        ("The stop button does not work, call me", False),
        ("Please call me back", False),
        ("Don't call me before nine", False),
        ("Nobody contacted me about my refund", False),
        ("不要再发错货了", False),
        ("怎么还没人联系我", False),
        ("我要退订单", False),
    ],
)
def test_words_that_ask_for_quiet(text: str, asks: bool) -> None:
    """Asking to be left alone is told from complaints about other things."""
    assert asks_for_quiet(text) is asks


def test_the_shipped_plays_are_sound() -> None:
    """Each has a sentence in every language, a cautious effect, and one holds for everybody."""
    shipped = default_playbook()
    assert all(0 <= play.effect <= 0.2 for play in shipped.plays)
    assert shipped.cooldown == COOLDOWN
    assert next_action(standing(lifecycle="odd"), Settings(), shipped).key == "grow"


def test_a_play_for_a_stage_is_for_those_who_were_unhappy_there() -> None:
    """The stage comes from what was gathered; unhappy elsewhere or nowhere is another play."""
    people = [profile(customer_id=who) for who in ("late", "pricey", "silent")]
    gathered = Inputs(
        ("late", "pricey", "silent"),
        orders_of([("late", 0.0, 9.0)]),
        events_of([]),
        said_of([]),
        stages={"late": "delivery", "pricey": "consideration"},
    )
    own = book('stages = ["delivery"]')
    advised = advise(people, [{}, {}, {}], gathered, SETTINGS, own)
    assert [one.action.key for one in advised] == ["own", "grow", "grow"]


def test_a_stage_that_the_journey_has_not_is_told() -> None:
    """A misspelt stage would never hold, silently."""
    with pytest.raises(UserError, match="awareness, consideration"):
        book('stages = ["shipping"]')
