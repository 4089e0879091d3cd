"""Segments: the groups that are there are found, and keep their ids."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from prompts.reading import LANGUAGES
from segmentation.behaviour import behaviour_of
from segmentation.segments import Known, SegmentModel, fit_segments, match_ids, place, portraits
from segmentation.segments.clustering import group, vote
from segmentation.segments.layout import nearest_others
from segmentation.settings import Settings
from segmentation.vectors import Block, Blocks, blocks_of, unit
from segmentation.wording import tell
from tests.segmentation.histories import Message, moment, orders_of, said_of, shop, vectors_of, when

SETTINGS = Settings(seed=7)
Fused = tuple[Blocks, NDArray[np.int64], SegmentModel]


def fusion(n: int, seed: int = 0) -> tuple[Blocks, NDArray[np.int64]]:
    """Six ways to speak times five ways to behave; the truth is their cross product."""
    draw = np.random.default_rng(seed)
    spoken, done = draw.integers(0, 6, n), draw.integers(0, 5, n)
    middles = unit(draw.normal(size=(6, 96)).astype(np.float32))
    text = unit((middles[spoken] + 1.2 / 96**0.5 * draw.normal(size=(n, 96))).astype(np.float32))
    patterns = draw.uniform(-1, 1, (5, 12))
    behaviour = np.clip(patterns[done] + 0.3 * draw.normal(size=(n, 12)), -1, 1).astype(np.float32)
    everyone = np.ones(n, dtype=bool)
    ids = tuple(f"c{number:05d}" for number in range(n))
    parts = {"said": Block(text, everyone), "done": Block(behaviour, everyone)}
    return Blocks(ids, parts), spoken * 5 + done


def without(blocks: Blocks, name: str, absent: NDArray[np.bool_]) -> Blocks:
    """The same customers, some of whom lack one block."""
    block = blocks.parts[name]
    return replace(blocks, parts={**blocks.parts, name: replace(block, has=block.has & ~absent)})


@pytest.fixture(scope="module")
def fused() -> Fused:
    """The first 900 of 990, with their model."""
    blocks, truth = fusion(990)
    blocks, truth = blocks.choose(np.arange(900)), truth[:900]
    return blocks, truth, fit_segments(blocks, moment(0), SETTINGS)


@pytest.mark.slow
def test_the_cross_product_of_text_and_behaviour_is_found(
    fused: Fused,
) -> None:
    """Neither block drowns the other: agreement with the 30 true groups is at least .9."""
    from sklearn.metrics import adjusted_mutual_info_score

    _, truth, model = fused
    assert adjusted_mutual_info_score(truth, model.segments) >= 0.9


@pytest.mark.slow
def test_the_same_customers_give_the_same_segments(
    fused: Fused,
) -> None:
    """A second fit, following the first, changes nobody's segment."""
    blocks, _, model = fused
    again = fit_segments(blocks, moment(1), SETTINGS, model)
    assert again.places() == model.places()


@pytest.mark.slow
def test_ids_survive_turnover(fused: Fused) -> None:
    """A tenth leaves and a tenth comes: nearly everyone who stays keeps the segment id."""
    _, _, model = fused
    more, _ = fusion(990)
    kept = more.choose(np.arange(90, 990))
    later = fit_segments(kept, moment(7), SETTINGS, model)
    before, after = model.places(), later.places()
    both = [customer for customer in before if customer in after]
    assert np.mean([before[customer] == after[customer] for customer in both]) >= 0.95
    assert later.next_id >= model.next_id


@pytest.mark.slow
def test_newcomers_are_placed_without_a_refit(fused: Fused) -> None:
    """Customers never seen, also those known by one block only, join the group of their like."""
    _, truth, model = fused
    more, all_truth = fusion(990)
    new = more.choose(np.arange(900, 990))
    major = {s: np.bincount(truth[model.segments == s]).argmax() for s in np.unique(model.segments)}
    places = place(model, new)
    right = [major[p.segment_id] == t for p, t in zip(places, all_truth[900:], strict=True)]
    assert np.mean(right) > 0.9
    assert all(p.forced for p in places)
    silent = without(new, "said", np.ones(90, dtype=bool))
    by_behaviour = [
        major[p.segment_id] % 5 == t % 5 for p, t in zip(place(model, silent), all_truth[900:], strict=True)
    ]
    assert np.mean(by_behaviour) > 0.8
    assert max(p.membership for p in place(model, silent)) <= 0.5


def test_a_few_customers_are_one_group() -> None:
    """Below fifty nothing is told apart, and nobody unknown is put anywhere."""
    blocks, _ = fusion(30)
    blocks = without(without(blocks, "said", np.ones(30, dtype=bool)), "done", np.arange(30) == 0)
    model = fit_segments(blocks, moment(0), SETTINGS)
    places = place(model, blocks)
    assert places[0].segment_id == -1
    assert {found.segment_id for found in places[1:]} == {0}


def test_no_customers_no_segments() -> None:
    """Nobody is no failure."""
    blocks, _ = fusion(5)
    model = fit_segments(blocks.choose(np.zeros(0, dtype=np.int64)), moment(0), SETTINGS)
    assert len(model.segments) == 0
    assert {found.segment_id for found in place(model, blocks)} == {-1}
    assert {found.segment_id for found in place(None, blocks)} == {-1}


def test_behaviour_alone_serves_where_few_speak() -> None:
    """With text of one customer in ten the groups are those of behaviour."""
    from sklearn.metrics import adjusted_mutual_info_score

    blocks, truth = fusion(300)
    found = group(without(blocks, "said", np.arange(300) % 10 > 0), SETTINGS)
    assert found.uses == ("done",)
    assert adjusted_mutual_info_score(truth % 5, found.labels) > 0.8
    assert found.noise <= 0.5
    assert np.bincount(found.labels).max() <= 0.6 * 300


def test_votes_count_the_near_more() -> None:
    """Two near neighbours outweigh three far ones."""
    labels, share = vote(np.array([[0.1, 0.1, 5.0, 5.0, 5.0]]), np.array([1, 1, 0, 0, 0]))
    assert labels.tolist() == [1]
    assert 0.5 < share[0] < 1


def test_neighbours_are_exact() -> None:
    """The same as by brute force, each point first among its own, twins included."""
    draw = np.random.default_rng(2)
    points = draw.normal(size=(60, 4)).astype(np.float32)
    points[1] = points[0]
    found = nearest_others(points, 5)
    assert found.positions[:, 0].tolist() == list(range(60))
    whole = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.testing.assert_allclose(found.distances, np.sort(whole, axis=1)[:, :5], atol=1e-3)


@pytest.mark.parametrize("turnover", [0.01, 0.05, 0.2])
def test_matched_ids_under_turnover(turnover: float) -> None:
    """New labels in any order take the old ids; what is truly new gets an id never used."""
    draw = np.random.default_rng(4)
    customers = [f"c{n}" for n in range(1000)]
    old = {customer: int(draw.integers(10, 22)) for customer in customers}
    shuffled = dict(zip(range(10, 22), draw.permutation(12).tolist(), strict=True))
    labels = [shuffled[old[c]] if draw.random() > turnover else int(draw.integers(0, 12)) for c in customers]
    labels += [12] * 40
    customers += [f"new{n}" for n in range(40)]
    ids = match_ids(customers, labels, old, next_id=30)
    assert {old_id: ids[label] for old_id, label in shuffled.items()} == {n: n for n in range(10, 22)}
    assert ids[12] == 30


def test_a_vanished_segment_frees_no_id() -> None:
    """An id that is not in use any more is not given to another group."""
    ids = match_ids(["a", "b", "x", "y"], [0, 0, 1, 1], {"a": 3, "b": 3}, next_id=9)
    assert ids == {0: 3, 1: 9}


def test_language_is_no_opinion() -> None:
    """The same words said in two languages land together once each language's mean is taken out."""
    messages = [Message(f"c{n}", 1.0, f"f{n}") for n in range(80)]
    vectors = vectors_of(messages, [n % 2 for n in range(80)])
    shift = np.zeros(16, dtype=np.float32)
    shift[5] = 3.0
    languages = tuple("en" if n < 40 else "zh-Hans" for n in range(80))
    moved = vectors.matrix + np.where(np.arange(80)[:, None] < 40, 0, shift)
    vectors = replace(vectors, languages=languages, matrix=unit(moved.astype(np.float32)))
    said = said_of(messages)
    behaviour = behaviour_of(orders_of([(f"c{n}", 0.5, 5.0) for n in range(80)]), None, said, moment(2))
    blocks = blocks_of(behaviour, said, vectors)
    row = {name: i for i, name in enumerate(blocks.customer_ids)}
    mine, alike, unlike = (blocks.parts["said"].values[row[name]] for name in ("c0", "c40", "c1"))
    assert mine @ alike > mine @ unlike + 0.5


def test_vectors_after_the_day_are_not_used() -> None:
    """A customer who speaks tomorrow has no text today."""
    messages = [Message("a", 1.0, "f1"), Message("b", 5.0, "f2")]
    said, vectors = said_of(messages), vectors_of(messages, [0, 1])
    behaviour = behaviour_of(orders_of([("a", 0, 5.0), ("b", 0, 5.0)]), None, said, moment(2))
    assert blocks_of(behaviour, said, vectors).parts["said"].has.tolist() == [True, False]


def test_portraits_name_what_sets_a_segment_apart() -> None:
    """Names differ, are told in three languages, and fit the group."""
    made = shop(240)
    behaviour = behaviour_of(made.orders, made.events, made.said, moment(480))
    blocks = blocks_of(behaviour, made.said, made.vectors)
    model = fit_segments(blocks, moment(480), SETTINGS)
    kinds = {"steady": 0, "rare": 1, "fading": 2}
    truth = np.array([kinds[made.kind[c]] for c in model.blocks.customer_ids])
    model = replace(model, segments=truth.astype(np.int64))
    names = {1: {"en": "late parcels", "zh-Hans": "包裹迟到", "zh-Hant": "包裹遲到"}}
    kept = {"rare": "tea", "steady": "Zeltbau", "fading": "lamps"}
    goods = [(c, kept[kind], 10.0) for c, kind in made.kind.items()]
    found = portraits(
        behaviour, blocks, place(model, blocks), Known(made.said, goods, names), when(480), "GBP"
    )
    assert sum(segment.size for segment in found) == len(behaviour.customer_ids)
    assert sum(segment.share for segment in found) == pytest.approx(1.0)
    assert len({segment.names["en"] for segment in found}) == 3
    by_id = {segment.id: segment for segment in found}
    assert "late parcels" in by_id[2].portrait["en"]
    assert "包裹迟到" in by_id[2].portrait["zh-Hans"]
    # Common goods are told in the reader's language, others are quoted as the store calls them.
    assert "茶與茶具" in by_id[1].portrait["zh-Hant"]
    assert "“Zeltbau”" in by_id[0].portrait["en"]
    assert "「Zeltbau」" in by_id[0].portrait["zh-Hant"]
    assert "× as often" in by_id[0].portrait["en"]
    for segment in found:
        assert set(segment.names) == set(segment.portrait) == set(LANGUAGES)
        assert segment.reasons
        assert all(tell(reason, language) for reason in segment.reasons for language in LANGUAGES)
        assert set(segment.medoids) <= set(behaviour.customer_ids)
