"""Keeps themes' numbers over refits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from nlp.findings import Discovery, FoundTheme, ThemePlace, Vectors

SAME_THEME = 0.6
"""Similarity that a new theme needs to be taken for an old one."""


def match(
    old: Sequence[FoundTheme],
    new: Sequence[FoundTheme],
    *,
    places: Mapping[int, Mapping[int, int]] | None = None,
    comparable: bool = True,
) -> dict[int, int]:
    """Which old theme each new one continues: ``{new number: old number}``, one to one (Hungarian method).

    Likeness is the cosine of the centroids; where ``places`` tells how many texts went from an old to a new
    theme (``{old: {new: texts}}``), the mean of that and their overlap (Jaccard). Centroids of another
    encoder are not ``comparable``: then the overlap alone decides. Unlike ones stay unmatched.
    """
    from scipy.optimize import linear_sum_assignment

    if not old or not new:
        return {}
    comparable = comparable and old[0].centroid.shape == new[0].centroid.shape
    if not comparable and not places:
        return {}
    likeness: Vectors = np.zeros((len(new), len(old)), dtype=np.float32)
    if comparable:
        likeness = np.asarray(np.stack([t.centroid for t in new]) @ np.stack([t.centroid for t in old]).T)
    if places:
        likeness = np.asarray((likeness + _overlaps(old, new, places)) / 2, dtype=np.float32)
    rows, columns = linear_sum_assignment(-likeness)
    least = SAME_THEME / 2 if places else SAME_THEME
    least = least if comparable else least / 2
    return {
        new[int(row)].number: old[int(column)].number
        for row, column in zip(rows, columns, strict=True)
        if likeness[row, column] >= least
    }


def moved(
    before: Mapping[str, ThemePlace], ids: Sequence[str], after: Sequence[ThemePlace]
) -> dict[int, dict[int, int]]:
    """How many texts went from each old to each new theme, ``{old: {new: texts}}``; nowhere is no theme."""
    counts: dict[int, dict[int, int]] = {}
    for one, place in zip(ids, after, strict=True):
        was = before.get(one)
        if was is not None and was.theme >= 0 and place.theme >= 0:
            row = counts.setdefault(was.theme, {})
            row[place.theme] = row.get(place.theme, 0) + 1
    return counts


def keep_numbers(
    found: Discovery, old: Sequence[FoundTheme], matched: Mapping[int, int], *, highest: int = -1
) -> Discovery:
    """The discovery with old numbers where a theme continues one, and numbers never used before elsewhere.

    ``highest`` is the highest number ever used: a theme that is gone keeps its number for good, so that what
    was said of it is never taken for something said of another.
    """
    unused = max((theme.number for theme in old), default=-1)
    unused = max(unused, highest) + 1
    numbers = {-1: -1}
    for theme in found.themes:
        if theme.number in matched:
            numbers[theme.number] = matched[theme.number]
        else:
            numbers[theme.number] = unused
            unused += 1
    return replace(
        found,
        themes=tuple(replace(theme, number=numbers[theme.number]) for theme in found.themes),
        places=tuple(replace(place, theme=numbers[place.theme]) for place in found.places),
    )


def _overlaps(
    old: Sequence[FoundTheme], new: Sequence[FoundTheme], places: Mapping[int, Mapping[int, int]]
) -> Vectors:
    shared = np.asarray(
        [[places.get(before.number, {}).get(after.number, 0) for before in old] for after in new],
        dtype=np.float64,
    )
    union = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    return np.asarray(shared / np.maximum(union, 1.0), dtype=np.float32)
