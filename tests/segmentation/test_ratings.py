"""Ratings by group: figures, changes with intervals that hold, and no trend told where there is none."""

from datetime import UTC, datetime

import numpy as np
import pytest

from index.shapes import Rated
from segmentation.ratings import LEAST, GroupRating, ratings_by

END = datetime(2024, 6, 30, tzinfo=UTC)
DAY = 86_400


def given(values: list[float], ago: float, *, scale: str = "nps", channel: str = "survey") -> list[Rated]:
    """Ratings of one day."""
    at = int(END.timestamp() - ago * DAY)
    return [Rated(scale, value, at, None, channel, "en", -1) for value in values]


def groups(rated: list[Rated], scale: str = "nps") -> dict[str, GroupRating]:
    found = ratings_by(rated, scale, lambda one: (one.channel,), END, 90)
    return {one.group: one for one in found}


def test_figures_of_the_period_beside_the_one_before() -> None:
    """Only the asked scale and span count; the change is the difference, later ratings are not seen."""
    rated = given([10.0] * 40 + [0.0] * 10, 10) + given([10.0] * 25 + [0.0] * 25, 100)
    rated += given([0.0] * 99, 200) + given([1.0] * 99, 10, scale="csat") + given([0.0] * 99, -1)
    one = groups(rated)["survey"]
    assert one.measure is not None
    assert one.before is not None
    assert one.change is not None
    assert (one.measure.value, one.before.value, one.change.points) == (60.0, 0.0, 60.0)
    assert one.change.low > 0
    assert one.change.probability < 0.01
    assert one.verdict == "rising"


def test_few_ratings_say_nothing() -> None:
    """Below the least there is no figure; with nothing before there is no change."""
    rated = given([10.0] * (LEAST - 1), 5, channel="email") + given([10.0] * LEAST, 5)
    found = groups(rated)
    assert (found["email"].measure, found["email"].verdict) == (None, "too_few")
    assert (found["survey"].change, found["survey"].verdict) == (None, "new")
    assert groups([]) == {}


@pytest.mark.parametrize("scale", ["nps", "csat"])
def test_the_interval_of_a_change_holds(scale: str) -> None:
    """In about 95 of 100 worlds; and where nothing moved, hardly a group of many is said to."""
    high, low = (10.0, 3.0) if scale == "nps" else (5.0, 2.0)
    true = {"nps": 20.0, "csat": 10.0}[scale]
    draw, covered, told = np.random.default_rng(3), 0, 0
    for _ in range(300):
        now = np.where(draw.random(60) < 0.7, high, low).tolist()
        before = np.where(draw.random(60) < 0.6, high, low).tolist()
        change = groups(given(now, 9, scale=scale) + given(before, 99, scale=scale), scale)["survey"].change
        assert change is not None
        covered += change.low <= true <= change.high
    assert 273 <= covered <= 297
    for _ in range(20):
        rated = [
            one
            for channel in "abcdefghij"
            for ago in (9, 99)
            for one in given(
                np.where(draw.random(40) < 0.6, high, low).tolist(), ago, scale=scale, channel=channel
            )
        ]
        told += any(one.verdict in ("rising", "falling") for one in groups(rated, scale).values())
    assert told <= 4


def test_months_have_a_direction() -> None:
    """Kendall's tau of monthly figures: one where each is higher, none from too few months."""
    rated = [
        one
        for month in range(8)
        for one in given([10.0] * (18 - 2 * month) + [0.0] * (2 + 2 * month), 5 + 30 * month)
    ]
    one = groups(rated)["survey"]
    assert one.tau == pytest.approx(1.0)
    assert one.tau_probability is not None
    assert one.tau_probability < 0.01
    assert len(one.months) == 8
    assert groups(given([10.0] * 20, 5))["survey"].tau is None
