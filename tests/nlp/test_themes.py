"""Themes of made-up corpora whose truth is known: places, order, seeds, refits, new texts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.findings import Discovery, FoundTheme, Language, ThemePlace, ThemeSpace, Vectors
from nlp.themes import Material, assign, centre, discover, keep_numbers, match, measure, pack, unpack

TOPICS = {
    "leak": "lid leaks seal bottle dripping",
    "late": "courier parcel late delivery tracking",
    "charge": "charged twice card statement payment",
    "staff": "rude assistant counter shouting manager",
    "login": "password login website verification screen",
    "price": "expensive discount coupon promotion price",
}
CHINESE = {
    "leak": "杯盖漏水，密封圈不行",
    "late": "快递太慢，包裹延误",
    "charge": "信用卡重复扣款",
    "staff": "店员态度恶劣",
    "login": "密码不对，登录失败",
    "price": "价格太贵，优惠券没用",
}
DIMENSION = 48


@dataclass(frozen=True)
class Made:
    """A corpus with the topic of each text ("" for texts about nothing that others speak of)."""

    texts: list[str]
    vectors: Vectors
    languages: list[Language]
    topics: list[str]

    def reordered(self, order: Sequence[int]) -> "Made":
        """The same rows in another order."""
        return Made(
            [self.texts[row] for row in order],
            self.vectors[list(order)],
            [self.languages[row] for row in order],
            [self.topics[row] for row in order],
        )


def make(size: int, *, strays: int = 0, seed: int = 0, spread: float = 0.6) -> Made:
    """Blobs around one direction a topic, with the languages apart by an offset larger than any topic."""
    random = np.random.default_rng(seed)
    centres = np.linalg.qr(random.normal(size=(DIMENSION, DIMENSION)))[0]
    offsets = {"en": 2 * centres[40], "zh-Hans": 2 * centres[41]}
    texts, vectors, languages, topics = [], [], [], []
    for number in range(size + strays):
        language: Language = "zh-Hans" if number // len(TOPICS) % 2 else "en"
        stray = number >= size
        topic = "" if stray else list(TOPICS)[number % len(TOPICS)]
        centre = random.normal(size=DIMENSION) / 3 if stray else 1.5 * centres[list(TOPICS).index(topic)]
        vector = centre + offsets[language] + spread * random.normal(size=DIMENSION) / np.sqrt(DIMENSION)
        vectors.append(vector / np.linalg.norm(vector))
        said = TOPICS.get(topic, "something") if language == "en" else CHINESE.get(topic, "随便")
        words = said.split()
        random.shuffle(words)
        texts.append(f"{' '.join(words)} {number}")
        languages.append(language)
        topics.append(topic)
    return Made(texts, np.asarray(vectors, dtype=np.float32), languages, topics)


def find(made: Made, **options: int) -> Discovery:
    """The themes of a made corpus."""
    return discover(made.texts, made.vectors, made.languages, **options)


@pytest.fixture(scope="module")
def corpus() -> Made:
    """Two hundred texts, laid out by UMAP."""
    return make(180, strays=20)


@pytest.fixture(scope="module")
def found(corpus: Made) -> Discovery:
    """Their themes."""
    return find(corpus)


@pytest.fixture(scope="module")
def small() -> Made:
    """Too few texts for UMAP."""
    return make(54)


def test_each_topic_is_one_theme_in_both_languages(corpus: Made, found: Discovery) -> None:
    """Every planted topic is one theme, although the languages lie farther apart than the topics."""
    homes = {
        topic: {
            place.theme
            for place, own in zip(found.places, corpus.topics, strict=True)
            if own == topic and not place.forced
        }
        for topic in TOPICS
    }
    assert all(len(home) == 1 for home in homes.values())
    assert len(set().union(*homes.values())) == len(TOPICS)


def test_rows_in_another_order_get_the_same_places(corpus: Made, found: Discovery) -> None:
    """Theme, probability and flag of a text do not depend on where it stands, nor do the names."""
    order = np.random.default_rng(5).permutation(len(corpus.texts)).tolist()
    again = find(corpus.reordered(order))
    assert [found.places[row] for row in order] == list(again.places)
    assert [theme.names for theme in found.themes] == [theme.names for theme in again.themes]


def test_same_seed_same_result(corpus: Made, found: Discovery) -> None:
    """A second run with the same seed repeats the first exactly."""
    assert find(corpus).places == found.places


def test_repeated_texts_weigh_nothing_in_the_fitting(small: Made) -> None:
    """A text posted thirty times does not make a theme, and all its copies share one place."""
    copies = [0] * 30
    repeated = small.reordered([*range(len(small.texts)), *copies])
    found, plain = find(repeated), find(small)
    assert [place.theme < 0 for place in found.places[:54]] == [place.theme < 0 for place in plain.places]
    assert len(found.themes) == len(plain.themes)
    assert len({found.places[row] for row in (0, *range(54, 84))}) == 1


def test_sizes_count_every_row(corpus: Made, found: Discovery) -> None:
    """A theme's size is the number of texts placed in it, and themes are numbered by it."""
    counts = [sum(place.theme == theme.number for place in found.places) for theme in found.themes]
    assert counts == [theme.size for theme in found.themes] == sorted(counts, reverse=True)


def test_forced_texts_are_those_the_clustering_left_out(corpus: Made, found: Discovery) -> None:
    """Without force the forced ones are at -1, the others where they were; the rate counts both."""
    free = find(corpus, force=False)
    assert not any(place.forced for place in free.places)
    number = {found.places[theme.exemplars[0]].theme: theme.number for theme in free.themes}
    for forced, unforced in zip(found.places, free.places, strict=True):
        stays_out = forced.forced or forced.theme < 0
        assert unforced.theme == (-1 if stays_out else number[forced.theme])
        assert 0 <= forced.probability <= 1
    left_out = sum(place.theme < 0 for place in free.places) / len(free.places)
    assert found.outlier_rate == pytest.approx(left_out)
    assert measure(found).unplaced_rate <= measure(free).unplaced_rate


def material(made: Made, space: ThemeSpace) -> Material:
    """The corpus as placing takes it."""
    return Material(tuple(made.texts), tuple(made.languages), centre(made.vectors, made.languages, space))


def test_members_keep_their_own_place(corpus: Made, found: Discovery) -> None:
    """Placing the fitted texts anew gives each the place that it has, flags and probabilities included."""
    known = material(corpus, found.space)
    assert assign(known, known, found.places) == list(found.places)


def test_members_left_out_of_the_vote_come_back(corpus: Made, found: Discovery) -> None:
    """A fifth of the texts, placed by the others alone, go where the clustering had put them."""
    out = [row for row in range(len(corpus.texts)) if row % 5 == 0]
    rest = [row for row in range(len(corpus.texts)) if row % 5]
    others = [found.places[row] for row in rest]
    known = material(corpus.reordered(rest), found.space)
    places = assign(material(corpus.reordered(out), found.space), known, others)
    sure = [
        (new, found.places[row])
        for new, row in zip(places, out, strict=True)
        if found.places[row].theme >= 0 and not found.places[row].forced
    ]
    assert sum(new.theme == old.theme for new, old in sure) >= 0.95 * len(sure)


def test_new_texts_are_placed_without_a_fit(found: Discovery, corpus: Made) -> None:
    """Unseen texts of a planted topic go where the topic's other texts are; what is written twice is once."""
    theme_of = {topic: found.places[corpus.topics.index(topic)].theme for topic in TOPICS}
    new = make(260).reordered([*range(200, 260), 200])
    places = assign(material(new, found.space), material(corpus, found.space), found.places)
    right = [place.theme == theme_of[topic] for place, topic in zip(places, new.topics, strict=True)]
    assert np.mean(right) >= 0.9
    assert places[0] == places[-1]
    assert all(place.forced is (place.probability**3 < 0.5) for place in places if place.theme >= 0)


def test_a_text_far_from_all_themes_stays_out(found: Discovery, corpus: Made) -> None:
    """A vector at right angles to every theme belongs nowhere, and so does a text without words."""
    away = np.linalg.svd(np.stack([theme.centroid for theme in found.themes]))[2][-1].astype(np.float32)
    new = Material(("away", "[PHONE]"), ("en", "en"), np.stack([away, found.themes[0].centroid]))
    places = assign(new, material(corpus, found.space), found.places)
    assert [place.theme for place in places] == [-1, -1]


def test_state_survives_storage(found: Discovery) -> None:
    """Packed and unpacked themes lie where they lay and keep their names."""
    known = unpack(pack(found))
    assert known.space.means.keys() == found.space.means.keys()
    assert all((known.space.means[tag] == mean).all() for tag, mean in found.space.means.items())
    for kept, theme in zip(known.themes, found.themes, strict=True):
        assert (kept.centroid == theme.centroid).all()
        assert (kept.names, kept.keywords) == (theme.names, theme.keywords)


def test_state_of_another_version_is_refused() -> None:
    """Bytes that are no state raise ValueError rather than give wrong themes."""
    with pytest.raises(ValueError):
        unpack(b"no state at all")


def test_numbers_stay_when_the_corpus_grows(found: Discovery, corpus: Made) -> None:
    """After growth by a tenth, each topic keeps its theme's number."""
    grown = make(198, strays=20)
    refit = find(grown)
    kept = keep_numbers(refit, found.themes, match(found.themes, refit.themes))
    for topic in TOPICS:
        before = found.places[corpus.topics.index(topic)].theme
        assert kept.places[grown.topics.index(topic)].theme == before


def test_new_themes_get_unused_numbers(found: Discovery) -> None:
    """A theme without a forerunner gets a number that no old theme bears; nothing is matched twice."""
    old = [replace(theme, number=theme.number + 7) for theme in found.themes[1:]]
    matched = match(old, found.themes)
    assert found.themes[0].number not in matched
    assert sorted(matched.values()) == sorted(theme.number for theme in old)
    kept = keep_numbers(found, old, matched)
    assert kept.themes[0].number > max(theme.number for theme in old)


def test_match_prefers_the_texts_that_moved_together() -> None:
    """Where centroids cannot decide, the overlap of members does."""
    old = [_theme(0, [1.0, 0.0]), _theme(1, [1.0, 0.0])]
    new = [_theme(0, [1.0, 0.0]), _theme(1, [1.0, 0.0])]
    assert match(old, new, places={0: {1: 9}, 1: {0: 9}}) == {0: 1, 1: 0}
    assert match([], new) == match(old, []) == {}


def test_exemplars_are_different_members(found: Discovery, corpus: Made) -> None:
    """Exemplars are positions of distinct sure members of the theme."""
    for theme in found.themes:
        assert theme.exemplars
        assert len({corpus.texts[row] for row in theme.exemplars}) == len(theme.exemplars)
        for row in theme.exemplars:
            assert found.places[row].theme == theme.number
            assert not found.places[row].forced


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 30), st.booleans())
def test_small_corpora_never_fail(size: int, alike: bool) -> None:
    """From no text to thirty: a place for each, themes or none; one text repeated makes no theme."""
    made = make(size)
    vectors = np.repeat(made.vectors[:1], size, axis=0) if alike and size else made.vectors
    found = discover(made.texts, vectors, made.languages)
    assert len(found.places) == size
    assert {place.theme for place in found.places} <= {-1, *(theme.number for theme in found.themes)}


def test_rows_without_words_have_no_theme(small: Made) -> None:
    """Empty texts, bare placeholders and zero or broken vectors are placed nowhere and disturb nothing."""
    broken = np.zeros((4, DIMENSION), dtype=np.float32)
    broken[0:2] = small.vectors[:2]
    broken[3] = np.nan
    found = discover(
        [*small.texts, "", "[PHONE] [EMAIL]!", "word", "other"],
        np.vstack([small.vectors, broken]),
        [*small.languages, "en", "en", "en", "und"],
    )
    assert [place.theme for place in found.places[54:]] == [-1] * 4
    assert list(found.places[:54]) == list(find(small).places)


def test_lengths_must_agree(small: Made) -> None:
    """Texts and vectors of different number are refused."""
    with pytest.raises(ValueError, match="differ"):
        discover(small.texts[:-1], small.vectors, small.languages)


def test_no_themes_place_nothing(small: Made) -> None:
    """Among texts that are nowhere, and among none, every new text is nowhere."""
    new = Material(tuple(small.texts), tuple(small.languages), small.vectors)
    none = Material((), (), np.zeros((0, DIMENSION), dtype=np.float32))
    nowhere = [ThemePlace(-1, False, 0.0)] * len(small.texts)
    assert assign(new, none, []) == assign(new, new, nowhere) == nowhere


def _theme(number: int, centroid: Sequence[float]) -> FoundTheme:
    return FoundTheme(number, {}, {}, 1, (), np.asarray(centroid, dtype=np.float32), 0.5)
