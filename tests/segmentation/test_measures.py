"""NPS and CSAT: the figures, and that their intervals keep what they promise."""

import numpy as np
import pytest

from index.ports import ScoreCount
from segmentation.measures import csat, nps


def counts(scale: str, values: list[float]) -> list[ScoreCount]:
    return [ScoreCount(scale, value, values.count(value)) for value in sorted(set(values))]


def test_nps_counts_promoters_and_detractors() -> None:
    """Nines and tens promote, up to six detract, sevens and eights do neither."""
    found = nps(counts("nps", [10, 9, 8, 7, 6, 0, 10, 10]))
    assert found is not None
    assert (found.value, found.n) == (25.0, 8)
    assert found.low < 25 < found.high


def test_csat_is_the_share_of_fours_and_fives() -> None:
    """Other scales are not mixed in."""
    found = csat([*counts("csat", [5, 4, 3, 1]), ScoreCount("stars", 1, 100)])
    assert found is not None
    assert (found.value, found.n) == (50.0, 4)
    stars = csat([ScoreCount("stars", 1, 100)], "stars")
    assert stars is not None
    assert stars.value == 0


def test_nothing_given_is_no_figure() -> None:
    """No ratings: no measure, rather than nought."""
    assert nps([]) is None
    assert csat([ScoreCount("nps", 9, 3)]) is None


@pytest.mark.parametrize("n", [15, 60, 400])
def test_intervals_cover_the_truth(n: int) -> None:
    """Over many draws about 95 % of the intervals hold the true figure."""
    draw = np.random.default_rng(n)
    inside = {"nps": 0, "csat": 0}
    for _ in range(600):
        given = draw.choice([10.0, 8.0, 3.0], n, p=[0.5, 0.3, 0.2]).tolist()
        pleased = draw.choice([5.0, 2.0], n, p=[0.8, 0.2]).tolist()
        first, second = nps(counts("nps", given)), csat(counts("csat", pleased))
        assert first is not None
        assert second is not None
        inside["nps"] += first.low <= 30 <= first.high
        inside["csat"] += second.low <= 80 <= second.high
    assert all(550 <= covered <= 597 for covered in inside.values()), inside
