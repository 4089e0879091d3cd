"""Which end of a score is the good one."""

import pytest

from index.cleaning.direction import declared, header_inverts, runs_backwards
from index.cleaning.ratings import Scale, Score, rating
from index.records import Rating

GLAD = ("I love it, excellent service!", "很好用，非常满意")
ANGRY = ("Terrible, it arrived broken and I am disappointed", "太差了，质量很烂")


def test_an_ending_declares_it() -> None:
    """The column stays the column; other fields and columns are left alone."""
    plain, inverted = declared({"rating": "Score:inverted", "csat": "C:upright", "text": "T:inverted"})
    assert plain == {"rating": "Score", "csat": "C", "text": "T:inverted"}
    assert inverted == {"rating": True, "csat": False}


@pytest.mark.parametrize(
    ("header", "inverts"),
    [
        ("Score (1 = best, 5 = worst)", True),
        ("Recommend? 1=Extremely likely", True),
        ("评分（1=非常满意）", True),
        ("評分（1表示最好）", True),
        ("Score (5 = best)", False),
        ("Score 1-5", False),
        ("Top 1", False),
    ],
)
def test_a_header_says_it(header: str, inverts: bool) -> None:
    """Only where it says that one is the best."""
    assert header_inverts(header) is inverts


def test_words_beside_scores_show_it() -> None:
    """Praise beside ones: backwards; beside fives, or with too little said: not."""
    texts = [*GLAD * 40, *ANGRY * 40]
    low_is_good = [1.0] * 80 + [5.0] * 80
    assert runs_backwards(texts, low_is_good)
    assert not runs_backwards(texts, low_is_good[::-1])
    assert not runs_backwards([*GLAD, *ANGRY], [1.0, 1.0, 5.0, 5.0])
    assert not runs_backwards(["It is a mug."] * 200, [1.0, 5.0] * 100)
    assert not runs_backwards(texts, [3.0] * 160)


def test_turned_round_scores_lie_on_their_scale() -> None:
    """One becomes five; CSAT of seven is brought to five afterwards; faulty ones stay faulty."""
    stars = Scale("stars", 1, 5, inverted=True)
    assert rating(Score(1), stars) == Rating("stars", 5, 5)
    assert rating(Score(2, 5), stars) == Rating("stars", 4, 5)
    assert rating(Score(6), stars) is None
    assert rating(Score(1), Scale("csat", 1, 7, inverted=True)) == Rating("csat", 5, 5)
