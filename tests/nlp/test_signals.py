"""What a text does: ask, complain, praise, request, threaten to leave, press, claim money back, go to law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.findings import Language
from nlp.signals import KINDS, find


def kinds(text: str, language: Language) -> set[str]:
    """The kinds of signal in a text."""
    return {signal.kind for signal in find(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("I am going to cancel my subscription.", "en", "churn"),
        ("Never again. I’ll take my business elsewhere.", "en", "churn"),
        ("won't be ordering from here again", "en", "churn"),
        ("怎么退订？以后再也不来了", "zh-Hans", "churn"),
        ("唔會再幫襯", "zh-Hant", "churn"),
        ("以後不會再回購了", "zh-Hant", "churn"),
        ("I want my money back", "en", "refund"),
        ("重複扣款兩次，請退款", "zh-Hant", "refund"),
        ("My solicitor will be in touch", "en", "legal"),
        ("我要向消费者协会投诉", "zh-Hans", "legal"),
        ("Please fix this asap", "en", "urgency"),
        ("等唔切，盡快處理", "zh-Hant", "urgency"),
        ("Could you send me an invoice", "en", "request"),
        ("希望你们能改进包装", "zh-Hans", "request"),
        ("The lamp arrived broken and nobody replied", "en", "complaint"),
        ("客服態度好差", "zh-Hant", "complaint"),
        ("Excellent service, highly recommended", "en", "praise"),
        ("很好吃，下次还会来", "zh-Hans", "praise"),
        ("Where is my parcel", "en", "question"),
        ("点解仲未送到？", "zh-Hans", "question"),
        ("為什麼還沒出貨", "zh-Hant", "question"),
    ],
)
def test_the_words_of_each_kind_are_heard(text: str, language: Language, kind: str) -> None:
    """Each kind of signal is found in the languages it is written in."""
    assert kind in kinds(text, language)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("I would not cancel my membership, it is great", "en", "churn"),
        ("The food was not very good", "en", "praise"),
        ("No complaints at all", "en", "complaint"),
        ("没有退订", "zh-Hans", "churn"),
        ("不是很好吃", "zh-Hans", "praise"),
        ("沒有失望", "zh-Hant", "complaint"),
        ("不用退款", "zh-Hans", "refund"),
        ("They replied immediately", "en", "urgency"),
        ("不急，慢慢来", "zh-Hans", "urgency"),
    ],
)
def test_a_denied_word_is_no_signal(text: str, language: Language, kind: str) -> None:
    """A negation before the words takes their sense away."""
    assert kind not in kinds(text, language)


def test_both_languages_of_a_mixed_text_are_read() -> None:
    """English words in a Chinese text count too."""
    assert {"refund", "complaint"} <= kinds("客服好差，I want a refund", "zh-Hant")


@given(st.text(max_size=80), st.sampled_from(["en", "zh-Hans", "zh-Hant", "und"]))
def test_signals_quote_the_text(text: str, language: Language) -> None:
    """The carrying words are the text between the offsets, and the kind is a known one."""
    for signal in find(text, language):
        assert text[signal.start : signal.end] == signal.words
        assert signal.kind in KINDS
