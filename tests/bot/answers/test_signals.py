"""Questions about what customers do and feel in words: whom they name, what they count, whom they quote."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.answers import Answer, Question, Toolbox, answer
from bot.answers.question import Arguments, Scope
from bot.answers.tools.aspects import aspects, counted
from bot.answers.tools.carrying import carriers, signals_of
from bot.answers.tools.rivals import named_in
from bot.answers.tools.voice import voice
from bot.cli.customers import SIGNALS
from index.ports import Narrowing
from index.records import Analysis, Feedback, ReadFeedback
from index.store import SqlStore
from nlp.findings import Signal
from nlp.signals import KINDS, Rivals
from tests.bot.answers.company import AS_OF, SAID
from tests.bot.answers.conftest import Ask
from tests.bot.answers.readings import CARRIED, FELT, JUDGED_ASPECTS

BY_ID = {row[0]: row for row in SAID}


def _read(text: str, *signals: Signal, language: str = "en") -> ReadFeedback:
    said = Feedback("x", AS_OF, text, "review", "shop", language)
    return ReadFeedback(said, Analysis("x", "m", "negative", -0.5, 0.7, 0.2, 0.1, signals), None)


def _figure(found: Answer, name: str) -> object:
    return next(fact.value for fact in found.facts if fact.name == name and fact.customer is None)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which customers want to cancel?", "churn"),
        ("谁要求退款", "refund"),
        ("邊個讚過我哋", "praise"),
        ("urgent messages", "urgency"),
        ("最急的是哪些", "urgency"),
    ],
)
def test_those_who_say_it_are_named_with_their_words(ask: Ask, question: str, kind: str) -> None:
    """Every customer whose words carry the signal, nobody else, each with the words and the text."""
    wanted = {BY_ID[one][1] for one, signals in CARRIED.items() if kind in {name for name, _ in signals}}
    found = ask(question)
    assert {row["customer_id"] for row in found.rows} == wanted
    assert _figure(found, "customers") == len(wanted)
    for row in found.rows:
        assert BY_ID[str(row["feedback_id"])][1] == row["customer_id"]
        own = " ".join(said[7] for said in SAID if said[1] == row["customer_id"])
        assert row["words"]
        assert all(words in own for words in row["words"])  # type: ignore[attr-defined]
    assert all(citation.quote in BY_ID[citation.feedback_id][7] for citation in found.citations)


def test_a_text_merely_like_a_threat_accuses_nobody(ask: Ask, company: SqlStore) -> None:
    """The reading took 还行吧 for a legal threat, without a word that threatens: it is not counted."""
    stored = company.said.listing(Narrowing(signal="legal"))
    assert [one.feedback.id for one in stored] == ["f14"]
    found = ask("who threatens to sue us?")
    assert (found.status, found.rows, found.citations) == ("answered", (), ())
    assert "none" in found.parts[0].text


def test_those_with_most_at_stake_come_first(ask: Ask) -> None:
    """Who asks for refunds is listed by value at stake, who praises by how often."""
    assert [row["customer_id"] for row in ask("who asked for a refund?").rows] == ["C007", "C006"]
    values = [row["value_at_risk"] for row in ask("who asked for a refund?").rows]
    assert values == sorted(values, reverse=True)  # type: ignore[type-var]  # figures


@pytest.mark.parametrize(
    ("question", "customers"),
    [
        ("which Hong Kong customers asked for a refund?", ["C006"]),
        ("who asked for a refund in chats?", ["C006"]),
        ("who asked for a refund since March?", ["C007", "C006"]),
        ("which bargain hunters want a refund?", ["C007", "C006"]),
        ("which VIPs praised us?", ["C005"]),
        ("who asked for a refund yesterday?", ["C006"]),
        ("who wanted a refund in January?", []),
        ("which gift-givers want their money back?", []),
    ],
)
def test_filters_combine(ask: Ask, question: str, customers: list[str]) -> None:
    """Place, channel, time, segment and tier narrow as in every other question."""
    assert [row["customer_id"] for row in ask(question).rows] == customers


def test_a_period_is_held_against_the_one_before(ask: Ask) -> None:
    """A count of a month tells the month before; two periods are compared."""
    month = ask("how many refund requests this month?")
    assert (_figure(month, "refund"), _figure(month, "refund_before")) == (3, 0)
    against = ask("refund requests this month compared with last month")
    assert against.intent == "compare"
    assert (_figure(against, "refund"), _figure(against, "refund_before")) == (3, 0)


def test_a_follow_up_narrows_or_asks_for_another_signal(ask: Ask) -> None:
    """Place and channel are added, another signal takes the place of the first, the script stays."""
    assert len(ask("誰要求退款？", "narrowing").rows) == 2
    hong_kong = ask("那香港的呢？", "narrowing")
    assert [row["customer_id"] for row in hong_kong.rows] == ["C006"]
    urgent = ask("急件呢？", "narrowing")
    assert (urgent.arguments["signal"], urgent.arguments["place"]) == ("urgency", "HK")
    assert (urgent.language, hong_kong.language) == ("zh-Hant", "zh-Hant")
    ask("who asked for a refund?", "channel")
    assert ask("from chats only", "channel").arguments["channel"] == "chat"


def test_emotions_name_those_who_feel_them(ask: Ask) -> None:
    """Who is angry, and how all feel."""
    angry = {BY_ID[one][1] for one, felt in FELT.items() if felt == "anger"}
    assert {row["customer_id"] for row in ask("who is angry?").rows} == angry
    everyone = ask("客户主要是什么情绪？")
    assert {row["emotion"]: row["texts"] for row in everyone.rows} == Counter(FELT.values())


def test_mixed_texts_are_told_by_both_sides(ask: Ask) -> None:
    """The praise and the blame of the one text that has both."""
    told = ask("any mixed feedback?").text
    assert "praises “lovely to look at”" in told
    assert "blames “the lid broke on the very first day”" in told


def test_aspects_are_ranked_by_what_is_sure(ask: Ask, toolbox: Toolbox) -> None:
    """Three bad texts make a worse category than one; shares and intervals are those of the votes."""
    found = ask("which aspect is worst?")
    assert found.rows[0]["category"] == "delivery"
    judged = Counter(category for rows in JUDGED_ASPECTS.values() for _, category, _ in rows)
    assert {row["category"]: row["texts"] for row in found.rows} == judged
    assert all(0 <= row["low"] <= row["negative_share"] <= row["high"] <= 1 for row in found.rows)  # type: ignore[operator]
    best = ask("what do we do best?")
    assert best.rows[0]["category"] == "packaging"
    told = aspects(Arguments(scope=Scope(channel="survey")), toolbox, AS_OF, "en")
    assert [one.category for one in told.shown] == ["packaging"]


def test_a_whole_category_is_told_as_it_is_judged(ask: Ask) -> None:
    """Who asks about the packaging hears how it is judged as packaging."""
    assert "2 positive" in ask("do people find the packaging good or bad?").text


def test_a_text_has_one_vote_in_a_category(toolbox: Toolbox, company: SqlStore) -> None:
    """However often a text names it."""
    every = company.said.listing(Narrowing(), limit=50)
    assert all(one.n == len(one.texts) == one.negative + one.neutral + one.positive for one in counted(every))


def test_competitors_are_counted_by_the_names_of_the_list(company: SqlStore, toolbox: Toolbox) -> None:
    """A listed name counts in any of its forms; a name on no list is only "another shop"."""
    listed = Rivals.parse("Amazon/亚马逊, JD/京东")
    assert [one.name for one in named_in(_read("Cheaper at Amazon, honestly."), listed)] == ["Amazon"]
    assert [one.name for one in named_in(_read("亞馬遜便宜多了", language="zh-Hant"), listed)] == ["Amazon"]
    unnamed = Signal("competitor", "another shop", 10, 22, 0.65, "")
    assert [one.name for one in named_in(_read("I'll go to another shop", unnamed), listed)] == [""]
    assert named_in(_read("The amazon rainforest is far away."), Rivals()) == ()
    question = Question("which competitors are mentioned?", AS_OF, AS_OF)
    assert "EARFUL_COMPETITORS" in answer(question, toolbox).text
    assert "EARFUL_COMPETITORS" not in answer(question, replace(toolbox, rivals=listed)).text


def test_a_rival_can_be_asked_about_by_name(toolbox: Toolbox) -> None:
    """Only texts that name it."""
    able = replace(toolbox, rivals=Rivals.parse("Amazon/亚马逊"))
    found = answer(Question("谁拿我们和亚马逊比？", AS_OF, AS_OF), able)
    assert (found.intent, found.arguments["rival"], found.rows) == ("signals", "amazon", ())


def test_what_others_earn_is_not_answered_with_our_own_figures(ask: Ask) -> None:
    """A rival's revenue is nothing that feedback tells."""
    assert ask("what is our competitors' revenue?").status == "unknown"


def test_words_carry_or_the_whole_text_does() -> None:
    """A grave signal counts by listed words, wherever the reading placed it."""
    whole = "I want a refund"
    grave = Signal("refund", whole, 0, len(whole), 0.8)
    assert carriers(_read(whole, grave), "refund") == (whole,)
    vague = "Ask me again tomorrow"
    assert signals_of(_read(vague, Signal("churn", vague, 0, len(vague), 0.9, listed=False))) == ()
    assert signals_of(_read(vague, Signal("complaint", vague, 0, len(vague), 0.9, listed=False)))


def test_a_card_tells_signals_tone_and_tastes(ask: Ask, company: SqlStore) -> None:
    """With the words, the day, and what is disliked."""
    told = ask("How is Olivia Fenwick?").text
    assert "wants to leave “taking my business elsewhere” (14 Mar 2026)" in told
    assert "Tone: anger 1" in told
    assert "Dislikes: delivery (1)" in ask("How is Grace Pritchard?").text
    heard = voice(company.said.listing(Narrowing(customer_id="C006")))
    assert [one.kind for one in heard.signals] == ["refund", "urgency", "question"]


def test_the_command_line_knows_every_signal() -> None:
    """The choices of ``earful customers --signal`` are the kinds that are read."""
    assert sorted(SIGNALS) == sorted(KINDS)


def test_what_is_asked_is_told_by_subject_and_who_by_person(ask: Ask) -> None:
    """Questions are told by what they are about unless "who" is said; threats always by who threatens."""
    about = ask("what do customers ask us?")
    assert [row["name"] for row in about.rows] == ["Double charging"]
    assert [row["customer_id"] for row in ask("who asked us a question?").rows] == ["C006"]
    assert [row["customer_id"] for row in ask("cancellations").rows] == ["C007"]


def test_strengths_and_weaknesses_are_both_told(ask: Ask) -> None:
    """The best and the worst, each with its share."""
    found = ask("what are our strengths and weaknesses?")
    assert [part.kind for part in found.parts[:3]] == ["lead", "lead", "bullet"]
    assert [row["category"] for row in found.rows][:2] == ["packaging", "delivery"]


def test_urgency_is_of_now(ask: Ask) -> None:
    """Without a time, what was urgent long ago is left out."""
    assert "since" in ask("which messages are urgent?").arguments


def test_a_named_stranger_is_told_to_be_unknown(ask: Ask) -> None:
    """Nobody is listed in their stead; a customer who is named is told about."""
    assert ask("Has Zebulon Quux threatened to sue?").status == "unknown"
    assert ask("Has Olivia Fenwick threatened to sue?").arguments["customer"] == "C007"
