"""Sentences and clauses of a text, and mixed feelings in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.findings import PersonalData, Sentiment, Signal
from nlp.sentiment.sentences import clauses, read_parts, sentences

GLAD = Sentiment("positive", 0.9, 0.05, 0.0, 0.95)
SORE = Sentiment("negative", -0.9, 0.95, 0.0, 0.05)
TORN = Sentiment("neutral", 0.0, 0.45, 0.1, 0.45)


def feel(parts: list[str]) -> list[Sentiment]:
    """A judge who hates lateness."""
    return [SORE if "late" in part or "慢" in part else GLAD for part in parts]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It cost 3.50 at St. Ives. Lovely shop!", ["It cost 3.50 at St. Ives.", "Lovely shop!"]),
        ("菜很好吃。服务员很热情！下次再来", ["菜很好吃。", "服务员很热情！", "下次再来"]),
        ("一個字？好。真的很好吃喔", ["一個字？好。", "真的很好吃喔"]),
    ],
)
def test_sentences_end_where_readers_see_an_end(text: str, parts: list[str]) -> None:
    """Numbers and abbreviations end none, and a tiny one joins the one before."""
    assert [text[one.start : one.end] for one in sentences(text)] == parts


@given(st.text(max_size=200))
def test_parts_stand_in_order_and_do_not_overlap(text: str) -> None:
    """Clauses are pieces of the text, in order, and none is empty."""
    ends = 0
    for one in clauses(text):
        assert ends <= one.start < one.end <= len(text)
        ends = one.end


def test_only_what_may_be_mixed_is_taken_apart() -> None:
    """A text whose words and vector agree costs no further look."""
    seen: list[str] = []

    def watched(parts: list[str]) -> list[Sentiment]:
        seen.extend(parts)
        return feel(parts)

    texts = ["Lovely vase, quick post.", "Lovely vase but it came late."]
    plain, mixed = read_parts(texts, [GLAD, TORN], [(), ()], [(), ()], watched)
    assert plain.mixed is None
    assert mixed.mixed is not None
    assert texts[1][mixed.mixed.blame.start : mixed.mixed.blame.end] == "but it came late."
    assert seen == ["Lovely vase", "but it came late."]


def test_long_texts_are_scored_by_sentence_on_demand_and_without_personal_data() -> None:
    """Every sentence of a long text has its score; what identifies a person is veiled before."""
    text = "Sarah was lovely to us all day long. " * 6 + "The parcel was late again and again."
    person = PersonalData("person", 0, 5)
    praise = Signal("praise", "lovely", 10, 16)
    seen: list[str] = []

    def watched(parts: list[str]) -> list[Sentiment]:
        seen.extend(parts)
        return feel(parts)

    (quick,) = read_parts([text], [TORN], [(praise,)], [(person,)], watched)
    assert quick.sentences == ()
    assert seen == []
    (whole,) = read_parts([text], [TORN], [(praise,)], [(person,)], watched, every=True)
    assert [one.label for one in whole.sentences] == ["positive"] * 6 + ["negative"]
    assert seen[0] == "[PERSON] was lovely to us all day long."
