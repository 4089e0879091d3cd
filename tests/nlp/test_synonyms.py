"""Other ways of saying a topic."""

import pytest

from nlp.synonyms import synonyms


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("delivery", {"courier", "快递", "宅配"}),
        ("配送", {"delivery", "送货", "送貨"}),
        ("物流", {"shipping", "快遞"}),
        ("價格", {"price", "价钱"}),
        ("refund", {"退款", "money back"}),
    ],
)
def test_a_topic_is_found_under_its_other_names(topic: str, expected: set[str]) -> None:
    """In the other language, the other script, and by other words."""
    found = synonyms(topic)
    assert found[0] == topic
    assert expected <= set(found)


@pytest.mark.parametrize("topic", ["kettle lid", "Skylark", "清水模花瓶"])
def test_what_has_no_other_name_stays_as_it_is(topic: str) -> None:
    """A narrower topic is not widened to what it is a part of."""
    assert set(synonyms(topic)) <= {topic, *synonyms(topic)[:3]}
    assert "delivery" not in synonyms(topic)


def test_nothing_breaks_it() -> None:
    """Empty, odd and long topics have no synonyms."""
    for topic in ("", " ", "🙃", "x" * 500):
        assert len(synonyms(topic)) <= 1
