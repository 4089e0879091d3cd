"""Places every text: those fitted as the clustering said, the rest and the left-out by their neighbours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Vectors
from nlp.themes.corpus import Corpus, Positions, counted
from nlp.themes.neighbours import nearest
from nlp.themes.voting import VOTERS, count_votes, vote


@dataclass(frozen=True, slots=True)
class Placed:
    """Theme of each distinct text (-1: none), whether it was forced, its probability, who was left out."""

    labels: Positions
    forced: NDArray[np.bool_]
    probabilities: NDArray[np.float64]
    left_out: NDArray[np.bool_]


def place(points: Vectors, fitted: Positions, strengths: NDArray[np.float64], *, force: bool) -> Placed:
    """Places of all points ``(m, d)`` from the labels of the first ones, which were fitted.

    A point that was not fitted goes where most of its neighbours are, nowhere included.
    """
    labels = np.full(len(points), -1, dtype=np.int64)
    probabilities = np.zeros(len(points))
    labels[: len(fitted)] = fitted
    probabilities[: len(fitted)] = np.where(fitted >= 0, strengths, 0.0)
    rest = slice(len(fitted), None)
    if len(points) > len(fitted):
        votes = count_votes(nearest(points[rest], points[: len(fitted)], VOTERS), fitted)
        labels[rest] = votes.winners
        probabilities[rest] = np.where(votes.winners >= 0, votes.shares, 0.0)
    left_out = labels < 0
    if force and left_out.any():
        votes = vote(points[left_out], points[~left_out], labels[~left_out])
        labels[left_out], probabilities[left_out] = votes.winners, votes.shares
    return Placed(labels, left_out & (labels >= 0), probabilities, left_out)


def ranked_by_size(placed: Placed, corpus: Corpus) -> Placed:
    """The same places with themes numbered by how many rows they hold, the largest first."""
    sizes = counted(placed.labels, corpus)
    ranks = np.empty(len(sizes), dtype=np.int64)
    ranks[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    labels = np.where(placed.labels >= 0, ranks[placed.labels], -1)
    return Placed(labels, placed.forced, placed.probabilities, placed.left_out)
