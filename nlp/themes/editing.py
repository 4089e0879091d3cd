"""Lays analysts' edits over what the clustering found: the same edits over every refit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nlp.findings import FoundTheme, ThemeOrder, ThemePlace, Vectors
from nlp.themes.pieces import has_phrase, make_theme
from nlp.themes.space import unit

ACTIONS = ("rename", "merge", "split", "hide", "unhide", "pin", "unpin")
SAME_TEXTS = 0.5
SAME_PLACE = 0.7
"""An edit's theme is found again in the one with this part of its texts and so near a centroid."""
OWN_KEYWORDS, OTHER_KEYWORDS = 5, 3


@dataclass(frozen=True)
class Texts:
    """The placed texts: ids, words, and points ``(n, d)`` in the themes' space, in one order."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    points: Vectors


@dataclass(frozen=True)
class Edited:
    """Themes and places as analysts want them; ``problems`` tells by order's key why it does not hold."""

    themes: tuple[FoundTheme, ...]
    places: tuple[ThemePlace, ...]
    hidden: frozenset[int]
    pinned: frozenset[int]
    problems: Mapping[int, str]


def apply_edits(
    themes: Sequence[FoundTheme],
    places: Sequence[ThemePlace],
    texts: Texts,
    orders: Mapping[int, ThemeOrder],
) -> Edited:
    """The outcome of ``orders`` (by their keys, in order) over themes and places as they were found.

    A theme that an order names is known by its number, or else by the order's texts: the theme that now has
    most of them and lies where they lie. Problems: ``gone`` (no such theme any more), ``same`` (both sides
    of a merging are one), ``empty`` (no text of a piece is left).
    """
    desk = _Desk(themes, places, texts)
    problems: dict[int, str] = {}
    for key, order in orders.items():
        problem = desk.take(order)
        if problem is not None:
            problems[key] = problem
    return desk.outcome(problems)


class _Desk:
    """Themes and places while the edits are being applied."""

    def __init__(self, themes: Sequence[FoundTheme], places: Sequence[ThemePlace], texts: Texts) -> None:
        self._themes = {theme.number: theme for theme in themes}
        self._places = list(places)
        self._labels = np.asarray([place.theme for place in places], dtype=np.int64)
        self._texts = texts
        self._rows = {one: row for row, one in enumerate(texts.ids)}
        self._hidden: set[int] = set()
        self._pinned: set[int] = set()

    def take(self, order: ThemeOrder) -> str | None:
        """Apply one; why it cannot be applied, if it cannot."""
        number = self._find(order.theme, order)
        if number is None:
            return "gone"
        if order.action == "merge":
            return self._merge(number, order)
        if order.action == "split":
            return self._split(number, order)
        if order.action == "rename":
            theme = self._themes[number]
            self._themes[number] = replace(theme, names={**theme.names, **order.names})
        else:
            marked = self._hidden if order.action.endswith("hide") else self._pinned
            (marked.discard if order.action.startswith("un") else marked.add)(number)
        return None

    def outcome(self, problems: Mapping[int, str]) -> Edited:
        """Everything as it stands, sizes counted anew."""
        sizes = Counter(self._labels.tolist())
        return Edited(
            tuple(replace(theme, size=sizes[number]) for number, theme in sorted(self._themes.items())),
            tuple(
                place if place.theme == label else replace(place, theme=int(label))
                for place, label in zip(self._places, self._labels.tolist(), strict=True)
            ),
            frozenset(self._hidden & self._themes.keys()),
            frozenset(self._pinned & self._themes.keys()),
            problems,
        )

    def _find(self, number: int, order: ThemeOrder) -> int | None:
        if number in self._themes:
            return number
        rows = [self._rows[one] for one in order.texts.get(str(number), ()) if one in self._rows]
        if not rows:
            return None
        found, count = Counter(self._labels[rows].tolist()).most_common(1)[0]
        if found < 0 or found not in self._themes or count < SAME_TEXTS * len(rows):
            return None
        middle = unit(self._texts.points[rows].mean(axis=0))
        return int(found) if float(middle @ self._themes[found].centroid) >= SAME_PLACE else None

    def _merge(self, number: int, order: ThemeOrder) -> str | None:
        into = self._find(order.into, order) if order.into is not None else None
        if into is None:
            return "gone"
        if into == number:
            return "same"
        gone, stays = self._themes.pop(number), self._themes[into]
        self._labels[self._labels == number] = into
        weighted = gone.centroid * max(gone.size, 1) + stays.centroid * max(stays.size, 1)
        self._themes[into] = replace(
            stays,
            centroid=unit(weighted),
            radius=min(stays.radius, gone.radius),
            size=stays.size + gone.size,
            keywords=_joined(stays.keywords, gone.keywords),
            exemplars=(*stays.exemplars, *gone.exemplars[:1]),
        )
        return None

    def _split(self, number: int, order: ThemeOrder) -> str | None:
        members = np.flatnonzero(self._labels == number)
        if order.phrase is not None:
            said = [has_phrase(self._texts.texts[row], order.phrase) for row in members.tolist()]
            parts = np.where(np.asarray(said, dtype=bool), 0, -1)
            if not (parts == 0).any():
                return "empty"
        else:
            middles = [self._middle(piece.texts) for piece in order.pieces]
            known = [middle for middle in middles if middle is not None]
            if len(known) < len(middles) or not len(members):
                return "empty"
            parts = (self._texts.points[members] @ np.stack(known).T).argmax(axis=1)
            if len(set(parts.tolist())) < 2:
                return "empty"
        for part, piece in enumerate(order.pieces):
            rows = members[parts == part]
            if len(rows):
                self._labels[rows] = piece.number
                self._themes[piece.number] = make_theme(piece, rows, self._texts.points, self._texts.texts)
        if not (self._labels == number).any():
            del self._themes[number]
        return None

    def _middle(self, ids: Sequence[str]) -> Vectors | None:
        rows = [self._rows[one] for one in ids if one in self._rows]
        return unit(self._texts.points[rows].mean(axis=0)) if rows else None


def _joined(
    own: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The leading words of both, without repetition."""
    return {
        language: tuple(dict.fromkeys([*words[:OWN_KEYWORDS], *other.get(language, ())[:OTHER_KEYWORDS]]))
        for language, words in own.items()
    }
