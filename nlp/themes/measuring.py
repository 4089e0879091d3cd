"""Measures how well labels tell a graph of neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from nlp.themes.corpus import Positions


def description_length(links: csr_matrix, labels: Positions) -> float:
    """Bits a step that a random walk along the links takes, told group by group and point by point.

    The map equation (Rosvall & Bergstrom 2008); labels are ``0..k-1``.
    """
    shared = _between(links, labels)
    total = shared.sum()
    held = shared.sum(axis=1) / total
    left = held - np.diag(shared) / total
    visited = np.asarray(links.sum(axis=1)).ravel() / total
    return _bits(left.sum()) - 2 * _bits(left) - _bits(visited) + _bits(left + held)


def shares_around(weights: csr_matrix, labels: Positions) -> NDArray[np.float64]:
    """The share of each row's weights that lies on each label ``0..k-1``; -1 is no label."""
    around = np.asarray((weights @ members_of(labels)).toarray(), dtype=np.float64)
    whole = np.asarray(weights.sum(axis=1)).reshape(-1, 1)
    return np.asarray(np.minimum(around / np.maximum(whole, 1e-12), 1.0))


def members_of(labels: Positions) -> csr_matrix:
    """Who bears which label ``0..k-1``: ones in a matrix ``(n, k)``; -1 is no label."""
    from scipy.sparse import csr_matrix

    rows = np.flatnonzero(labels >= 0)
    shape = (len(labels), int(labels.max()) + 1)
    return csr_matrix((np.ones(len(rows)), (rows, labels[rows])), shape=shape)


def _between(links: csr_matrix, labels: Positions) -> NDArray[np.float64]:
    members = members_of(labels)
    return np.asarray((members.T @ links @ members).toarray(), dtype=np.float64)


def _bits(shares: NDArray[np.float64]) -> float:
    shares = np.atleast_1d(shares)
    some = shares[shares > 0]
    return float((some * np.log2(some)).sum())
