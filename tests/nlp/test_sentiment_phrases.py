"""The words and phrases that speak beside the encoder's states."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.sentiment.phrases import SIZE, PhraseModel, fit, phrases_of


@given(st.text(max_size=300))
def test_any_text_has_places_in_the_table(text: str) -> None:
    """Places are inside the table, each once, and the values have length one unless there are none."""
    found = phrases_of(text)
    assert len(set(found.places.tolist())) == len(found.places) == len(found.values)
    assert all(0 <= place < SIZE for place in found.places)
    assert len(found.values) == 0 or np.linalg.norm(found.values) == pytest.approx(1, abs=1e-4)


def test_scripts_and_capitals_are_one() -> None:
    """A remark has the same phrases in Traditional characters, and shouted."""
    for left, right in (("东西很难吃", "東西很難吃"), ("so GOOD!!", "SO good!!")):
        assert sorted(phrases_of(left).places) == sorted(phrases_of(right).places)


def test_order_and_signs_count() -> None:
    """Phrases tell what single words do not."""
    assert set(phrases_of("not good").places) != set(phrases_of("good not").places)
    assert len(phrases_of("好👍").places) == 3


def test_slang_is_learned_and_survives_its_file(tmp_path: Path) -> None:
    """A word that only ever stood with blame speaks for blame, as well after saving."""
    texts = ["成間都好伏", "伏到喊", "今次中伏", "好正", "正到爆", "抵食又正", "普通", "麻麻"] * 5
    model = fit(texts, np.array([0, 0, 0, 2, 2, 2, 1, 1] * 5), np.ones(40, dtype=np.float32))
    model.save(tmp_path / "phrases.npz")
    again = PhraseModel.load(tmp_path / "phrases.npz")
    scores = again.score(["呢間伏", "呢間正", ""])
    assert scores[0, 0] > scores[0, -1]
    assert scores[1, -1] > scores[1, 0]
    np.testing.assert_allclose(scores[2], model.bias, atol=1e-6)
