"""Takes a theme apart: into the themes that lie inside it, or by a phrase that some of its texts use."""

from collections.abc import Sequence

import numpy as np

from nlp.findings import FoundTheme, Language, ThemePiece, Vectors
from nlp.language import aligned_simplified, to_simplified, to_traditional
from nlp.themes.corpus import Positions, canonical
from nlp.themes.discovery import discover
from nlp.themes.exemplars import pick_exemplars
from nlp.themes.space import unit

RADIUS_QUANTILE = 0.05
KEPT_TEXTS = 200
"""So many texts of a piece are kept to know it by after a refit."""


def inner_pieces(
    ids: Sequence[str],
    texts: Sequence[str],
    vectors: Vectors,
    languages: Sequence[Language],
    *,
    first: int,
) -> tuple[ThemePiece, ...]:
    """The themes inside a theme's texts, numbered from ``first``; empty where it does not fall apart."""
    found = discover(texts, vectors, languages, force=False)
    if len(found.themes) < 2:
        return ()
    return tuple(
        ThemePiece(
            first + place,
            theme.names,
            theme.keywords,
            tuple(one for one, at in zip(ids, found.places, strict=True) if at.theme == theme.number)[
                :KEPT_TEXTS
            ],
        )
        for place, theme in enumerate(found.themes)
    )


def phrase_piece(ids: Sequence[str], texts: Sequence[str], phrase: str, *, number: int) -> ThemePiece | None:
    """The texts that use a phrase, as a piece called by it; None where none or all of them do."""
    inside = tuple(one for one, text in zip(ids, texts, strict=True) if has_phrase(text, phrase))
    if not inside or len(inside) == len(ids):
        return None
    names = {"en": phrase, "zh-Hans": to_simplified(phrase), "zh-Hant": to_traditional(phrase)}
    words = {language: (name,) for language, name in names.items()}
    return ThemePiece(number, names, words, inside[:KEPT_TEXTS])


def has_phrase(text: str, phrase: str) -> bool:
    """Whether a text uses a phrase; width, case, spacing and script (Simplified, Traditional) do not matter.

    A phrase in Latin letters must stand as whole words.
    """
    wanted, said = (aligned_simplified(canonical(one)) for one in (phrase, text))
    start = said.find(wanted)
    while start >= 0:
        before, after = said[max(start - 1, 0) : start], said[start + len(wanted) :][:1]
        if not (_letter(before) and _letter(wanted[:1])) and not (_letter(after) and _letter(wanted[-1:])):
            return True
        start = said.find(wanted, start + 1)
    return False


def make_theme(piece: ThemePiece, rows: Positions, points: Vectors, texts: Sequence[str]) -> FoundTheme:
    """The piece as a theme of its own, made of these rows of the points ``(n, d)``."""
    centroid = unit(points[rows].mean(axis=0))
    return FoundTheme(
        number=piece.number,
        names=dict(piece.names),
        keywords=dict(piece.keywords),
        size=len(rows),
        exemplars=pick_exemplars(rows, points, centroid, texts),
        centroid=centroid,
        radius=float(np.quantile(points[rows] @ centroid, RADIUS_QUANTILE)),
    )


def _letter(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()
