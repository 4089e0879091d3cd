"""Carries themes over a refit: what is grouped anew replaces them only where it tells clearly more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlp.themes.density import FEW, LARGEST_SHARE
from nlp.themes.measuring import description_length, shares_around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from nlp.themes.corpus import Positions
    from nlp.themes.graph import Graph

CLEARLY = 0.001
"""A change of themes must save this part of what the new grouping saves against having no themes."""
TOUCHED = 0.25
"""An old and a new group belong together if they share this part of either."""
ROUNDS = 10


def carry(graph: Graph, fresh: Positions, before: Positions) -> Positions:
    """The labels ``0..k-1`` of all points from those ``before`` (-1: had none) and those found anew.

    A point without a label takes that of its neighbourhood. Then, one after the other, each new group may
    come into being, and each bundle of groups that overlap may be divided as found anew: wherever that
    tells a walk along the graph clearly more briefly. A group too large to say anything is always divided.
    """
    labels = _numbered(_filled(graph, before, fresh))
    nothing = description_length(graph.links, np.zeros_like(labels))
    least = CLEARLY * (nothing - description_length(graph.links, fresh))
    length = description_length(graph.links, labels)
    for rows in (*_groups(fresh), *_bundles(labels, fresh)):
        changed = _numbered(np.where(rows, labels.max() + 1 + fresh, labels))
        new_length = description_length(graph.links, changed)
        if new_length < length - least or _too_large(labels[rows], len(labels)):
            labels, length = changed, new_length
    return labels


def _filled(graph: Graph, before: Positions, fresh: Positions) -> Positions:
    """Points without a label take the heaviest around them; where none is near, the group found anew."""
    labels = _numbered(np.maximum(before, -1), keep=-1)
    for _ in range(ROUNDS):
        bare = np.flatnonzero(labels < 0)
        if not len(bare) or labels.max() < 0:
            break
        around = shares_around(graph.weights[bare], labels)
        labels[bare] = np.where(around.max(axis=1) > 0, around.argmax(axis=1), -1)
    return np.where(labels < 0, labels.max() + 1 + fresh, labels)


def _groups(fresh: Positions) -> Iterator[NDArray[np.bool_]]:
    for label in range(int(fresh.max()) + 1):
        yield fresh == label


def _bundles(labels: Positions, fresh: Positions) -> list[NDArray[np.bool_]]:
    """The points of old groups that hang together through new ones."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    shared = np.zeros((labels.max() + 1, fresh.max() + 1))
    np.add.at(shared, (labels, fresh), 1)
    part = np.maximum(shared / shared.sum(axis=1, keepdims=True), shared / shared.sum(axis=0))
    tied = (part >= TOUCHED).astype(float)
    _, bundle = connected_components(csr_matrix(tied @ tied.T), directed=False)
    return [bundle[labels] == number for number in range(int(bundle.max()) + 1)]


def _too_large(labels: Positions, texts: int) -> bool:
    return texts >= FEW and bool(np.bincount(labels).max() > LARGEST_SHARE * texts)


def _numbered(labels: Positions, keep: int | None = None) -> Positions:
    """The labels as ``0..k-1``; those that equal ``keep`` stay."""
    if keep is None:
        return np.unique(labels, return_inverse=True)[1].astype(np.int64)
    numbered = np.full(len(labels), keep, dtype=np.int64)
    numbered[labels != keep] = _numbered(labels[labels != keep])
    return numbered
