"""Themes that come into being between two fittings of all, from texts that have just arrived."""

import numpy as np
import pytest

from bot.jobs.arranging import Raw
from bot.jobs.bearing import bear
from bot.jobs.placing import place_new
from index.shapes import FeedbackVectors
from nlp.findings import Vectors
from nlp.themes import discover
from tests.contracts.filling import NOON

DIMENSION, EACH, TOPICS = 48, 40, 8
SAID = [
    "lid leaks",
    "courier late",
    "charged twice",
    "rude staff",
    "no login",
    "high price",
    "wrong size",
    "bad smell",
]


def arrived(topics: np.ndarray) -> FeedbackVectors:
    """One text a topic number, around its topic's direction."""
    random = np.random.default_rng(2)
    noise = random.normal(size=(len(topics), DIMENSION)) / np.sqrt(DIMENSION)
    matrix = (np.eye(DIMENSION)[topics] + 0.5 * noise).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    said = [*SAID, "battery explodes"]
    texts = tuple(f"{said[topic]} {number}" for number, topic in enumerate(topics.tolist()))
    ids = tuple(f"f{number}" for number in range(len(topics)))
    return FeedbackVectors(ids, (None,) * len(ids), ("en",) * len(ids), texts, matrix)


def grown(new_topic: int) -> Raw:
    """Eight topics that were fitted, and twenty texts of another one that came afterwards."""
    old = np.random.default_rng(1).permutation(np.repeat(np.arange(TOPICS), EACH))
    corpus = arrived(np.concatenate([old, np.full(20, new_topic)]))
    known: Vectors = corpus.matrix[: len(old)]
    found = discover(corpus.texts[: len(old)], known, corpus.languages[: len(old)])
    places = (*found.places, *[found.places[0]] * 20)
    return place_new(Raw(corpus, found.themes, places, found.space, NOON), corpus.ids[len(old) :])


def test_a_new_topic_is_born() -> None:
    """Texts of a topic that nobody spoke of before make one theme, named after it."""
    raw = grown(TOPICS)
    born = bear(raw, 70, TOPICS * EACH)
    assert [theme.number for theme in born.themes[len(raw.themes) :]] == [71]
    assert sum(place.theme == 71 for place in born.places[TOPICS * EACH :]) >= 15
    assert not any(place.theme == 71 for place in born.places[: TOPICS * EACH])


@pytest.mark.parametrize("fitted", [TOPICS * EACH, TOPICS * EACH + 20])
def test_nothing_is_born_of_what_is_known(fitted: int) -> None:
    """More of a known topic makes no theme; nor do strays that were there when all were fitted."""
    raw = grown(3 if fitted == TOPICS * EACH else TOPICS)
    assert bear(raw, 70, fitted) is raw
