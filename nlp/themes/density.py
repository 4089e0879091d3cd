"""Finds dense groups in a layout (HDBSCAN, Campello et al. 2013) with settings chosen from the data."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.themes.corpus import Positions
from nlp.themes.layout import Layout

SMALLEST = 3
"""Fewer texts are no theme; in a corpus of a hundred or more it takes ``USUAL_SMALLEST``."""
USUAL_SMALLEST = 5
STEPS = 7
LARGEST_SHARE = 0.3
"""A theme that holds more of a corpus than this says nothing; such a group is broken up."""
AS_GOOD = 0.08
"""Worths that differ by no more than this count as equal: between draws they differ as much."""
FEW = 60
"""Below this many points one theme may well be half of them."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """A clustering: group numbers (-1: none) with the strength of each membership, 0..1, and its worth."""

    labels: Positions
    strengths: NDArray[np.float64]
    smallest: int
    worth: float

    @property
    def count(self) -> int:
        """How many groups there are."""
        return int(self.labels.max(initial=-1)) + 1


def group(layout: Layout, *, least: int = SMALLEST) -> Grouping:
    """The best grouping of the layout's points over a small grid of settings; possibly without any group.

    No group is smaller than ``least``.

    Worth is the relative validity (Moulavi et al. 2014) less what is left out, averaged with the next
    coarser and finer setting: a setting that stands alone is a cliff, and a slightly different corpus
    would fall off it. Of those that are as good as the best the finest is taken: it tells more.
    """
    rows = [_steadied(list(_candidates(layout, samples, least))) for samples in _sample_counts(len(layout))]
    found = [grouping for row in rows for grouping in row]
    if not found:
        return Grouping(np.full(len(layout), -1), np.zeros(len(layout)), SMALLEST, 0.0)
    best = max(grouping.worth for grouping in found)
    return min(
        (grouping for grouping in found if grouping.worth >= best - AS_GOOD),
        key=lambda grouping: (grouping.smallest, -grouping.worth),
    )


def smallest_sizes(count: int) -> tuple[int, ...]:
    """The least sizes of a theme worth trying in a corpus of ``count`` texts, growing with its root."""
    root = float(np.sqrt(count))
    least = SMALLEST if count < 100 else USUAL_SMALLEST
    finest, coarsest = max(least, 0.17 * root), max(least + 1, 0.5 * root)
    return tuple(sorted({int(size) for size in np.rint(np.geomspace(finest, coarsest, STEPS))}))


def _sample_counts(count: int) -> tuple[int, ...]:
    return (5, 10) if count >= 1000 else (3, 5) if count >= FEW else (2,)


def _candidates(layout: Layout, samples: int, least: int) -> Iterator[Grouping]:
    from hdbscan import HDBSCAN
    from joblib import Memory

    count = len(layout)
    cap = 0 if count < FEW else max(int(LARGEST_SHARE * count), SMALLEST + 1)
    with tempfile.TemporaryDirectory(prefix="themes-") as folder:
        # The memory keeps the spanning tree, the costly part, between the sizes.
        memory = Memory(folder, verbose=0)
        for size in sorted({max(least, size) for size in smallest_sizes(count)}):
            if size * 2 > count or samples >= count:
                continue
            model = HDBSCAN(
                min_cluster_size=size,
                min_samples=samples,
                max_cluster_size=cap,
                gen_min_span_tree=True,
                memory=memory,
                core_dist_n_jobs=1,
            ).fit(layout)
            if model.labels_.max() >= 1:
                left_out = float(np.mean(model.labels_ < 0))
                worth = float(model.relative_validity_) - left_out
                yield Grouping(model.labels_.astype(np.int64), model.probabilities_, size, worth)


def _steadied(row: list[Grouping]) -> list[Grouping]:
    steadied = []
    for place, grouping in enumerate(row):
        near = [other.worth for other in row[max(0, place - 1) : place + 2]]
        worth = 0.5 * grouping.worth + 0.5 * float(np.mean(near))
        steadied.append(Grouping(grouping.labels, grouping.strengths, grouping.smallest, worth))
    return steadied
