"""Places new texts among texts that have their themes, without fitting anything again."""

from collections.abc import Mapping, Sequence

import numpy as np

from nlp.findings import ThemePlace
from nlp.themes.corpus import Corpus, Material, Positions, canonical, distinct_texts
from nlp.themes.graph import neighbour_count
from nlp.themes.neighbours import nearest
from nlp.themes.refining import whitened
from nlp.themes.voting import SUPPORT, SURE, count_votes, reach

MOST_KNOWN = 20_000
"""So many known texts at most have a vote."""
BOLDNESS = 1 / 3
"""A share of the votes to this power is how often a text is found to be of that theme: measured by leaving
members of themes out one by one."""
NOWHERE = ThemePlace(-1, False, 0.0)


def assign(new: Material, known: Material, places: Sequence[ThemePlace]) -> list[ThemePlace]:
    """Where each of the ``new`` texts belongs, told by the ``known`` ones that have these ``places``.

    Both lie in the space of the known themes (``centre``). A known text's place is that of its repetitions.
    Any other text goes where its nearest neighbours are, as the clustering itself decides: it is ``forced``
    into a theme that holds less than half of them, and nowhere (-1) if no theme holds enough of them, if most
    of them are nowhere, or if it is farther from all of them than they are from each other.
    """
    told = distinct_texts(known.texts, known.points)
    rows = told.rows[:MOST_KNOWN]
    labels = np.asarray([places[row].theme for row in rows], dtype=np.int64)
    if not len(new.texts) or not (labels >= 0).any():
        return [NOWHERE] * len(new.texts)
    # Of a text's repetitions the one that stands for them all is asked.
    repeated = {canonical(known.texts[row]): places[row] for row in told.rows}
    fresh = distinct_texts(new.texts, new.points)
    points = whitened(np.vstack([known.points[rows], new.points[fresh.rows]]))
    found = _voted(points[: len(rows)], points[len(rows) :], labels)
    return _spread(new, fresh, found, repeated)


def _voted(known: np.ndarray, new: np.ndarray, labels: Positions) -> list[ThemePlace]:
    near = nearest(new, known, neighbour_count(len(known)))
    votes = count_votes(near, labels)
    remote = near.similarities[:, 0] < reach(known)
    return [
        ThemePlace(winner, share < SURE, share**BOLDNESS)
        if winner >= 0 and share >= SUPPORT and not far
        else NOWHERE
        for winner, share, far in zip(
            votes.winners.tolist(), votes.shares.tolist(), remote.tolist(), strict=True
        )
    ]


def _spread(
    new: Material, fresh: Corpus, found: Sequence[ThemePlace], repeated: Mapping[str, ThemePlace]
) -> list[ThemePlace]:
    """The places of all texts from those of the distinct ones; what has no words is nowhere."""
    return [
        repeated.get(canonical(text), found[number]) if number >= 0 else NOWHERE
        for text, number in zip(new.texts, fresh.distinct.tolist(), strict=True)
    ]
