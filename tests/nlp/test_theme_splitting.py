"""A group that holds everything is split; groups that hold one thing each are left alone."""

import numpy as np

from nlp.findings import Vectors
from nlp.themes.density import Grouping
from nlp.themes.space import unit
from nlp.themes.splitting import split_loose

DIMENSION = 24
EACH = 25


def blobs(count: int) -> Vectors:
    """``EACH`` points around each of ``count`` directions at right angles, one direction after the other."""
    random = np.random.default_rng(4)
    centres = np.repeat(np.eye(DIMENSION)[:count], EACH, axis=0)
    return unit((centres + 0.06 * random.normal(size=centres.shape)).astype(np.float32))


def test_a_catch_all_falls_into_what_it_is_made_of() -> None:
    """Five topics that lay in one group are groups of their own afterwards; the others stay as they were."""
    points = blobs(10)
    topics = np.repeat(np.arange(10), EACH)
    mixed = np.maximum(topics - 4, 0)
    split = split_loose(Grouping(mixed, np.ones(len(mixed)), 5, 0.0), points, 0)
    assert split.count >= 8
    assert (split.labels[topics > 4] == mixed[topics > 4]).all()
    homes = [np.bincount(split.labels[topics == topic] + 1).argmax() for topic in range(5)]
    assert len(set(homes)) >= 4


def test_groups_of_one_thing_each_stay() -> None:
    """Nothing changes where no group is both large and loose."""
    topics = np.repeat(np.arange(8), EACH)
    grouping = Grouping(topics, np.ones(len(topics)), 5, 0.0)
    assert split_loose(grouping, blobs(8), 0) is grouping
