"""Quotes of themes: short, whole sentences, word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.themes import quote
from nlp.themes.quoting import LONGEST

FILLER = "We have been coming to this shop for many years and were always pleased with it. " * 3


def test_a_short_text_is_quoted_whole() -> None:
    """Nothing is cut off what fits."""
    assert quote(" The kettle leaks. Again! ", ["leak"]) == "The kettle leaks. Again!"


@pytest.mark.parametrize(
    ("text", "word", "wanted"),
    [
        (f"{FILLER}The kettle leaks. {FILLER}", "leak", "The kettle leaks."),
        (
            "这家店我们来过很多次了，每次都觉得不错。" * 5
            + "水壶漏水。"
            + "其他的都还可以，没有什么特别的。" * 5,
            "漏水",
            "水壶漏水。",
        ),
    ],
)
def test_of_a_long_text_the_sentences_are_quoted_that_tell_the_theme(
    text: str, word: str, wanted: str
) -> None:
    """The stretch holds the theme's word, begins and ends with a sentence, and is short."""
    said = quote(text, [word])
    assert wanted in said
    assert said[-1] in ".。"
    assert len(said) <= (160 if text.isascii() else 80)
    before = text[: text.index(said)].rstrip()
    assert not before or before[-1] in ".。"


def test_a_sentence_without_end_is_cut_at_a_pause() -> None:
    """No word is torn apart where there is a space or a comma to cut at."""
    said = quote("and then the courier left the parcel outside " * 20, [])
    assert len(said) <= LONGEST["en"]
    assert said.split()[-1] in {"and", "then", "the", "courier", "left", "parcel", "outside"}


@given(st.text(max_size=600), st.lists(st.text(max_size=5), max_size=3))
def test_quotes_are_verbatim(text: str, words: list[str]) -> None:
    """Whatever the text, its quote is a passage of it and no longer than allowed."""
    said = quote(text, words)
    assert said in text
    assert len(said) <= LONGEST["en"]
    assert said or not text.strip()
