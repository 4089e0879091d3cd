"""Holds texts in their themes over a refit, unless their neighbours are clearly elsewhere."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nlp.findings import Vectors
from nlp.themes.corpus import Corpus, Positions
from nlp.themes.neighbours import nearest
from nlp.themes.placing import Placed
from nlp.themes.voting import SHARPNESS, SURE, VOTERS

MARGIN = 0.2
"""A text leaves its theme for one that holds most of its neighbourhood, and so much more of it."""
LEAST = 0.1
"""A text leaves its theme if that holds less of its neighbourhood."""
NEW = -2
"""The earlier theme of a text that was not there; one that was there and in no theme has -1."""
GOES_ON = 0.5
"""A theme goes on in the one that holds more than this part of its texts."""


def standing(before: Positions, corpus: Corpus) -> Positions:
    """The earlier theme of each distinct text: that of the first of its rows that was there, else ``NEW``."""
    found = np.full(len(corpus.rows), NEW, dtype=np.int64)
    rows = np.flatnonzero((corpus.distinct >= 0) & (before > NEW))[::-1]
    found[corpus.distinct[rows]] = before[rows]
    return found


def hold(placed: Placed, points: Vectors, before: Positions) -> Placed:
    """The places with those texts put back that changed their theme, or lost it, without a clear reason.

    ``before`` is the earlier theme of each of the unit vectors ``points``. A text goes back to the theme that
    its earlier one goes on in, unless most of its neighbours are elsewhere. One that was nowhere and would be
    forced stays nowhere.
    """
    labels, forced = placed.labels.copy(), placed.forced.copy()
    probabilities = placed.probabilities.copy()
    nowhere = (before == -1) & placed.forced
    labels[nowhere], forced[nowhere], probabilities[nowhere] = -1, False, 0.0
    back, shares, homes = _homesick(replace(placed, labels=labels), points, before)
    labels[back], forced[back], probabilities[back] = homes, True, shares
    left_out = placed.left_out.copy()
    left_out[back] = True
    return Placed(labels, forced, probabilities, left_out)


def _homesick(
    placed: Placed, points: Vectors, before: Positions
) -> tuple[Positions, NDArray[np.float64], Positions]:
    """Which texts go back, the share that their theme has of their neighbourhood, and that theme."""
    home = _homes(placed.labels, before)
    away = np.flatnonzero((home >= 0) & (home != placed.labels))
    member = np.flatnonzero(placed.labels >= 0)
    near = nearest(points[away], points[member], VOTERS + 1)
    others = member[near.positions] != away[:, None]
    weights = others * np.clip(near.similarities, 0.0, 1.0) ** SHARPNESS
    around, whole = placed.labels[member][near.positions], np.maximum(weights.sum(axis=1), 1e-12)
    own = (weights * (around == home[away][:, None])).sum(axis=1) / whole
    now = (weights * (around == placed.labels[away][:, None])).sum(axis=1) / whole
    stays = (own >= LEAST) & ((now < SURE) | (now < own + MARGIN))
    return away[stays], own[stays], home[away][stays]


def _homes(labels: Positions, before: Positions) -> Positions:
    """The theme that each text's earlier one goes on in; -1 where it had none or it does not go on."""
    both = (labels >= 0) & (before >= 0)
    counts = np.zeros((int(before.max(initial=-1)) + 2, int(labels.max(initial=-1)) + 2), dtype=np.int64)
    np.add.at(counts, (before[both], labels[both]), 1)
    goes_on = counts.max(axis=1) > GOES_ON * np.maximum(counts.sum(axis=1), 1)
    into = np.where(goes_on, counts.argmax(axis=1), -1)
    known = before >= 0
    return np.where(known, into[np.where(known, before, 0)], -1).astype(np.int64)
