"""Training of the upper layers: it learns, holds the vectors, can be stopped, and ships what it learned."""

from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from nlp.encoder.retrained import Retrained, save, whole
from nlp.sentiment.below import Below, below, joined
from nlp.sentiment.corpus import held_out
from nlp.sentiment.experiment import REHEARSED, RENEWED, WRITTEN, rehearsal, renewal, split, weigh
from nlp.sentiment.network import Upper
from nlp.sentiment.shipping import ship, shipped
from nlp.sentiment.sources import Sample, examples, lines
from nlp.sentiment.tuning import NEARER, Lessons, Recipe, Tuning, between, logits_of

WORDS = {"bad": 5, "ok": 6, "good": 7, "the": 8, "shop": 9, "is": 10}
RECIPE = Recipe(first=10, epochs=4, rate=1e-3, head_rate=1e-2, tokens=60)


@pytest.fixture(scope="module")
def bert() -> Any:
    """A model of twelve layers, as small as it can be."""
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "num_hidden_layers": 12, "num_attention_heads": 2, "intermediate_size": 32}
    return BertModel(BertConfig(vocab_size=40, **sizes), add_pooling_layer=False).eval()


@pytest.fixture(scope="module")
def lessons(bert: Any, tmp_path_factory: pytest.TempPathFactory) -> Lessons:
    """Ninety remarks whose class hangs on one word."""
    texts = [f"the shop is {('bad', 'ok', 'good')[place % 3]}" + " the" * (place % 5) for place in range(90)]
    tokenizer = SimpleNamespace(
        encode=lambda text: SimpleNamespace(ids=[WORDS.get(word, 4) for word in text.split()])
    )
    found = below(texts, bert, tokenizer, tmp_path_factory.mktemp("work"), lambda _: None)
    return Lessons(found, np.arange(90) % 3, np.ones(90, dtype=np.float32))


ALL = np.arange(90)


def tuned(lessons: Lessons, bert: Any, **given: Any) -> Tuning:
    """A finished run."""
    tuning = Tuning(lessons, ALL, bert, RECIPE)
    tuning.run(lambda _: None, given.get("keep", lambda _: None), every=3)
    return tuning


def test_classes_are_learned_and_vectors_held(lessons: Lessons, bert: Any) -> None:
    """After training every text has its class, and its vector is nearly the one it had."""
    logits, kept = logits_of(tuned(lessons, bert).network, lessons.below, ALL)
    assert (logits.argmax(axis=1) == lessons.truth).mean() > 0.95
    assert kept.mean() > 0.97


def test_a_fresh_network_gives_the_old_vectors(lessons: Lessons, bert: Any) -> None:
    """Before the first step nothing has moved."""
    _, kept = logits_of(Tuning(lessons, ALL, bert, RECIPE).network, lessons.below, ALL)
    assert kept.min() > 0.9999


def test_a_stopped_run_ends_as_an_undisturbed_one(lessons: Lessons, bert: Any) -> None:
    """Taken up from what was kept on the way, a run ends with the very same weights."""
    kept: list[dict[str, Any]] = []
    whole_run = tuned(lessons, bert, keep=lambda state: kept.append(_copy(state)))
    again = Tuning(lessons, ALL, bert, RECIPE)
    again.resume(kept[0])
    again.run(lambda _: None, lambda _: None)
    for name, value in whole_run.network.state_dict().items():
        torch.testing.assert_close(again.network.state_dict()[name], value, rtol=0, atol=0)


def test_a_second_run_goes_on_where_the_first_ended(lessons: Lessons, bert: Any) -> None:
    """Before its first step it says what the first run's network says."""
    first = tuned(lessons, bert).network
    second = Tuning(lessons, ALL, bert, RECIPE)
    second.begin_with(first)
    np.testing.assert_array_equal(
        logits_of(second.network, lessons.below, ALL)[0], logits_of(first, lessons.below, ALL)[0]
    )


def test_a_network_between_two_shares_their_weights(lessons: Lessons, bert: Any) -> None:
    """Every weight lies as far from the first one's as it should, and neither network is changed by it."""
    first = Tuning(lessons, ALL, bert, RECIPE).network
    second = tuned(lessons, bert).network
    before = _copy(first.state_dict())
    found = between(first, second).state_dict()
    for name, value in second.state_dict().items():
        torch.testing.assert_close(found[name] - before[name], NEARER * (value - before[name]))
        torch.testing.assert_close(first.state_dict()[name], before[name])


def _copy(state: dict[str, Any]) -> dict[str, Any]:
    import copy

    return copy.deepcopy(state)


def test_what_is_shipped_is_what_was_learned(lessons: Lessons, bert: Any, tmp_path: Path) -> None:
    """Layers come back under the packaged names within their rounding, heads within half precision."""
    network = tuned(lessons, bert).network
    ship(network, RECIPE.first, tmp_path / "layers.npz")
    with np.load(tmp_path / "layers.npz", allow_pickle=False) as file:
        packaged: Any = SimpleNamespace(shape=SimpleNamespace(layers=12))
        read = Retrained(packaged, dict(file))
    assert read.first == RECIPE.first
    matrix = network.layers[1].attention.self.key.weight.detach().numpy()
    np.testing.assert_allclose(read.matrix("l11.k.w", 16), matrix, atol=float(np.abs(matrix).max()) / 63)
    np.testing.assert_allclose(
        read.floats("l10.oln.w"), network.layers[0].output.LayerNorm.weight.detach().numpy()
    )
    np.testing.assert_allclose(read.head("project.w"), network.project.weight.detach().numpy().T, atol=1e-3)


def test_training_goes_on_from_what_was_shipped(lessons: Lessons, bert: Any, tmp_path: Path) -> None:
    """A network read back from the file feels what the shipped one felt, within its rounding."""
    network = tuned(lessons, bert).network
    ship(network, RECIPE.first, tmp_path / "layers.npz")
    again = shipped(Upper(bert, RECIPE.first), RECIPE.first, tmp_path / "layers.npz")
    before, after = (logits_of(one, lessons.below, ALL)[0] for one in (network, again))
    np.testing.assert_allclose(after, before, atol=0.35)
    assert (after.argmax(axis=1) == before.argmax(axis=1)).mean() > 0.97


def test_rounding_twice_changes_nothing(tmp_path: Path) -> None:
    """A matrix that was read back rounds to the same whole numbers, so the graph gets what was shipped."""
    matrix = np.random.default_rng(0).normal(size=(4, 8)).astype(np.float32)
    save(tmp_path / "one.npz", {"l0.q.w": matrix}, {})
    once = whole(matrix)
    twice = whole(once.floats())
    np.testing.assert_array_equal(once.numbers, twice.numbers)
    assert once.numbers.max() <= 63


def test_states_are_computed_once(bert: Any, tmp_path: Path) -> None:
    """The same texts are read back from the folder; the tokenizer is not asked again."""
    asked: list[str] = []

    def encode(text: str) -> Any:
        asked.append(text)
        return SimpleNamespace(ids=[4, 5, 6])

    tokenizer = SimpleNamespace(encode=encode)
    first = below(["one", "two"], bert, tokenizer, tmp_path, lambda _: None)
    second: Below = below(["one", "two"], bert, tokenizer, tmp_path, lambda _: None)
    assert asked == ["query: one", "query: two"]
    np.testing.assert_array_equal(first.of(1), second.of(1))
    assert second.lengths.tolist() == [3, 3]


def test_lists_of_states_are_joined(lessons: Lessons) -> None:
    """Each text of the second list follows those of the first, with its own states and vector."""
    both = joined([lessons.below, lessons.below])
    assert len(both.vectors) == 2 * len(lessons.below.vectors)
    for row in (0, 7, 89):
        np.testing.assert_array_equal(both.of(90 + row), lessons.below.of(row))
        np.testing.assert_array_equal(both.of(row), lessons.below.of(row))
    np.testing.assert_array_equal(both.lengths, np.tile(lessons.below.lengths, 2))


def test_a_renewal_takes_all_written_texts_and_a_lasting_draw_of_large_sets() -> None:
    """Written texts come once; a large set gives so many of a label, the same ones whatever joins it."""
    most = RENEWED["tweets"]
    tweets = [Sample(f"tweet {place}", "neutral", "tweets", "en") for place in range(3 * most)]
    samples = [*tweets, *examples()]
    learned, kept = split(samples)
    rows = renewal(samples, learned)
    assert not set(rows) & set(kept)
    assert [samples[row].source for row in rows] == sorted(samples[row].source for row in rows)
    chosen = [samples[row].text for row in rows if samples[row].source == "tweets"]
    assert len(chosen) == most
    assert len(rows) - most == sum(samples[row].source == "examples" for row in learned)
    more = [*samples, Sample("one more line", "neutral", "lines/new", "en")]
    again = renewal(more, split(more)[0])
    assert [more[row].text for row in again if more[row].source == "tweets"] == chosen


def test_kept_texts_are_never_learned_from() -> None:
    """The split has no text on both sides, keeps what must not be learned, and is the same every time."""
    samples = [*examples(), *lines(), Sample("fun game", "positive", "games", "en")]
    learned, kept = split(samples)
    assert not set(learned) & set(kept)
    assert len(learned) + len(kept) == len(samples)
    assert len(samples) - 1 in kept
    assert [held_out(one) for one in samples] == [held_out(one) for one in samples]
    assert 0.05 < len(kept) / len(samples) < 0.15


def test_written_texts_are_rehearsed_twice_and_others_in_part() -> None:
    """Each written text that may be learned comes up twice, another at most once, a kept one never."""
    others = [Sample(f"text {place}", "neutral", "posts", "en") for place in range(REHEARSED + 500)]
    samples = [*others, *examples(), *lines()]
    learned, kept = split(samples)
    counts = Counter(rehearsal(samples, learned).tolist())
    assert not set(counts) & set(kept.tolist())
    for row in learned:
        if samples[row].source.split("/")[0] in WRITTEN:
            assert counts[int(row)] == 2
        else:
            assert counts[int(row)] <= 1
    assert sum(counts[int(row)] for row in learned if samples[row].source == "posts") == min(
        REHEARSED, sum(samples[row].source == "posts" for row in learned)
    )


def test_no_class_outweighs_another_in_a_language() -> None:
    """Per language and class the weights sum alike, within their bounds."""
    samples = [*examples(), *lines()]
    weights = weigh(samples)
    sums = {
        (language, label): sum(
            weight
            for one, weight in zip(samples, weights, strict=True)
            if one.label == label and one.language.startswith(language)
        )
        for language in ("en", "zh")
        for label in ("negative", "neutral", "positive")
    }
    assert max(sums.values()) / min(sums.values()) < 1.3
