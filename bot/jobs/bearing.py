"""Lets themes come into being between two fittings, from texts that fit none of those known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.jobs.arranging import Raw
    from nlp.themes import Born, Pool


MOSTLY = 0.5
"""A theme comes into being from texts of which more than this part arrived after the last fitting of all."""


def bear(raw: Raw, highest: int, fitted: int) -> Raw:
    """``raw`` with the themes that its strays make; itself where they make none.

    Strays are the texts placed nowhere, and of those after the first ``fitted`` also the forced ones.
    """
    from nlp.themes import find_born

    strays = [
        row for row, place in enumerate(raw.places) if place.theme < 0 or (place.forced and row >= fitted)
    ]
    found = find_born(
        _pool(raw, strays),
        raw.themes,
        [_pool(raw, theme.exemplars) for theme in raw.themes],
        corpus=len(raw.corpus.ids),
        first=highest + 1,
    )
    born = [one for one in found if sum(strays[row] >= fitted for row in one.rows) > MOSTLY * len(one.rows)]
    return _with(raw, born, strays) if born else raw


def _with(raw: Raw, born: Sequence[Born], strays: Sequence[int]) -> Raw:
    from nlp.findings import ThemePlace

    places, themes = list(raw.places), list(raw.themes)
    for one in born:
        exemplars = tuple(strays[row] for row in one.theme.exemplars)
        themes.append(replace(one.theme, exemplars=exemplars))
        for row in one.rows:
            places[strays[row]] = ThemePlace(one.theme.number, False, 1.0)
    return replace(raw, themes=tuple(themes), places=tuple(places))


def _pool(raw: Raw, rows: Sequence[int]) -> Pool:
    from nlp.themes import Pool, centre

    corpus = raw.corpus
    languages = tuple(corpus.languages[row] for row in rows)
    points = centre(corpus.matrix[list(rows)], languages, raw.space)
    return Pool(tuple(corpus.texts[row] for row in rows), languages, points)
