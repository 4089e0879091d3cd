"""Segments: the groups that are there are found, and keep their ids."""

import re
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.fused import Fused, fused
from index.records import AxisScore, Segment, SegmentPlace
from prompts.reading import LANGUAGES
from segmentation.behaviour import behaviour_of
from segmentation.blocks import Block, Blocks
from segmentation.protected import protected_word
from segmentation.segments import (
    Known,
    SegmentModel,
    fit_segments,
    from_arrays,
    match_ids,
    place,
    portraits,
    to_arrays,
)
from segmentation.segments.contrast import ratio
from segmentation.segments.grouping import group
from segmentation.segments.neighbours import nearest, votes
from segmentation.settings import Settings
from segmentation.utterances import unit
from segmentation.vectors import blocks_of
from segmentation.wording import tell
from tests.segmentation.histories import Message, moment, orders_of, said_of, shop, vectors_of, when

SETTINGS = Settings(seed=7)


def without(blocks: Blocks, name: str, absent: NDArray[np.bool_]) -> Blocks:
    """The same customers, some of whom lack one block."""
    block = blocks.parts[name]
    return replace(blocks, parts={**blocks.parts, name: replace(block, has=block.has & ~absent)})


def majority(truth: NDArray[np.int64], segments: NDArray[np.int64]) -> dict[int, int]:
    """What most members of each segment were made of."""
    return {int(s): int(np.bincount(truth[segments == s]).argmax()) for s in np.unique(segments)}


@pytest.fixture(scope="module")
def made() -> Fused:
    """Customers of thirty kinds; one in ten says nothing, one in twenty does nothing."""
    return fused(3300, seed=1, silent=0.1, idle=0.05)


@pytest.fixture(scope="module")
def model(made: Fused) -> SegmentModel:
    """Of the first 3,000."""
    return fit_segments(made.choose(np.arange(3000)).blocks(), moment(0), SETTINGS)


def test_the_cross_product_of_text_and_behaviour_is_found(made: Fused, model: SegmentModel) -> None:
    """Neither block drowns the other: agreement with the 30 true groups is at least .95."""
    from sklearn.metrics import adjusted_mutual_info_score

    both = made.both[:3000]
    assert model.uses == ("done", "said")
    assert adjusted_mutual_info_score(made.truth[:3000][both], model.segments[both]) >= 0.95
    assert model.noise <= 0.15


def test_who_has_one_block_is_placed_by_it(made: Fused, model: SegmentModel) -> None:
    """The known half is right, the place is forced and less sure, and it is said what was looked at."""
    first = made.choose(np.arange(3000))
    major = majority(first.truth[first.both], model.segments[first.both])
    for name, missing, kind in (("done", ~first.has_text, 0), ("said", ~first.has_behaviour, 1)):
        rows = np.flatnonzero(missing)
        true = (first.done, first.spoken)[kind][rows]
        found = [divmod(major[s], 5)[1 - kind] for s in model.segments[rows].tolist()]
        assert np.mean(np.array(found) == true) > 0.85
        assert model.forced[rows].all()
        assert model.membership[rows].max() <= 0.5
        places = place(model, first.blocks().choose(rows[:5]))
        assert {one.blocks for one in places} == {(name,)}


def test_no_text_is_no_zero_text(made: Fused, model: SegmentModel) -> None:
    """What stands in a missing block changes nothing."""
    blocks = made.blocks()
    said = blocks.parts["said"]
    values = np.where(said.has[:, None], said.values, 7.0).astype(np.float32)
    noisy = replace(blocks, parts={**blocks.parts, "said": replace(said, values=values)})
    assert place(model, noisy.choose(np.arange(3000, 3300))) == place(
        model, blocks.choose(np.arange(3000, 3300))
    )
    first = np.arange(1500)
    again = [fit_segments(one.choose(first), moment(0), SETTINGS).places() for one in (blocks, noisy)]
    assert again[0] == again[1]


def test_newcomers_are_placed_without_a_refit(made: Fused, model: SegmentModel) -> None:
    """Customers never seen join the group of their like."""
    both = made.both[:3000]
    major = majority(made.truth[:3000][both], model.segments[both])
    new = 3000 + np.flatnonzero(made.both[3000:])
    places = place(model, made.blocks().choose(new))
    right = [major[one.segment_id] == true for one, true in zip(places, made.truth[new], strict=True)]
    assert np.mean(right) > 0.93
    assert all(one.forced for one in places)


def test_a_model_kept_as_bytes_places_alike(made: Fused, model: SegmentModel) -> None:
    """What is read back is the same model; only coordinates lost digits that matter to nobody."""
    kept = from_arrays(to_arrays(model))
    assert kept.places() == model.places()
    assert kept.uses == model.uses
    new = made.blocks().choose(np.arange(3000, 3300))
    before, after = place(model, new), place(kept, new)
    assert np.mean([a.segment_id == b.segment_id for a, b in zip(before, after, strict=True)]) > 0.95


def test_the_same_customers_keep_segment_and_certainty(made: Fused, model: SegmentModel) -> None:
    """A second fit, following the first, changes nobody's segment."""
    again = fit_segments(made.choose(np.arange(3000)).blocks(), moment(1), SETTINGS, model)
    assert again.places() == model.places()
    assert (again.forced == model.forced).all()


@pytest.mark.parametrize("turnover", [30, 300])
def test_ids_survive_turnover(made: Fused, model: SegmentModel, turnover: int) -> None:
    """A hundredth or a tenth leave and come, all others have changed a little: 98 % keep their id."""
    later = made.a_week_later(3).choose(np.arange(turnover, 3000 + turnover))
    again = fit_segments(later.blocks(), moment(7), SETTINGS, model)
    before, after = model.places(), again.places()
    stayed = [customer for customer in before if customer in after]
    assert np.mean([before[one] == after[one] for one in stayed]) >= 0.98
    forced = [dict(zip(m.customer_ids, m.forced, strict=True)) for m in (model, again)]
    assert np.mean([forced[0][one] != forced[1][one] for one in stayed]) < 0.03
    assert again.next_id >= model.next_id


def test_a_sample_agrees_with_the_whole(made: Fused, model: SegmentModel) -> None:
    """Above the sample's size the groups are those of all, and nobody known is left without a place."""
    from sklearn.metrics import adjusted_mutual_info_score

    sampled = fit_segments(made.choose(np.arange(3000)).blocks(), moment(0), replace(SETTINGS, sample=1500))
    assert sampled.customer_ids == model.customer_ids
    both = made.both[:3000]
    assert adjusted_mutual_info_score(sampled.segments[both], model.segments[both]) >= 0.93
    assert (sampled.segments >= 0).all()


def test_one_cloud_is_one_segment(made: Fused) -> None:
    """Where nothing is apart from anything no groups are made up."""
    n = 600
    draw = np.random.default_rng(3)
    everyone = np.ones(n, dtype=bool)
    cloud = {"done": Block(draw.normal(size=(n, 12)).astype(np.float32), everyone)}
    found = fit_segments(Blocks(made.ids[:n], cloud), moment(0), SETTINGS)
    assert found.uses == ()
    assert set(found.segments.tolist()) == {0}
    assert not found.forced.any()


def test_no_group_is_most_of_all(made: Fused) -> None:
    """Nine in ten alike and two small groups: no segment of 60 % is given where parts can be told."""
    rows = np.flatnonzero(made.both)[:1200]
    found = fit_segments(made.choose(rows).blocks(), moment(0), SETTINGS)
    assert np.bincount(found.segments).max() <= 0.6 * len(rows)
    assert found.noise <= 0.5


def test_weights_count(made: Fused) -> None:
    """A block without weight is not looked at."""
    rows = made.choose(np.arange(600))
    found = fit_segments(rows.blocks(), moment(0), replace(SETTINGS, behaviour_weight=0.0))
    assert found.uses == ("said",)


def test_a_few_customers_are_one_group() -> None:
    """Below fifty nothing is told apart, and nobody unknown is put anywhere."""
    blocks = fused(30).blocks()
    blocks = without(without(blocks, "said", np.ones(30, dtype=bool)), "done", np.arange(30) == 0)
    model = fit_segments(blocks, moment(0), SETTINGS)
    places = place(model, blocks)
    assert places[0].segment_id == -1
    assert {found.segment_id for found in places[1:]} == {0}


def test_no_customers_no_segments() -> None:
    """Nobody is no failure."""
    blocks = fused(5).blocks()
    model = fit_segments(blocks.choose(np.zeros(0, dtype=np.int64)), moment(0), SETTINGS)
    assert len(model.segments) == 0
    assert {found.segment_id for found in place(model, blocks)} == {-1}
    assert {found.segment_id for found in place(None, blocks)} == {-1}


def test_behaviour_alone_serves_where_few_speak() -> None:
    """With text of one customer in ten the groups are those of behaviour."""
    from sklearn.metrics import adjusted_mutual_info_score

    few = fused(300)
    found = group(without(few.blocks(), "said", np.arange(300) % 10 > 0), SETTINGS)
    assert found.map.uses == ("done",)
    assert adjusted_mutual_info_score(few.done, found.shares.argmax(axis=1)) > 0.8
    assert found.noise <= 0.5


def test_votes_count_the_near_more() -> None:
    """Two near neighbours outweigh three far ones."""
    points = np.array([[0.1], [-0.1], [5.0], [5.0], [5.0]], dtype=np.float32)
    shares = votes(np.zeros((1, 1), dtype=np.float32), points, np.array([1, 1, 0, 0, 0]))
    assert shares.argmax(axis=1).tolist() == [1]
    assert 0.5 < shares.max() < 1


def test_neighbours_are_exact() -> None:
    """The same as by brute force, each point first among its own, twins included."""
    draw = np.random.default_rng(2)
    points = draw.normal(size=(60, 4)).astype(np.float32)
    points[1] = points[0]
    found = nearest(points, points, 5, same=True)
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
    truth = np.array([kinds[made.kind[c]] for c in model.customer_ids])
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
    assert "times as often" in by_id[0].portrait["en"]
    for segment in found:
        assert set(segment.names) == set(segment.portrait) == set(LANGUAGES)
        assert segment.reasons
        assert all(tell(reason, language) for reason in segment.reasons for language in LANGUAGES)
        assert set(segment.medoids) <= set(behaviour.customer_ids)


def told_segments(texts: dict[int, dict[str, str]], axes: tuple[str, ...] = ()) -> tuple[Segment, ...]:
    """Three made groups, the third speaking of theme 1; members of the first show ``axes``."""
    made = shop(240)
    behaviour = behaviour_of(made.orders, made.events, made.said, moment(480))
    kinds = {"steady": 0, "rare": 1, "fading": 2}
    truth = [kinds[made.kind[one]] for one in behaviour.customer_ids]
    places = tuple(SegmentPlace(segment, 0.9, False) for segment in truth)
    shown = tuple(
        tuple(AxisScore(axis, 0.5, 1, (f"t{row}",)) for axis in axes) if segment == 0 else ()
        for row, segment in enumerate(truth)
    )
    blocks = blocks_of(behaviour, made.said, made.vectors)
    return portraits(behaviour, blocks, places, Known(made.said, (), texts, shown), when(480), "GBP")


def test_no_two_segments_share_a_name() -> None:
    """In no language, also where one word of a language stands for two of another."""
    found = told_segments({1: {"en": "late parcels", "zh-Hans": "迟到", "zh-Hant": "遲到"}})
    for language in LANGUAGES:
        assert len({one.names[language] for one in found}) == len(found)


@pytest.mark.parametrize(
    "name", ["mosque, ramadan", "wheelchair, disabled", "gay couples", "怀孕", "基督徒", "老人", "女性"]
)
def test_what_people_are_names_no_segment(name: str) -> None:
    """A theme about sex, origin, faith, age, health or orientation moves neither names nor portraits."""
    plain = told_segments({})
    told = told_segments({1: {"en": name, "zh-Hans": name, "zh-Hant": name}})
    assert [one.names for one in told] == [one.names for one in plain]
    assert [one.portrait for one in told] == [one.portrait for one in plain]


def test_family_says_nothing_of_sex_or_faith() -> None:
    """A segment that cares about family is told by that word, with texts, and by nothing its members are."""
    segment = next(one for one in told_segments({}, ("family",)) if "family" in one.portrait["en"])
    told = [*segment.names.values(), *segment.portrait.values()]
    told += [tell(reason, language) for reason in segment.reasons for language in LANGUAGES]
    assert not any(protected_word(one) for one in told)
    (cares,) = [reason for reason in segment.reasons if reason.feature == "trait.cares.high"]
    assert cares.evidence
    assert "(100 % of them, 0 % of the others)" in tell(cares, "en")


def test_differences_are_told_with_intervals() -> None:
    """The interval holds the truth about 95 times in 100, and stands in the sentence."""
    draw = np.random.default_rng(1)
    held = []
    for _ in range(300):
        found = ratio(draw.gamma(2.0, 2.0, 120), draw.gamma(2.0, 1.0, 300))
        assert found is not None
        held.append(found.low <= 2.0 <= found.high)
    assert 0.91 <= np.mean(held) <= 0.99
    assert ratio(np.zeros(5), np.ones(5)) is None
    told = " ".join(one.portrait["en"] for one in told_segments({}))
    assert re.search(r"[0-9.]+ times as \w+ .*\([0-9.]+–[0-9.]+; ", told)


def test_one_cloud_is_told_as_one() -> None:
    """Where there is one segment it is called everyone, and it is said that no groups stand apart."""
    made = shop(60)
    behaviour = behaviour_of(made.orders, made.events, made.said, moment(480))
    places = (SegmentPlace(0, 1.0, False),) * len(behaviour.customer_ids)
    (found,) = portraits(behaviour, blocks_of(behaviour, None, None), places, Known(), when(480))
    assert found.names["en"] == "All customers"
    assert "one cloud" in found.portrait["en"]
