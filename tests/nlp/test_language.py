"""Which language and script a text is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.language import aligned_simplified, detect, to_simplified, to_traditional


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The delivery was late and the box was broken.", "en"),
        ("Great!", "en"),
        ("love it!!! 😍", "en"),
        ("The crème brûlée was great", "en"),
        ("The 麻婆豆腐 was excellent, will come back", "en"),
        ("质量很好，下次还会来", "zh-Hans"),
        ("質量很好，下次還會來", "zh-Hant"),
        ("送貨好慢呀，唔會再幫襯", "zh-Hant"),
        ("我啲嘢仲未到", "zh-Hant"),
        ("我的order仲未到", "zh-Hant"),
        ("我买的iPhone屏幕坏了", "zh-Hans"),
        ("服務excellent", "zh-Hant"),
        ("鮮の味 很棒的店", "zh-Hant"),
        ("", "und"),
        ("😀😀", "und"),
        ("12345", "und"),
        ("https://example.com/good-service", "und"),
        ("C'est très bon, merci beaucoup", "und"),
        ("Bestellung kam zu spät", "und"),
        ("¿Dónde está mi pedido?", "und"),
        ("すごく良いです", "und"),
        ("この店は最悪", "und"),
        ("정말 좋아요", "und"),
        ("Отлично", "und"),
    ],
)
def test_the_language_of_ordinary_texts(text: str, language: str) -> None:
    """Languages and scripts are told apart, and what is neither English nor Chinese is undetermined."""
    assert detect(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [("滑鼠好用", "zh-Hant"), ("好好食", "zh-Hant"), ("唔好食", "zh-Hant"), ("物流太慢", "zh-Hans")],
)
def test_vocabulary_decides_where_the_characters_are_the_same(text: str, language: str) -> None:
    """A text written alike in both scripts goes by where its words are used."""
    assert to_simplified(text) == text
    assert detect(text) == language


def test_a_text_without_any_hint_is_simplified() -> None:
    """The documented default for writing that both scripts share."""
    assert detect("好") == "zh-Hans"


def test_cantonese_in_simplified_characters_is_simplified() -> None:
    """The script counts, not the spoken language."""
    assert detect("呢间铺头啲嘢几好，下次会再帮衬") == "zh-Hans"


def test_what_names_or_links_say_does_not_count() -> None:
    """Handles, mail addresses and links are no words of the text's language."""
    assert detect("@customer_service_team good@example.com 太慢了") == "zh-Hans"


def test_conversion_can_map_the_vocabulary() -> None:
    """Characters alone by default, words of the other region on request."""
    assert to_simplified("滑鼠很好用") == "滑鼠很好用"
    assert to_simplified("滑鼠很好用", vocabulary=True) == "鼠标很好用"
    assert to_traditional("鼠标很好用", vocabulary=True) == "滑鼠很好用"


@given(st.text(max_size=60))
def test_any_text_has_a_language(text: str) -> None:
    """Nothing makes detection fail."""
    assert detect(text) in {"en", "zh-Hans", "zh-Hant", "und"}


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x2FFFF), max_size=40))
def test_aligned_conversion_keeps_the_length(text: str) -> None:
    """Offsets into the converted text hold in the original."""
    assert len(aligned_simplified(text)) == len(text)


@given(st.text(alphabet="後面裡頭髮麵乾皇后台灣里程發財鐘錶", max_size=30))
def test_simplified_writing_is_stable(text: str) -> None:
    """Converting twice is converting once."""
    assert to_simplified(to_simplified(text)) == to_simplified(text)
