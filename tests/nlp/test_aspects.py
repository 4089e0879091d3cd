"""What each clause speaks about, and how."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.aspects import find, find_all
from nlp.findings import Language, Polarity, Sentiment


class Judge:
    """Calls a clause positive or negative by a few words, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, clauses: Sequence[str]) -> list[Sentiment]:
        """One sentiment a clause."""
        self.asked.append(list(clauses))
        return [self._judge(clause) for clause in clauses]

    def _judge(self, clause: str) -> Sentiment:
        if any(word in clause for word in ("great", "excellent", "好吃", "完好", "有禮貌")):
            return Sentiment("positive", 1.0, 0.0, 0.0, 1.0)
        if any(word in clause for word in ("terrible", "late", "rude", "差", "贵", "慢", "鹹")):
            return Sentiment("negative", -1.0, 1.0, 0.0, 0.0)
        return Sentiment("neutral", 0.0, 0.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "The food was great but the service was terrible.",
            "en",
            [("food", "food", "positive"), ("service", "service", "negative")],
        ),
        (
            "great food and terrible service",
            "en",
            [("food", "food", "positive"), ("service", "service", "negative")],
        ),
        (
            "Food, service and price were excellent. However, my waiter was rude",
            "en",
            [
                ("Food", "food", "positive"),
                ("service", "service", "positive"),
                ("price", "price", "positive"),
                ("waiter", "staff", "negative"),
            ],
        ),
        (
            "物流很慢，包装完好，就是价格有点贵",
            "zh-Hans",
            [
                ("物流", "delivery", "negative"),
                ("包装", "packaging", "positive"),
                ("价格", "price", "negative"),
            ],
        ),
        ("滷肉飯超級好吃，湯有點鹹", "zh-Hant", [("滷肉飯", "food", "positive"), ("湯", "food", "negative")]),
        (
            "客服好有禮貌，不過送貨好慢",
            "zh-Hant",
            [("客服", "service", "positive"), ("送貨", "delivery", "negative")],
        ),
    ],
)
def test_opposed_judgements_are_kept_apart(
    text: str, language: Language, expected: list[tuple[str, str, Polarity]]
) -> None:
    """Each clause gives its aspects its own polarity, in every language."""
    found = find(text, language, Judge())
    assert [(one.term, one.category, one.sentiment) for one in found] == expected


def test_a_judgement_without_a_name_implies_its_category() -> None:
    """Overpriced goods speak of the price though nobody names it."""
    assert [one.category for one in find("Simply overpriced", "en", Judge())] == ["price"]
    assert [one.category for one in find("太贵了", "zh-Hans", Judge())] == ["price"]


def test_many_texts_are_judged_in_one_call() -> None:
    """The encoder behind the judge is asked once, and each text gets its own aspects back."""
    judge = Judge()
    found = find_all(["great food", "12345", "價格太貴"], ["en", "und", "zh-Hant"], judge)
    assert [[one.category for one in aspects] for aspects in found] == [["food"], [], ["price"]]
    assert len(judge.asked) == 1


def test_placeholders_of_personal_data_are_no_aspects() -> None:
    """An [ADDRESS] or [PHONE] that redaction left is nothing the customer judges."""
    assert find("[PHONE] [ADDRESS] [CARD]", "en", Judge()) == ()


@given(st.text(max_size=80), st.sampled_from(["en", "zh-Hans", "zh-Hant", "und"]))
def test_terms_stand_in_the_text(text: str, language: Language) -> None:
    """Offsets point at the term, in order."""
    found = find(text, language, Judge())
    assert all(text[one.start : one.end] == one.term for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
