"""Areas above themes: how many there are, what they are called, and that they keep their numbers."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.findings import FoundTheme
from nlp.themes import area_of, find_areas
from nlp.themes.areas import MOST_AREAS, cut, silhouette

SUBJECTS = (
    ("parcel", "包裹", "包裹"),
    ("refund", "退款", "退款"),
    ("taste", "味道", "味道"),
    ("app", "应用", "應用程式"),
)


def themes(each: int = 4, *, noise: float = 0.35, seed: int = 0) -> list[FoundTheme]:
    """Themes around four subjects; each has the subject's word and one of its own."""
    draw = np.random.default_rng(seed)
    middles = np.eye(16, dtype=np.float32)[: len(SUBJECTS)]
    made = []
    for number in range(each * len(SUBJECTS)):
        subject = number % len(SUBJECTS)
        vector = middles[subject] + noise * draw.normal(size=16).astype(np.float32) / 4
        own = f"word{number}"
        words = {
            tongue: (word, own)
            for tongue, word in zip(("en", "zh-Hans", "zh-Hant"), SUBJECTS[subject], strict=True)
        }
        centroid = np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
        made.append(FoundTheme(number, {}, words, 100 - number, (), centroid, 0.5))
    return made


def test_themes_of_one_subject_share_an_area() -> None:
    """Four subjects make four areas, each called by its subject's word in every language."""
    areas = find_areas(themes())
    assert sorted(area.themes for area in areas) == [tuple(range(start, 16, 4)) for start in range(4)]
    first = next(area for area in areas if 0 in area.themes)
    assert first.names == {"en": "parcel", "zh-Hans": "包裹", "zh-Hant": "包裹"}


def test_few_themes_need_no_areas() -> None:
    """What can be read at a glance is not grouped."""
    assert find_areas(themes(1)) == ()
    assert area_of((), themes(1)[0]) is None


def test_areas_keep_their_numbers_and_new_ones_get_unused_ones() -> None:
    """After a refit without one subject and with another, no number means something else."""
    before = find_areas(themes())
    gone = next(area.number for area in before if 3 in area.themes)
    strange = [
        replace(
            theme,
            number=100 + theme.number,
            keywords={"en": ("shoes",), "zh-Hans": ("鞋",), "zh-Hant": ("鞋",)},
            centroid=np.roll(theme.centroid, 8),
        )
        for theme in themes()
        if theme.number % 4 == 3
    ]
    kept = [theme for theme in themes() if theme.number % 4 != 3]
    after = find_areas([*kept, *strange], old=before, highest=9)
    assert {area.number for area in after if 103 not in area.themes} == {
        area.number for area in before if area.number != gone
    }
    assert next(area.number for area in after if 103 in area.themes) == 10


def test_a_late_theme_goes_to_the_nearest_area() -> None:
    """A theme born between two refits is put where its centroid lies."""
    areas = find_areas(themes())
    late = replace(themes(seed=5)[2], number=77)
    assert area_of(areas, late) == next(area.number for area in areas if 2 in area.themes)


@settings(max_examples=40, deadline=None)
@given(st.integers(6, 130), st.integers(0, 1000))
def test_every_theme_has_one_area(count: int, seed: int) -> None:
    """However themes lie: no area is empty, none has too many themes to be one, and there are few enough."""
    draw = np.random.default_rng(seed)
    vectors = draw.normal(size=(count, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = cut(vectors @ vectors.T)
    assert sorted(set(labels.tolist())) == list(range(int(labels.max()) + 1))
    assert 2 <= labels.max() + 1 <= MOST_AREAS


def test_silhouette_is_that_of_the_book() -> None:
    """Two tight pairs far apart: (10 - 1) / 10 for each member."""
    distances = np.asarray([[0, 1, 10, 10], [1, 0, 10, 10], [10, 10, 0, 1], [10, 10, 1, 0]], dtype=float)
    assert silhouette(distances, np.asarray([0, 0, 1, 1])) == 0.9
