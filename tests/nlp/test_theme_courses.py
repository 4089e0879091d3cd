"""Bursts, onsets and drift: what is told is more than chance, and chance alone is rarely told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.themes import adjust, bursts, onsets, shift_of


def steady(themes: int = 12, days: int = 210, rate: float = 1.5, seed: int = 0) -> np.ndarray:
    """Daily counts without any news."""
    return np.random.default_rng(seed).poisson(rate, size=(themes, days)).astype(np.int64)


def test_a_week_above_its_own_history_is_rising_and_no_other_theme_is() -> None:
    """The theme that tripled is told, with how many were expected."""
    days = steady()
    days[3, -7:] += 4
    found = bursts(days)
    assert [place for place, one in enumerate(found) if one is not None and one.rising] == [3]
    assert found[3] is not None
    assert found[3].size == days[3, -7:].sum()
    assert 8 < found[3].expected < 14


def test_what_doubles_with_everything_else_is_no_news() -> None:
    """Twice as much of everything changes no share."""
    days = steady()
    days[:, -7:] *= 2
    assert not any(one is not None and one.rising for one in bursts(days))


def test_a_theme_that_falls_silent_is_falling() -> None:
    """From a dozen a week to none."""
    days = steady()
    days[5, -7:] = 0
    one = bursts(days)[5]
    assert one is not None
    assert one.falling
    assert not one.rising


def test_chance_is_rarely_told() -> None:
    """Of 60 quiet corpora few have any theme told; that is what adjusting over all themes is for."""
    told = sum(
        any(one is not None and one.rising for one in bursts(steady(seed=seed))) for seed in range(100)
    )
    assert told <= 6


def test_unsteady_themes_need_more_to_be_told() -> None:
    """The same week is news of a steady theme and none of one that always comes in bursts."""
    days = steady()
    days[1] = 0
    days[1, ::28] = 42
    days[:2, -7:] = 0
    days[:2, -1] = 25
    calm, wild = bursts(days)[:2]
    assert calm is not None
    assert wild is not None
    assert wild.size == calm.size
    assert wild.probability > calm.probability


def test_without_history_nothing_is_told() -> None:
    """Three weeks say nothing about what is usual."""
    assert bursts(steady(days=21)) == [None] * 12
    assert bursts(np.zeros((2, 0), dtype=np.int64)) == [None, None]


def test_a_theme_that_began_lately_is_new_since_that_day() -> None:
    """All but a stray of its texts lie in the last 20 days."""
    days = steady()
    days[7, :-20] = 0
    days[7, -20:] = 2
    days[7, 40] = 1
    found = onsets(days)
    assert [place for place, one in enumerate(found) if one is not None and one.new] == [7]
    assert found[7] is not None
    assert found[7].days == 20


def test_few_texts_cannot_be_new() -> None:
    """Two texts lie late by chance often enough."""
    days = steady()
    days[7] = 0
    days[7, -9] = days[7, -2] = 1
    one = onsets(days)[7]
    assert one is None or not one.new


def test_adjusting_is_that_of_benjamini_and_hochberg() -> None:
    """Their step-up procedure on four values."""
    assert adjust([0.01, 0.02, 0.03, 0.5]).tolist() == pytest.approx([0.04, 0.04, 0.04, 0.5])
    assert adjust([]).tolist() == []


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 6).flatmap(
        lambda themes: st.lists(
            st.lists(st.integers(0, 50), min_size=60, max_size=60), min_size=themes, max_size=themes
        )
    )
)
def test_any_counts_have_probabilities(counts: list[list[int]]) -> None:
    """Whatever is counted, a probability lies between 0 and 1."""
    days = np.asarray(counts, dtype=np.int64)
    for burst in bursts(days):
        assert burst is None or (0 <= burst.probability <= burst.adjusted <= 1 and burst.expected > 0)
    for onset in onsets(days):
        assert onset is None or 0 <= onset.probability <= onset.adjusted <= 1


def test_texts_that_moved_are_shifting_and_others_are_not() -> None:
    """Late texts around another point are told apart from earlier ones; a random half is not."""
    draw = np.random.default_rng(0)
    points = draw.normal(size=(80, 16)).astype(np.float32) * 0.3
    points[:, 0] += 1
    points[60:, 1] += 0.8
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    late = np.arange(80) >= 60
    moved = shift_of(points, late)
    assert moved is not None
    assert moved.probability <= 0.005
    assert all(row >= 60 for row in moved.rows)
    mixed = shift_of(points, draw.permutation(late))
    assert mixed is not None
    assert mixed.probability > 0.05
    assert shift_of(points[:10], late[:10]) is None
