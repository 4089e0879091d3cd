"""The marked texts: places, splits and the written ones."""

from pathlib import Path

import pytest

from nlp.aspects.labelled import Term, gather, joined, marked_lines, opposed, valence
from nlp.aspects.silver import written
from nlp.sentiment.corpus import key

UNSEEN = Path(__file__).parent / "data" / "aspects_unseen.txt"


def test_marked_lines_say_where_their_terms_are() -> None:
    """Every mark is taken out of the text, and its place points at the term."""
    lines = list(marked_lines(UNSEEN))
    assert {one.language for one in lines} == {"en", "zh-Hans", "zh-Hant"}
    assert not any("|" in one.text or "[" in one.text for one in lines)
    assert all(one.text[slice(*term.span)].strip() for one in lines for term in one.terms if term.span)


def test_spaces_before_signs_go_and_terms_move_along() -> None:
    """What a tokeniser took apart is written as people write it."""
    text = "i ca n ' t fault the food , it ' s great ."
    start = text.index("food")
    plain, (term,) = joined(text, [Term((start, start + 4), "positive")])
    assert plain == "i can't fault the food, it's great."
    assert term.span and plain[slice(*term.span)] == "food"


def test_no_training_text_stands_in_another_part(shared_data: Path) -> None:
    """Texts that are the same letter for letter are kept once, and reviews are not split."""
    parts: dict[str, set[str]] = {}
    reviews: dict[tuple[str, str], set[str]] = {}
    for one in gather(shared_data):
        parts.setdefault(key(one.text), set()).add(one.split)
        reviews.setdefault((one.source, one.review), set()).add(one.split)
    assert all(len(splits) == 1 for splits in (*parts.values(), *reviews.values()))


def test_marked_terms_stand_in_their_texts(shared_data: Path) -> None:
    """Places of the sets lie within the texts and are not empty."""
    for one in (*opposed(shared_data), *valence(shared_data)):
        spans = [span for term in one.terms for span in (term.span, *term.words) if span]
        assert all(0 <= start < end <= len(one.text) for start, end in spans)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_written_texts_cover_every_category(language: str) -> None:
    """Each category of the lists is met in both languages, and every term stands in its text."""
    texts = [one for one in written() if one.language == language]
    assert {"security", "account", "features", "treatment"} <= {
        t.category for one in texts for t in one.terms
    }
    assert all(0 <= t.span[0] < t.span[1] <= len(one.text) for one in texts for t in one.terms if t.span)
