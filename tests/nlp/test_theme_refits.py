"""Themes over refits: what is known stays, what clearly speaks against it does not."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from nlp.findings import Language, Vectors
from nlp.themes import NEW, discover
from nlp.themes.carrying import carry
from nlp.themes.corpus import distinct_texts
from nlp.themes.graph import connect
from nlp.themes.holding import hold, standing
from nlp.themes.placing import Placed
from nlp.themes.space import unit

DIMENSION = 32
EACH = 60


def cloud(topics: np.ndarray, *, spread: float = 0.8, seed: int = 3) -> Vectors:
    """A point around its topic's direction for each of ``topics``."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(len(topics), DIMENSION)) / np.sqrt(DIMENSION)
    return unit((np.eye(DIMENSION)[topics] + spread * noise).astype(np.float32))


def themes_of(points: Vectors, before: list[int] | None = None) -> np.ndarray:
    """The theme of each point, found by what its text means alone."""
    texts = [f"said {number}" for number in range(len(points))]
    languages: list[Language] = ["en"] * len(points)
    return np.asarray([place.theme for place in discover(texts, points, languages, before=before).places])


@pytest.fixture(scope="module")
def topics() -> np.ndarray:
    """Eight topics, shuffled."""
    return np.random.default_rng(1).permutation(np.repeat(np.arange(8), EACH))


def test_a_refit_of_the_same_texts_changes_nothing(topics: np.ndarray) -> None:
    """Themes that are handed in come out again."""
    points = cloud(topics)
    first = themes_of(points)
    again = themes_of(points, first.tolist())
    assert adjusted_mutual_info_score(first, again) >= 0.99


def test_growth_leaves_the_old_texts_together(topics: np.ndarray) -> None:
    """A tenth more texts, loosely spread: the old ones stay as they were, better than found from nothing."""
    points = cloud(topics, spread=2.0)
    old = len(points) * 10 // 11
    first = themes_of(points[:old])
    refit = themes_of(points, [*first.tolist(), *[NEW] * (len(points) - old)])
    nothing = themes_of(points)
    agreed = adjusted_mutual_info_score(first, refit[:old])
    assert agreed >= 0.95
    assert agreed >= adjusted_mutual_info_score(first, nothing[:old])


@pytest.mark.parametrize("earlier", [NEW, -1])
def test_a_first_time_is_found_from_nothing(topics: np.ndarray, earlier: int) -> None:
    """Where nothing stood in a theme before, themes are those found without a past."""
    points = cloud(topics)
    refit = themes_of(points, [earlier] * len(points))
    assert (refit == themes_of(points)).mean() >= (1.0 if earlier == NEW else 0.9)


def test_a_topic_that_comes_up_is_a_theme_of_its_own(topics: np.ndarray) -> None:
    """Texts of a topic that nobody spoke of before are one new theme, whatever was known."""
    grown = np.concatenate([topics, np.full(EACH, 8)])
    points = cloud(grown)
    first = themes_of(points[: len(topics)])
    refit = themes_of(points, [*first.tolist(), *[NEW] * EACH])
    fresh = set(refit[grown == 8].tolist()) - {-1}
    assert len(fresh) == 1
    assert not fresh & set(refit[: len(topics)].tolist())


def test_themes_that_tell_nothing_are_given_up(topics: np.ndarray) -> None:
    """Handed in two topics as one theme, and themes drawn at random, the topics come out."""
    points = cloud(topics)
    joined = np.where(topics == 7, 6, topics)
    assert adjusted_mutual_info_score(topics, themes_of(points, joined.tolist())) >= 0.95
    drawn = np.random.default_rng(2).integers(0, 8, len(topics))
    assert adjusted_mutual_info_score(topics, themes_of(points, drawn.tolist())) >= 0.95


def test_carrying_keeps_what_is_told_as_briefly(topics: np.ndarray) -> None:
    """Labels like the new ones stay as they were; points without any take those around them."""
    graph = connect(cloud(topics))
    before = topics.copy()
    before[::9] = NEW
    assert adjusted_mutual_info_score(topics, carry(graph, topics, before)) == pytest.approx(1.0)


def test_texts_stay_where_they_were_unless_most_neighbours_are_elsewhere(topics: np.ndarray) -> None:
    """A text put elsewhere goes home, one that belongs elsewhere does not, one that was nowhere stays so."""
    points = cloud(topics, spread=0.3)
    labels, forced = topics.copy(), np.zeros(len(topics), dtype=bool)
    strayed, right = np.flatnonzero(topics == 0)[0], np.flatnonzero(topics == 1)[0]
    out = np.flatnonzero(topics == 2)[0]
    labels[strayed] = 5
    forced[out] = True
    before = topics.copy()
    before[right], before[out] = 4, -1
    placed = Placed(labels, forced, np.ones(len(labels)), forced.copy())
    held = hold(placed, points, before)
    assert [held.labels[row] for row in (strayed, right, out)] == [0, 1, -1]
    assert held.forced[strayed]
    assert (np.delete(held.labels, out) == np.delete(topics, out)).all()


def test_repeated_texts_stand_where_the_first_stood() -> None:
    """Of a text's rows the first that was there tells where it was."""
    texts = ["lid leaks", "late", "Lid  leaks", "late", "new"]
    corpus = distinct_texts(texts, np.ones((5, 2), dtype=np.float32))
    found = standing(np.asarray([NEW, 3, 1, 2, NEW]), corpus)
    told = {texts[row]: int(found[number]) for number, row in enumerate(corpus.rows)}
    assert sorted(told.values()) == [NEW, 1, 3]
