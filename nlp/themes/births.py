"""Finds themes that grow among the texts that fit no known theme."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.findings import FoundTheme, Language, Vectors
from nlp.themes.corpus import Material, Positions, canonical
from nlp.themes.density import smallest_sizes
from nlp.themes.exemplars import pick_exemplars
from nlp.themes.keywords import vocabularies
from nlp.themes.naming import name_themes
from nlp.themes.pieces import RADIUS_QUANTILE
from nlp.themes.space import unit
from nlp.themes.terms import Reader

ANOTHER = 0.9
"""A group with its centroid so near to that of a known theme is no new one."""
STEPS = 6
"""So many nearnesses of neighbours are tried."""
BLOCK = 2048


@dataclass(frozen=True)
class Pool:
    """Texts that fit no theme, with points ``(m, d)`` in the known themes' space."""

    texts: tuple[str, ...]
    languages: tuple[Language, ...]
    points: Vectors


@dataclass(frozen=True)
class Born:
    """A theme that came into being; ``rows`` of the pool belong to it, ``theme.exemplars`` are such rows."""

    theme: FoundTheme
    rows: tuple[int, ...]


def find_born(
    pool: Pool, known: Sequence[FoundTheme], examples: Sequence[Pool], *, corpus: int, first: int
) -> tuple[Born, ...]:
    """Dense groups of the pool as new themes, numbered from ``first``, the largest first.

    A group is one as the known themes are: reached through neighbours as near to each other as their texts
    are (DBSCAN, Ester et al. 1996), with as many different texts as a theme needs in a corpus of ``corpus``
    texts, no looser than the loosest quarter of them, and not one of them. Names set its words against
    those of ``examples``, some texts of each known theme.
    """
    if not known or len(pool.texts) < 2:
        return ()
    radii = np.asarray([theme.radius for theme in known])
    least = smallest_sizes(max(corpus, 2))[0]
    groups = _groups(pool, known, radii, least)
    groups.sort(key=lambda rows: (-len(rows), int(rows[0])))
    return _named(groups, pool, examples, first)


def _groups(
    pool: Pool, known: Sequence[FoundTheme], radii: NDArray[np.float64], least: int
) -> list[Positions]:
    """Groups that hold, reached by ever nearer neighbours: what hangs loosely may fall apart well."""
    middle, loosest = float(np.median(radii)), float(np.quantile(radii, 0.25))
    left, groups = np.arange(len(pool.texts)), list[Positions]()
    for limit in np.linspace(middle**2, (1.0 + middle) / 2, STEPS):
        for rows in dense_groups(pool.points[left], float(limit), least):
            own = left[rows]
            different = len({canonical(pool.texts[row]) for row in own.tolist()})
            if different >= least and _holds(pool.points[own], known, loosest):
                groups.append(own)
        left = np.setdiff1d(left, np.concatenate([np.zeros(0, dtype=np.int64), *groups]))
    return groups


def dense_groups(points: Vectors, limit: float, least: int) -> list[Positions]:
    """Rows of the unit vectors ``(m, d)`` that hang together: each through one with ``least`` near texts.

    Near is a cosine of ``limit`` or more; a text is near to itself.
    """
    if not len(points):
        return []
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    one, other = _near(points, limit)
    degree = np.bincount(one, minlength=len(points))
    core = degree >= least
    both = core[one] & core[other]
    graph = coo_matrix((np.ones(int(both.sum())), (one[both], other[both])), shape=(len(points),) * 2)
    labels = np.where(core, connected_components(graph, directed=False)[1], -1)
    edge = core[one] & ~core[other]
    # A text at the edge of two groups goes to the later one: whichever, but always the same.
    labels[other[edge]] = labels[one[edge]]
    return [np.flatnonzero(labels == label) for label in np.unique(labels[labels >= 0])]


def _near(points: Vectors, limit: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    pairs = []
    for start in range(0, len(points), BLOCK):
        rows, columns = np.nonzero(points[start : start + BLOCK] @ points.T >= limit)
        pairs.append((rows + start, columns))
    return np.concatenate([one for one, _ in pairs]), np.concatenate([other for _, other in pairs])


def _holds(points: Vectors, known: Sequence[FoundTheme], loosest: float) -> bool:
    centroid = unit(points.mean(axis=0))
    tight = float(np.quantile(points @ centroid, RADIUS_QUANTILE)) >= loosest
    return tight and max(float(theme.centroid @ centroid) for theme in known) < ANOTHER


def _named(groups: Sequence[Positions], pool: Pool, examples: Sequence[Pool], first: int) -> tuple[Born, ...]:
    if not groups:
        return ()
    texts, languages, labels = list(pool.texts), list(pool.languages), np.full(len(pool.texts), -1)
    for number, rows in enumerate(groups):
        labels[rows] = number
    owners = labels.tolist()
    for number, example in enumerate(examples, len(groups)):
        texts += example.texts
        languages += example.languages
        owners += [number] * len(example.texts)
    material = Material(tuple(texts), tuple(languages), np.zeros((0, 0), dtype=np.float32))
    namings = name_themes(vocabularies(Reader(material), np.asarray(owners, dtype=np.int64)))
    born = []
    for number, rows in enumerate(groups):
        centroid = unit(pool.points[rows].mean(axis=0))
        theme = FoundTheme(
            number=first + number,
            names=namings[number].names,
            keywords=namings[number].keywords,
            size=len(rows),
            exemplars=pick_exemplars(rows, pool.points, centroid, pool.texts),
            centroid=centroid,
            radius=float(np.quantile(pool.points[rows] @ centroid, RADIUS_QUANTILE)),
        )
        born.append(Born(theme, tuple(rows.tolist())))
    return tuple(born)
