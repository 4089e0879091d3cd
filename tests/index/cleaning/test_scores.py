"""Scores on their scales, and the channels feedback came by."""

import pytest

from index.cleaning.channels import channel
from index.cleaning.ratings import Scale, Score, rating, scale_of, score
from index.records import Rating


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", Score(4)),
        ("4/5", Score(4, 5)),
        ("★★★★☆", Score(4, 5)),
        ("5 stars", Score(5)),
        ("四星", Score(4)),
        ("4颗星", Score(4)),
        ("85%", Score(85, 100)),
        ("👍", Score(1, 1)),
        ("False", Score(0, 1)),
        ("差评", Score(0, 1)),
        ("good?", None),
    ],
)
def test_scores_in_many_forms(text: str, value: Score | None) -> None:
    """Stars, fractions, words and thumbs."""
    assert score(text) == value


@pytest.mark.parametrize(
    ("field", "header", "name", "values", "scale"),
    [
        ("rating", "stars", "r.csv", "1 3 5 5", Scale("stars", 1, 5)),
        ("rating", "score", "r.csv", "2 7 10 9", Scale("score", 0, 10)),
        ("rating", "score", "nps.csv", "0 7 10 9", Scale("nps", 0, 10)),
        ("nps", "nps", "x.csv", "3 4 5", Scale("nps", 0, 10)),
        ("csat", "满意度", "x.csv", "1 5 4", Scale("csat", 1, 5)),
        ("csat", "Satisfaction (1-7)", "x.csv", "3 4", Scale("csat", 1, 7)),
        ("csat", "csat", "x.csv", "80% 95%", Scale("csat", 0, 100)),
        ("rating", "voted_up", "x.csv", "True False", Scale("score", 0, 1)),
    ],
)
def test_scales_are_told_apart(field: str, header: str, name: str, values: str, scale: Scale) -> None:
    """By the header, the file's name, then the values."""
    assert scale_of(field, header, name, dict.fromkeys(values.split(), 10)) == scale


def test_a_few_faulty_values_do_not_stretch_the_scale() -> None:
    """One 9 among a hundred stars is a mistake, not a ten-point scale."""
    scale = scale_of("rating", "rating", "r.csv", {"5": 60, "1": 40, "9": 1})
    assert scale == Scale("stars", 1, 5)
    assert rating(Score(9), scale) is None


def test_satisfaction_is_brought_to_five() -> None:
    """Seven points and percents keep their ends and middles."""
    seven = Scale("csat", 1, 7)
    assert [rating(Score(value), seven) for value in (1, 4, 7)] == [
        Rating("csat", value, 5) for value in (1, 3, 5)
    ]
    assert rating(Score(100, 100), Scale("csat", 0, 100)) == Rating("csat", 5, 5)


@pytest.mark.parametrize(
    ("given", "platform", "name", "source", "scale", "told"),
    [
        ("Google review", None, "x.csv", None, None, "review"),
        ("电话", None, "x.csv", None, None, "call"),
        ("邮件", None, "tickets.csv", None, None, "ticket"),
        ("chat", None, "support.csv", None, None, "chat"),
        (None, "LINE", "x.csv", None, None, "chat"),
        (None, "微博", "x.csv", None, None, "social"),
        (None, None, "客服工单.csv", None, None, "ticket"),
        (None, None, "x.csv", "zendesk", None, "ticket"),
        (None, None, "x.csv", None, "nps", "survey"),
        (None, None, "x.csv", None, "stars", "review"),
        (None, None, "x.csv", None, None, "other"),
    ],
)
def test_channels(
    given: str | None, platform: str | None, name: str, source: str | None, scale: str | None, told: str
) -> None:
    """The row's own word, the file's name, the platform, the source, the score."""
    assert channel(given, platform, name, source, scale) == told
