"""Gives texts that the clustering left out to the theme that their nearest neighbours vote for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Vectors
from nlp.themes.corpus import Positions
from nlp.themes.neighbours import Neighbours, nearest

VOTERS = 15
SHARPNESS = 4
SUPPORT = 0.3
"""Share of the votes that a theme needs to win a text."""
SURE = 0.5
"""A text belongs to its theme for sure if at least this share of its neighbourhood does."""
REMOTE = 0.01
"""A text farther from every theme than this share of the members are from their own stays out."""


@dataclass(frozen=True, slots=True)
class Votes:
    """The winning theme of each text (-1: none has enough support) and its share of the votes, 0..1."""

    winners: Positions
    shares: NDArray[np.float64]


def vote(queries: Vectors, members: Vectors, labels: Positions) -> Votes:
    """Let each query's nearest members (unit vectors, ``labels`` 0..k-1) vote, weighted by similarity."""
    if not len(queries) or not len(members):
        return Votes(np.full(len(queries), -1, dtype=np.int64), np.zeros(len(queries)))
    near = nearest(queries, members, VOTERS)
    votes = count_votes(near, labels)
    remote = near.similarities[:, 0] < reach(members)
    winners = np.where((votes.shares < SUPPORT) | remote, -1, votes.winners)
    return Votes(winners, np.where(winners < 0, 0.0, votes.shares))


def count_votes(near: Neighbours, labels: Positions) -> Votes:
    """The heaviest label (-1 may win too) among each row's neighbours, ties to the smaller number."""
    weights = np.clip(near.similarities, 0.0, 1.0).astype(np.float64) ** SHARPNESS + 1e-12
    candidates = labels[near.positions] + 1
    tally = np.zeros((len(candidates), int(labels.max(initial=-1)) + 2))
    np.add.at(tally, (np.arange(len(candidates))[:, None], candidates), weights)
    winners = tally.argmax(axis=1)
    shares = tally[np.arange(len(tally)), winners] / tally.sum(axis=1)
    return Votes(winners.astype(np.int64) - 1, shares)


def reach(members: Vectors) -> float:
    """The similarity to the nearest other that all but the most remote of the members have."""
    some = members[:2000]
    near = nearest(some, members, 2)
    return float(np.quantile(near.similarities[:, -1], REMOTE))
