"""Groups themes into areas by what their texts mean and which words they share."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nlp.findings import FoundArea, FoundTheme, Vectors
from nlp.themes.area_names import name_areas, shared_words
from nlp.themes.corpus import Positions
from nlp.themes.space import unit

FEWEST_THEMES = 6
"""So few themes can be read at a glance: they need no areas."""
MOST_AREAS = 20
THEMES_EACH = (3.0, 7.5)
"""How many themes an area holds on the mean, at the least and at the most."""
WORDS = 0.5
"""How much shared words count beside nearness: praise and blame of one thing lie apart, yet share words."""
LARGEST_PART = 0.3
"""An area with more of the themes than this says nothing; ways of cutting with one are passed over."""
SAME_AREA = 0.25
"""Overlap of themes (Jaccard) from which an area is taken for an old one; or else its centroid is as near as
``SAME_CENTROID``."""
SAME_CENTROID = 0.9


def find_areas(
    themes: Sequence[FoundTheme], *, old: Sequence[FoundArea] = (), highest: int = -1
) -> tuple[FoundArea, ...]:
    """The areas of these themes, the one with most texts first; none where there are few themes.

    Every theme is in one area. ``old`` areas keep their numbers where they go on (their ``themes`` are known
    by their own numbers), others get numbers above ``highest``: no number is ever given twice.
    """
    if len(themes) < FEWEST_THEMES:
        return ()
    labels = cut(affinity(themes))
    groups = [
        [theme for theme, own in zip(themes, labels.tolist(), strict=True) if own == label]
        for label in range(int(labels.max()) + 1)
    ]
    groups.sort(key=lambda group: (-sum(theme.size for theme in group), group[0].number))
    areas = [
        FoundArea(
            number, naming.names, naming.keywords, tuple(sorted(t.number for t in group)), _middle(group)
        )
        for number, (group, naming) in enumerate(zip(groups, name_areas(groups), strict=True))
    ]
    return _numbered(areas, old, highest)


def area_of(areas: Sequence[FoundArea], theme: FoundTheme) -> int | None:
    """The number of the area that a theme is in, or would be in; None where there are none."""
    if not areas:
        return None
    inside = next((area.number for area in areas if theme.number in area.themes), None)
    if inside is not None:
        return inside
    return max(areas, key=lambda area: float(area.centroid @ theme.centroid)).number


def affinity(themes: Sequence[FoundTheme]) -> NDArray[np.float64]:
    """How alike themes are, shape (n, n): the cosine of their centroids and that of their words, mixed."""
    centroids = np.stack([theme.centroid for theme in themes]).astype(np.float64)
    return np.asarray((1 - WORDS) * (centroids @ centroids.T) + WORDS * shared_words(themes))


def cut(alike: NDArray[np.float64]) -> Positions:
    """The area ``0..k-1`` of each of ``n`` themes, more than 2, from how alike they are ``(n, n)``.

    Average linkage (Sokal & Michener 1958); of the numbers of areas in question the one with the best mean
    silhouette (Rousseeuw 1987), among those without an area that swallows the others if there are any.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distances = np.clip(1.0 - alike, 0.0, 2.0)
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(distances, checks=False), method="average")
    ways = [fcluster(tree, count, criterion="maxclust").astype(np.int64) for count in _counts(len(alike))]
    ways = [np.unique(way, return_inverse=True)[1].astype(np.int64) for way in ways]
    return max(ways, key=lambda labels: (_balanced(labels), silhouette(distances, labels)))


def silhouette(distances: NDArray[np.float64], labels: Positions) -> float:
    """The mean silhouette, -1..1, of labels ``0..k-1`` by a matrix of distances; alone counts 0."""
    member = labels[:, None] == np.arange(labels.max() + 1)[None, :]
    counts = member.sum(axis=0)
    to_groups = distances @ member
    own = counts[labels]
    inside = to_groups[np.arange(len(labels)), labels] / np.maximum(own - 1, 1)
    outside = np.where(member, np.inf, to_groups / np.maximum(counts, 1)).min(axis=1)
    widths = (outside - inside) / np.maximum(np.maximum(outside, inside), 1e-12)
    return float(np.mean(np.where(own > 1, widths, 0.0)))


def _counts(themes: int) -> range:
    fewest = max(2, round(themes / THEMES_EACH[1]))
    return range(min(fewest, MOST_AREAS), min(MOST_AREAS, max(fewest, int(themes / THEMES_EACH[0]))) + 1)


def _balanced(labels: Positions) -> bool:
    return bool(np.bincount(labels).max() <= max(LARGEST_PART * len(labels), 3))


def _middle(themes: Sequence[FoundTheme]) -> Vectors:
    sizes = np.asarray([[float(theme.size)] for theme in themes], dtype=np.float32)
    weighted = np.stack([theme.centroid for theme in themes]) * sizes
    return np.asarray(unit(weighted.sum(axis=0, keepdims=True))[0])


def _numbered(areas: Sequence[FoundArea], old: Sequence[FoundArea], highest: int) -> tuple[FoundArea, ...]:
    matched = _continued(areas, old)
    unused = max([highest, *(area.number for area in old)]) + 1
    numbered = []
    for area in areas:
        if area.number in matched:
            numbered.append(replace(area, number=matched[area.number]))
        else:
            numbered.append(replace(area, number=unused))
            unused += 1
    return tuple(numbered)


def _continued(new: Sequence[FoundArea], old: Sequence[FoundArea]) -> Mapping[int, int]:
    """Which old area each new one continues, one to one, by the themes in both or by their centroids."""
    from scipy.optimize import linear_sum_assignment

    if not new or not old:
        return {}
    shared = np.asarray([[_jaccard(one.themes, other.themes) for other in old] for one in new])
    if old[0].centroid.shape == new[0].centroid.shape:
        near = np.stack([one.centroid for one in new]) @ np.stack([one.centroid for one in old]).T
    else:
        near = np.zeros_like(shared)
    rows, columns = linear_sum_assignment(-(shared + near))
    return {
        new[int(row)].number: old[int(column)].number
        for row, column in zip(rows, columns, strict=True)
        if shared[row, column] >= SAME_AREA or near[row, column] >= SAME_CENTROID
    }


def _jaccard(one: Sequence[int], other: Sequence[int]) -> float:
    both = set(one) | set(other)
    return len(set(one) & set(other)) / len(both) if both else 0.0
