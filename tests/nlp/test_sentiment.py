"""The sentiment head on the real encoder: remarks of every sort, in three ways of writing."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nlp.encoder import Perceiver
from nlp.findings import Language, Polarity, Sentiment
from nlp.language import to_traditional
from nlp.sentiment import SentimentHead, load_head
from nlp.sentiment.calibration import NEUTRAL, calibrate
from nlp.sentiment.head import save, softmax
from nlp.sentiment.measures import quality

LANGUAGES: tuple[Language, ...] = ("en", "zh-Hans", "zh-Hant")
MOODS = tomllib.loads(Path(__file__).with_name("moods.toml").read_text(encoding="utf-8"))["mood"]


@pytest.fixture(scope="module")
def head() -> SentimentHead:
    """The head that is shipped."""
    return load_head()


def moods(encoder: Perceiver, head: SentimentHead, texts: list[str], language: Language) -> list[Sentiment]:
    """The sentiments of texts in one language."""
    return head.score(texts, encoder.perceive(texts).moods, [language] * len(texts))


@pytest.mark.parametrize("language", LANGUAGES)
def test_remarks_are_read_as_they_are_meant(
    encoder: Perceiver, head: SentimentHead, language: Language
) -> None:
    """At least twelve of fourteen remarks get their label, and none its opposite."""
    found = moods(encoder, head, [mood[language] for mood in MOODS], language)
    meant = [mood["label"] for mood in MOODS]
    right = [one.label == label for one, label in zip(found, meant, strict=True)]
    opposite = [
        {one.label, label} == {"negative", "positive"} for one, label in zip(found, meant, strict=True)
    ]
    assert sum(right) >= 12
    assert not any(opposite)


@pytest.mark.parametrize(
    ("label", "texts", "least"),
    [
        ("positive", ["Superb!", "5 stars!!", "👍👍", "太赞了", "好好食呀", "超級推薦", "love this"], 6),
        (
            "negative",
            [
                "Horrible.",
                "1 star, never again",
                "😡😡😡",
                "太差劲了",
                "好難食呀",
                "根本是雷店",
                "broken on arrival",
            ],
            6,
        ),
        ("neutral", ["OK.", "3 stars", "还行吧", "普通", "麻麻地啦", "it was alright", "nothing to add"], 5),
    ],
)
def test_a_word_or_a_sign_is_enough(
    encoder: Perceiver, head: SentimentHead, label: Polarity, texts: list[str], least: int
) -> None:
    """Of seven very short texts at most one with a feeling is misread, and two without."""
    found = head.score(texts, encoder.perceive(texts).moods)
    assert sum(one.label == label for one in found) >= least


def test_both_scripts_score_alike(encoder: Perceiver, head: SentimentHead) -> None:
    """The same text in Traditional characters has nearly the score it has in Simplified."""
    simplified = [mood["zh-Hans"] for mood in MOODS]
    left = moods(encoder, head, simplified, "zh-Hans")
    right = moods(encoder, head, [to_traditional(text) for text in simplified], "zh-Hant")
    apart = [abs(one.score - other.score) for one, other in zip(left, right, strict=True)]
    assert np.mean(apart) < 0.03
    assert [one.label for one in left] == [one.label for one in right]


@given(arrays(np.float32, (3, 3), elements=st.floats(-50, 50, width=32)))
def test_probabilities_sum_to_one(moods: np.ndarray) -> None:
    """Any logits yield probabilities, a score within its range and the most probable label."""
    for one in load_head().score(["fine", "差", ""], moods, ["en", "zh-Hant", None]):
        shares = {"negative": one.negative, "neutral": one.neutral, "positive": one.positive}
        assert sum(shares.values()) == pytest.approx(1, abs=1e-5)
        assert min(shares.values()) >= 0
        assert one.score == pytest.approx(one.positive - one.negative, abs=1e-6)
        assert shares[one.label] == max(shares.values())


def test_nothing_has_no_sentiment(head: SentimentHead) -> None:
    """No texts, no sentiments."""
    assert head.score([], np.zeros((0, 3), dtype=np.float32), []) == []


def test_calibration_finds_the_scale_that_was_applied(tmp_path: Path) -> None:
    """Logits that are three times too sure are brought back, noise beside them is passed over."""
    random = np.random.default_rng(0)
    honest = random.normal(size=(6000, 3)).astype(np.float32)
    odds = honest + np.log([1.0, 0.67, 1.0])
    truth = np.array([random.choice(3, p=row / row.sum()) for row in softmax(odds).astype(float)])
    truth_weight = np.where(truth == 1, 1 / 0.67, 1).astype(np.float32)
    groups = np.arange(len(honest)) % 2
    noise = random.normal(size=honest.shape).astype(np.float32)
    scales = calibrate(honest * 3, noise, truth, truth_weight, groups)
    for scale, share in zip(scales, NEUTRAL, strict=True):
        assert scale.moods == pytest.approx(1 / 3, abs=0.05)
        assert scale.phrases == pytest.approx(0, abs=0.1)
        assert scale.offset[1] - scale.offset[0] == pytest.approx(np.log(share), abs=0.15)
    save(tmp_path / "calibration.toml", scales)
    kept = tomllib.loads((tmp_path / "calibration.toml").read_text(encoding="utf-8"))
    assert kept["zh"]["moods"] == pytest.approx(scales[1].moods, abs=1e-3)


def test_quality_of_known_answers() -> None:
    """Measures of four predictions agree with those worked out by hand."""
    truth = np.array([0, 1, 2, 2])
    rows = np.array([[0.8, 0.1, 0.1], [0.2, 0.6, 0.2], [0.1, 0.2, 0.7], [0.5, 0.3, 0.2]], dtype=np.float32)
    found = quality(truth, rows)
    assert found.accuracy == pytest.approx(3 / 4)
    assert found.macro_recall == pytest.approx((1 + 1 + 1 / 2) / 3)
    assert found.macro_f1 == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)
    assert found.either == pytest.approx(2 / 3)
    assert found.calibration_error == pytest.approx((0.2 + 0.4 + 0.3 + 0.5) / 4, abs=1e-6)
