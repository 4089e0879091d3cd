"""Chinese terms are whole words that name things."""

import pytest

from nlp.aspects.tagger import Span
from nlp.aspects.whole_words import whole_terms


def terms(text: str, *parts: str) -> list[str]:
    """The whole terms of ``text`` where the tagger saw ``parts``."""
    seen = [Span(text.index(part), text.index(part) + len(part), 0.9) for part in parts]
    return [text[one.start : one.end] for one in whole_terms(text, seen)]


@pytest.mark.parametrize(
    ("text", "seen", "expected"),
    [
        ("猪扒煎得好香", ["猪"], ["猪扒"]),
        ("服务员态度好", ["员态度"], ["服务员态度"]),
        ("的价格不贵", ["的价格"], ["价格"]),
        ("收据的确不见了", ["收据的"], ["收据"]),
        ("我打了电话", ["打了"], []),
        ("呢部机系好用", ["系"], []),
        ("菜很好，饭一般", ["菜", "饭"], ["菜", "饭"]),
        ("wifi很慢", ["wifi"], ["wifi"]),
    ],
)
def test_terms_end_where_words_end(text: str, seen: list[str], expected: list[str]) -> None:
    """Pieces grow to words, grammar falls off, and what names nothing is left out."""
    assert terms(text, *seen) == expected


def test_two_pieces_of_one_word_are_one_term() -> None:
    """What grows into the term before it is not told twice."""
    assert terms("酸菜鱼很辣", "酸", "鱼") == ["酸菜鱼"]
