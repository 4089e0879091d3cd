"""Splits groups that hold everything and nothing: far larger than the others and far looser."""

from dataclasses import replace

import numpy as np

from nlp.findings import Vectors
from nlp.themes.density import Grouping, group
from nlp.themes.layout import SMALLEST_LAYOUT, lay_out
from nlp.themes.merging import centroids_of
from nlp.themes.voting import vote

LARGE = 3.0
"""A catch-all holds this many times the texts of the middle group at least."""
LOOSE = 0.65
"""Its texts are at most this near to its centroid, as a part of what is usual in the middle group."""
FINER = 0.8
"""A piece may be this much smaller than the smallest group of the whole corpus."""
HELD = 0.5
"""Share of its texts that the pieces must hold for the split to count."""
MAJORITY = 0.5
"""Share of its neighbours' votes that takes a text between the pieces into one of them."""


def split_loose(grouping: Grouping, points: Vectors, seed: int) -> Grouping:
    """The grouping of the unit vectors ``(n, d)`` with each catch-all laid out and grouped on its own.

    The layout of a whole corpus spends its few dimensions on what sets the groups apart; in one of its own
    a group shows what it is made of. Texts of a catch-all that are near none of its pieces are left out.
    """
    for label in _catch_alls(grouping, points):
        grouping = _split(grouping, label, points, seed)
    return grouping


def _catch_alls(grouping: Grouping, points: Vectors) -> list[int]:
    sizes = np.bincount(grouping.labels[grouping.labels >= 0], minlength=grouping.count)
    centroids = centroids_of(points, grouping.labels)
    cohesion = np.asarray(
        [
            float(np.mean(points[grouping.labels == label] @ centroids[label]))
            for label in range(grouping.count)
        ]
    )
    large = (sizes >= LARGE * np.median(sizes)) & (sizes >= SMALLEST_LAYOUT)
    return [int(label) for label in np.flatnonzero(large & (cohesion <= LOOSE * np.median(cohesion)))]


def _split(grouping: Grouping, label: int, points: Vectors, seed: int) -> Grouping:
    """The pieces take the label itself and the numbers after the last."""
    members = np.flatnonzero(grouping.labels == label)
    pieces = group(lay_out(points[members], seed), least=round(FINER * grouping.smallest))
    if pieces.count < 2 or np.mean(pieces.labels >= 0) < HELD:
        return grouping
    pieces = _joined(pieces, points[members])
    numbers = np.asarray([label, *range(grouping.count, grouping.count + pieces.count - 1), -1])
    labels, strengths = grouping.labels.copy(), grouping.strengths.copy()
    labels[members], strengths[members] = numbers[pieces.labels], pieces.strengths
    return replace(grouping, labels=labels, strengths=strengths)


def _joined(pieces: Grouping, points: Vectors) -> Grouping:
    """The pieces with those texts between them whose neighbours are mostly in one of them."""
    held = pieces.labels >= 0
    votes = vote(points[~held], points[held], pieces.labels[held])
    labels, strengths = pieces.labels.copy(), pieces.strengths.copy()
    labels[~held] = np.where(votes.shares >= MAJORITY, votes.winners, -1)
    strengths[~held] = votes.shares
    return replace(pieces, labels=labels, strengths=strengths)
