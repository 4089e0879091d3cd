"""The words of a text that may carry its topic."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.findings import Language
from nlp.keyphrases import words


def test_english_keeps_what_carries_the_topic() -> None:
    """Stop words, opinions, numbers, links and handles go; words keep their writing."""
    text = (
        "The courier didn't ring, @shop! My 2 parcels from https://x.com/a are lost: John's IPHONE's battery."
    )
    assert words(text, "en") == ["courier", "ring", "parcels", "lost", "John", "IPHONE", "battery"]


def test_both_scripts_are_split_alike() -> None:
    """A Traditional text gives the same words as its Simplified twin, each in its own characters."""
    assert words("客服态度很差，快递太慢了", "zh-Hans") == ["客服态度", "快递", "慢"]
    assert words("客服態度很差，快遞太慢了", "zh-Hant") == ["客服態度", "快遞", "慢"]


def test_mixed_texts_are_split_each_passage_in_its_way() -> None:
    """English words in a Chinese text, and the reverse, are found whole."""
    assert words("我的order重複扣款了", "zh-Hant") == ["order", "重複扣款"]


def test_placeholders_of_personal_data_are_no_words() -> None:
    """What redaction left behind names no topic."""
    assert words("[PERSON] kept the parcel at [ADDRESS]", "en") == ["parcel"]


@given(st.text(max_size=60), st.sampled_from(["en", "zh-Hans", "zh-Hant", "und"]))
def test_words_stand_in_the_text(text: str, language: Language) -> None:
    """Whatever the text, each word is a passage of it that holds letters."""
    for word in words(text, language):
        assert word in text
        assert any(character.isalpha() for character in word)
