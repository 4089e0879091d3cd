"""Keeps a pinned theme alive when a refit did not find it again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from nlp.findings import Discovery, FoundTheme, ThemePlace, Vectors
from nlp.themes.exemplars import pick_exemplars
from nlp.themes.pieces import RADIUS_QUANTILE
from nlp.themes.space import unit


def keep_pinned(
    found: Discovery,
    pinned: Sequence[FoundTheme],
    members: Mapping[int, Sequence[int]],
    points: Vectors,
    texts: Sequence[str],
) -> Discovery:
    """The discovery with every theme of ``pinned`` that it lacks; ``members``: rows of each before the refit.

    The theme gets back the texts that are nearer to it than to where they are now: of its former texts all
    of them, of others those within its radius. One that has no text any more cannot be kept.
    """
    known = {theme.number for theme in found.themes}
    for theme in pinned:
        rows = np.asarray(sorted(members.get(theme.number, ())), dtype=np.int64)
        if theme.number not in known and len(rows):
            found = _kept(found, theme, rows, points, texts)
    return found


def _kept(
    found: Discovery, theme: FoundTheme, rows: np.ndarray, points: Vectors, texts: Sequence[str]
) -> Discovery:
    centroid = unit(points[rows].mean(axis=0))
    own = points @ centroid
    radius = float(np.quantile(own[rows], RADIUS_QUANTILE))
    centroids = {other.number: other.centroid for other in found.themes}
    now = np.asarray(
        [
            -1.0 if place.theme < 0 or place.forced else float(points[row] @ centroids[place.theme])
            for row, place in enumerate(found.places)
        ]
    )
    former = np.zeros(len(points), dtype=bool)
    former[rows] = True
    taken = np.flatnonzero((own > now) & (former | (own >= radius)))
    # Its most typical text is always its own, or the theme would be empty.
    taken = taken if len(taken) else rows[[int(own[rows].argmax())]]
    mine = set(taken.tolist())
    places = tuple(
        ThemePlace(theme.number, False, float(max(own[row], 0.0))) if row in mine else place
        for row, place in enumerate(found.places)
    )
    kept = replace(
        theme,
        size=len(taken),
        centroid=centroid,
        radius=radius,
        exemplars=pick_exemplars(taken, points, centroid, texts),
    )
    sizes: dict[int, int] = {}
    for place in places:
        sizes[place.theme] = sizes.get(place.theme, 0) + 1
    others = (replace(other, size=sizes.get(other.number, 0)) for other in found.themes)
    return replace(found, themes=(*others, kept), places=places)
