"""Groups are found without being told how many; what stands between them is left out."""

import numpy as np
import pytest

from nlp.findings import Language, Vectors
from nlp.themes.corpus import Material
from nlp.themes.density import LARGEST_SHARE
from nlp.themes.graph import connect, draw_together, neighbour_count
from nlp.themes.grouping import group
from nlp.themes.measuring import description_length
from nlp.themes.refining import refine, whitened
from nlp.themes.space import unit
from nlp.themes.wording import pieces, word_vectors

DIMENSION = 24
EACH = 40


def blobs(count: int, *, spread: float = 0.1) -> Vectors:
    """``EACH`` points around each of ``count`` directions at right angles, one direction after the other."""
    random = np.random.default_rng(4)
    centres = np.repeat(np.eye(DIMENSION)[:count], EACH, axis=0)
    return unit((centres + spread * random.normal(size=centres.shape)).astype(np.float32))


@pytest.mark.parametrize("count", [4, 9, 20])
def test_the_number_of_groups_is_found(count: int) -> None:
    """Each planted direction is one group, however many there are, and hardly a point is left out."""
    found = group(blobs(count))
    topics = np.repeat(np.arange(count), EACH)
    assert found.count == count
    homes = [set(found.labels[topics == topic].tolist()) - {-1} for topic in range(count)]
    assert sorted(home for own in homes for home in own) == list(range(count))
    assert np.mean(found.labels < 0) <= 0.02
    assert ((found.strengths > 0) == (found.labels >= 0)).all()


def test_no_group_holds_nearly_everything() -> None:
    """Where one direction has nearly all points, it is told in parts."""
    points = blobs(4)
    one_sided = np.vstack([blobs(1, spread=0.3), unit(blobs(1, spread=0.31) * 1), points[EACH:]])
    labels = group(one_sided).labels
    sizes = np.bincount(labels[labels >= 0])
    assert sizes.max() <= LARGEST_SHARE * len(one_sided)


def test_planted_groups_are_told_more_briefly_than_others() -> None:
    """The description length prefers the planted groups to one group, to halves and to shuffled ones."""
    links = connect(blobs(8)).links
    topics = np.repeat(np.arange(8), EACH)
    planted = description_length(links, topics)
    halves = 2 * topics + np.arange(len(topics)) % 2
    shuffled = np.random.default_rng(1).permutation(topics)
    for other in (np.zeros(len(topics), dtype=np.int64), topics // 2, halves, shuffled):
        assert planted < description_length(links, other)


def test_points_are_drawn_to_their_own_kind() -> None:
    """Afterwards points of one direction are nearer to each other, those of two are not."""
    points = blobs(5, spread=0.2)
    drawn = draw_together(points, connect(points))
    before, after = points @ points.T, drawn @ drawn.T
    same = np.kron(np.eye(5), np.ones((EACH, EACH))) > 0
    assert after[same].mean() > before[same].mean()
    assert after[~same].mean() < 0.3
    assert np.allclose(np.linalg.norm(drawn, axis=1), 1.0, atol=1e-5)


def test_neighbours_grow_with_the_corpus() -> None:
    """More texts need more neighbours, within bounds; a handful has at most a quarter of itself."""
    counts = [neighbour_count(texts) for texts in (12, 60, 1000, 4000, 13_000, 10**6)]
    assert counts == sorted(counts)
    assert counts[0] <= 3
    assert counts[-1] <= 60


def test_whitening_narrows_what_all_share() -> None:
    """A direction that carries most of the variance carries less of it afterwards."""
    random = np.random.default_rng(2)
    stretched = random.normal(size=(500, DIMENSION)) * np.r_[6.0, np.ones(DIMENSION - 1)]
    points = unit(stretched.astype(np.float32))
    widest = [np.linalg.eigvalsh(np.cov(cloud.T))[-1] for cloud in (points, whitened(points))]
    assert widest[1] < 0.81 * widest[0]


def test_pieces_follow_the_script() -> None:
    """Latin words yield their parts with their ends, Chinese one and two characters, marks nothing."""
    assert set(pieces("Lid!")) == {" li", "lid", "id ", " lid", "lid ", " lid "}
    assert pieces("漏水了") == ["漏", "水", "了", "漏水", "水了"]
    assert pieces("… ?") == []


def test_forms_of_a_word_are_alike() -> None:
    """Texts that share forms of a word are nearer than those that share none; too few texts have no width."""
    said = ["leaking lids", "lid leaks", "courier parcels", "parcel couriers", *("abdefghijkmnopqr")]
    texts = [text if len(text) > 1 else f"{text * 5} {text * 4}" for text in said] * 8
    vectors = word_vectors([f"{text} {number}" for number, text in enumerate(texts)])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert word_vectors(["one", "two"]).shape == (2, 0)
    assert word_vectors(["!"] * 100).shape == (100, 0)


def test_words_do_not_set_languages_apart() -> None:
    """Refined vectors keep a topic's two languages together where the encoder does."""
    points = np.vstack([blobs(3), blobs(3)])
    english_first: list[Language] = ["en", "zh-Hans"]
    languages = tuple(language for language in english_first for _ in range(3 * EACH))
    english = ["lid leaks", "courier late", "charged twice"]
    chinese = ["杯盖漏水", "快递迟到", "重复扣款"]
    topics = np.repeat(np.arange(3), EACH)
    texts = tuple(f"{words[topic]} {n}" for words in (english, chinese) for n, topic in enumerate(topics))
    refined = refine(Material(texts, languages, points))
    nearest = (refined[: 3 * EACH] @ refined[3 * EACH :].T).argmax(axis=1)
    assert np.mean(topics[nearest] == topics) >= 0.95
