"""Places new texts among known themes without fitting anything again."""

from collections.abc import Sequence

import numpy as np

from nlp.findings import FoundTheme, ThemePlace, ThemeSpace, Vectors
from nlp.themes.space import centre

LEEWAY = 0.75
"""Between this part of a theme's radius and the radius, a text is forced into the theme."""
TEMPERATURE = 0.06
NOWHERE = ThemePlace(-1, False, 0.0)


def assign(
    vectors: Vectors, themes: Sequence[FoundTheme], *, languages: Sequence[str], space: ThemeSpace
) -> list[ThemePlace]:
    """The theme with the nearest centroid for each of the ``(n, d)`` unit vectors.

    ``space`` is that of the discovery the themes come from. A text outside the theme's radius is ``forced``,
    one far outside belongs nowhere (-1). The probability weighs the nearest theme against the others.
    """
    if not themes or not len(vectors):
        return [NOWHERE] * len(vectors)
    similarity = centre(vectors, languages, space) @ np.stack([theme.centroid for theme in themes]).T
    best = similarity.argmax(axis=1)
    close = similarity[np.arange(len(best)), best]
    weights = np.exp((similarity - close[:, None]) / TEMPERATURE)
    probabilities = 1.0 / weights.sum(axis=1)
    return [
        _place(themes[number], float(nearness), float(probability))
        for number, nearness, probability in zip(best, close, probabilities, strict=True)
    ]


def _place(theme: FoundTheme, nearness: float, probability: float) -> ThemePlace:
    if not nearness >= LEEWAY * theme.radius:
        return NOWHERE
    return ThemePlace(theme.number, nearness < theme.radius, probability)
