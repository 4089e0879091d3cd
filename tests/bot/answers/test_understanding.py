"""What questions in three languages are understood to mean."""

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.question import Period, Question
from bot.answers.understand.knowledge import Knowledge, Named
from bot.answers.understand.numerals import value
from bot.answers.understand.reading import understand
from bot.answers.understand.speech import hear, normal
from bot.answers.understand.things import theme_of
from bot.answers.understand.times import read_times
from nlp.findings import Vectors
from tests.bot.answers.asking import Asked, knowledge, table
from tests.bot.answers.company import AS_OF

KNOWN = knowledge()
PLACED = knowledge(places=frozenset({"HK", "TW", "GB", "CN"}))


def _asked(text: str) -> Question:
    return Question(text, AS_OF, AS_OF)


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        *((asked, KNOWN) for name in ("blind.txt", "later.txt") for asked in table(name)),
        *((asked, PLACED) for name in ("signals.txt", "reckoned.txt") for asked in table(name)),
    ],
    ids=lambda given: given.text if isinstance(given, Asked) else "",
)
def test_questions_are_understood(asked: Asked, known: Knowledge) -> None:
    """Intent and arguments of every question of the tables."""
    plan = understand(_asked(asked.text), known)
    found = {name: normal(str(given)) for name, given in plan.arguments.document().items()}
    assert plan.intent == asked.intent
    assert {name: found.get(name) for name in asked.arguments} == {
        name: normal(wanted) for name, wanted in asked.arguments.items()
    }


def test_the_tables_are_large_enough_to_mean_something() -> None:
    """At least 150 different questions, in all three languages."""
    texts = {asked.text for name in ("blind.txt", "later.txt") for asked in table(name)}
    languages = [hear(text).language for text in texts]
    assert len(texts) >= 150
    assert all(languages.count(language) >= 25 for language in ("en", "zh-Hans", "zh-Hant"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How is Grace Pritchard?", "en"),
        ("What do people say about 水壶?", "en"),
        ("Grace Pritchard怎么了", "zh-Hans"),
        ("查grace.pritchard@example.com", "zh-Hans"),
        ("陳怡君怎麼樣", "zh-Hant"),
        ("啲客投訴咩", "zh-Hant"),
        ("我的order有几个", "zh-Hans"),
    ],
)
def test_the_answer_is_in_the_language_of_the_words_around_names(text: str, language: str) -> None:
    """A Latin name or address makes no English question, nor a Chinese word a Chinese one."""
    assert understand(_asked(text), KNOWN).language == language


def test_a_text_without_language_goes_by_the_turn_before() -> None:
    """A bare number is answered in the language of the conversation."""
    assert hear("2", "zh-Hant").language == "zh-Hant"
    assert hear("2").language == "en"


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("from 2011-10-01 to 2011-10-31", "2011-10-01", "2011-10-31"),
        ("between 3 March and 10 March 2025", "2025-03-03", "2025-03-10"),
        ("two weeks ago", "2026-03-02", "2026-03-08"),
        ("the week before last", "2026-03-02", "2026-03-08"),
        ("before June", None, "2025-05-31"),
        ("since 2025", "2025-01-01", None),
        ("in the last 24 hours", "2026-03-17", None),
        ("Q3 2025", "2025-07-01", "2025-09-30"),
        ("last weekend", "2026-03-14", "2026-03-15"),
        ("on Monday", "2026-03-16", "2026-03-16"),
        ("自2025年起", "2025-01-01", None),
        ("从三月一日到三月十日", "2026-03-01", "2026-03-10"),
        ("过去半年", "2025-09-17", None),
        ("10月之前", None, "2025-09-30"),
        ("去年第三季度", "2025-07-01", "2025-09-30"),
        ("上周五", "2026-03-13", "2026-03-13"),
        ("三天前", "2026-03-15", "2026-03-15"),
        ("最近三個月", "2025-12-18", None),
        ("2011年10月3日", "2011-10-03", "2011-10-03"),
    ],
)
def test_times_are_read(text: str, since: str | None, until: str | None) -> None:
    """First and last day of what is named, seen from a Wednesday in March 2026."""
    read = read_times(hear(text), AS_OF)
    wanted = {name: day for name, day in (("since", since), ("until", until)) if day}
    assert [period.document() for period in read.periods] == [wanted]


def test_a_modal_verb_is_no_month() -> None:
    """Nobody means the month who says "may I"."""
    assert read_times(hear("May I ask about the third shelf?"), AS_OF).periods == ()


@pytest.mark.parametrize(
    ("written", "number"),
    [("十二", 12), ("二十", 20), ("三百", 300), ("两", 2), ("fifteen", 15), ("7", 7), ("x", None)],
)
def test_numbers_are_read(written: str, number: int | None) -> None:
    """Digits, English words and Chinese numerals."""
    assert value(written) == number


@pytest.mark.parametrize("typed", ["Olivia Fenwik", "olivia fenwick", "Oliva Fenwick", "OLIVIA FENWICK"])
def test_names_with_typing_errors_mean_the_same_customer(typed: str) -> None:
    """The nearest name is meant."""
    assert understand(_asked(f"how is {typed}?"), KNOWN).arguments.customer == "C007"


def test_a_script_does_not_matter_for_names() -> None:
    """A name written in the other script is the same name."""
    assert understand(_asked("陈怡君怎么样"), KNOWN).arguments.customer == "C004"


def test_several_customers_of_a_name_are_all_offered() -> None:
    """A first name that two people share is no answer."""
    plan = understand(_asked("How is Grace?"), KNOWN)
    assert plan.arguments.customer is None
    assert {one.customer_id for one in plan.arguments.candidates} == {"C001", "C002"}


def test_somebody_unknown_is_not_taken_for_somebody_else() -> None:
    """An unknown name stays unknown, and so does an unknown id."""
    for text, mention in (("How is Zebulon Quux doing?", "Zebulon Quux"), ("customer 99999", "99999")):
        plan = understand(_asked(text), KNOWN)
        assert (plan.intent, plan.arguments.customer, plan.arguments.mention) == ("customer", None, mention)


def test_meaning_helps_where_words_do_not() -> None:
    """A question without any known word is compared with the examples by the encoder."""

    def encode(texts: list[str]) -> Vectors:
        about_leaving = [("leave" in text or "stop buying" in text or "vanish" in text) for text in texts]
        return np.array([[1.0, 0.0] if one else [0.0, 1.0] for one in about_leaving], dtype=np.float32)

    able = Knowledge(KNOWN.find, KNOWN.themes, KNOWN.segments, encode)  # type: ignore[arg-type]  # a list is a sequence
    assert understand(_asked("anybody set to vanish?"), KNOWN).intent == "unknown"
    assert understand(_asked("anybody set to vanish?"), able).intent == "at_risk"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_understanding(text: str) -> None:
    """Every text has a plan whose period is in order."""
    plan = understand(_asked(text), KNOWN)
    period: Period = plan.arguments.scope.period
    since, until = period.since or datetime.min.replace(tzinfo=AS_OF.tzinfo), period.until
    assert until is None or since < until
    assert 0 <= plan.confidence <= 1


PIECES = st.sampled_from(
    ["last", "since", "from", "to", "2011", "31", "二月", "三十日", "上", "个月", "前", "Q4", "between",
     "and", "May", "q1", "最近", "百", "年", "季度", "ago", "99999", "days", "weeks", "@", "#", "customer",
     "C001", "对", "的评价", "“"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12), st.sampled_from(["", " "]))
def test_no_heap_of_known_words_breaks_understanding(pieces: list[str], joint: str) -> None:
    """Known words in any order are a question like another."""
    assert understand(_asked(joint.join(pieces)), KNOWN).language in ("en", "zh-Hans", "zh-Hant")


@pytest.mark.parametrize(
    ("topic", "theme"),
    [("邮箱", 2), ("客服", 3), ("手机", 1), ("电话", 4), ("快递", None)],
)
def test_a_topic_goes_to_the_theme_that_is_called_by_it(topic: str, theme: int | None) -> None:
    """A name comes before a part of a name, that before keywords, and a foremost keyword before others."""
    themes = (
        Named(1, ("联系人、手机",), ("联系人", "手机", "客服", "电话")),
        Named(2, ("邮箱",), ("邮箱",)),
        Named(3, ("等待时间、客服",), ("等待时间", "客服")),
        Named(4, ("没人理",), ("没人理", "电话")),
        Named(5, ("登录、邮箱",), ("登录", "邮箱")),
    )
    assert theme_of(topic, themes) == theme
