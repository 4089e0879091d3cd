"""Places texts that have just arrived among those that have their themes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.jobs.arranging import Raw
    from nlp.findings import Vectors
    from nlp.themes import Material


def place_new(raw: Raw, new: Collection[str]) -> Raw:
    """``raw`` with places for the texts ``new`` (by id): where their neighbours among the others are."""
    from nlp.themes import assign, centre

    wanted = frozenset(new)
    points = centre(raw.corpus.matrix, raw.corpus.languages, raw.space)
    old_rows = [row for row, one in enumerate(raw.corpus.ids) if one not in wanted]
    new_rows = [row for row, one in enumerate(raw.corpus.ids) if one in wanted]
    old = [raw.places[row] for row in old_rows]
    found = assign(_material(raw, points, new_rows), _material(raw, points, old_rows), old)
    places = list(raw.places)
    for row, place in zip(new_rows, found, strict=True):
        places[row] = place
    return replace(raw, places=tuple(places))


def _material(raw: Raw, points: Vectors, rows: Sequence[int]) -> Material:
    from nlp.themes import Material

    texts, languages = raw.corpus.texts, raw.corpus.languages
    return Material(tuple(texts[row] for row in rows), tuple(languages[row] for row in rows), points[rows])
