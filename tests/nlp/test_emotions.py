"""The emotion a text speaks with, and the words that carry it."""

import numpy as np
import pytest

from nlp.emotions.head import EmotionHead, load_head
from nlp.emotions.words import EMOTIONS, carriers
from nlp.encoder import Perceiver
from nlp.findings import Sentiment
from nlp.sentiment import load_head as load_sentiment

LEVEL = Sentiment("neutral", 0.0, 0.3, 0.4, 0.3)


@pytest.mark.parametrize(
    ("text", "emotion", "word"),
    [
        ("I am absolutely furious about this", "anger", "furious"),
        ("好失望，味道同以前差好遠", "disappointment", "失望"),
        ("小朋友好開心", "joy", "開心"),
        ("插上就冒烟，吓死我了", "fear", "吓死"),
        ("Wow, it came overnight", "surprise", "Wow"),
    ],
)
def test_listed_words_carry_an_emotion(text: str, emotion: str, word: str) -> None:
    """The words are found where they stand, in English and both Chinese scripts."""
    found = carriers(text)
    assert word in [text[one.start : one.end] for one in found[emotion]]  # type: ignore[index]  # a known name


@pytest.mark.parametrize("text", ["I was not angry", "一点都不失望", "唔使擔心"])
def test_denied_words_carry_none(text: str) -> None:
    """A negation takes the sense away."""
    assert carriers(text) == {}


def test_chances_sum_to_one_whatever_the_encoder() -> None:
    """Vectors of another encoder count for nothing; words and sentiment still tell."""
    head = load_head()
    (found,) = head.read(["I am furious"], np.ones((1, 7), dtype=np.float32), [LEVEL])
    assert found.label == "anger"
    assert sum(getattr(found, name) for name in EMOTIONS) == pytest.approx(1.0, abs=1e-5)
    assert head.read([], np.zeros((0, 384), dtype=np.float32), []) == []


def test_emotions_of_the_real_encoder(encoder: Perceiver) -> None:
    """Texts without any listed word are told from their vectors."""
    texts = ["他们简直是一群混账东西，气得我把手机都摔了", "My order number is 4711."]
    seen = encoder.perceive(texts)
    head: EmotionHead = load_head()
    cross, plain = head.read(texts, seen.vectors, load_sentiment().score(texts, seen.moods))
    assert cross.label == "anger"
    assert plain.label == "none"
