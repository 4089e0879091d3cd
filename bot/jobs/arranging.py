"""Lays analysts' edits and areas over what the clustering found, and stores the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.records import Area, Theme, ThemeAssignment
from index.shapes import Arrangement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from index.ports import FeedbackVectors, Store
    from index.records import ThemeEdit
    from nlp.findings import FoundArea, FoundTheme, ThemeOrder, ThemePlace, ThemeSpace
    from nlp.themes import Edited

TRIES = 5
"""So often an arrangement is made anew when somebody else was faster."""


@dataclass(frozen=True)
class Raw:
    """What the clustering found: exemplars are positions in ``corpus``, places are in its order."""

    corpus: FeedbackVectors
    themes: tuple[FoundTheme, ...]
    places: tuple[ThemePlace, ...]
    space: ThemeSpace
    as_of: datetime


@dataclass(frozen=True)
class Arranged:
    """What stands now: how many themes are shown, and which edits do not hold, with why."""

    themes: int
    problems: Mapping[int, str]


def arrange(store: Store, raw: Raw, *, state: bytes | None = None, regroup: bool) -> Arranged | None:
    """Store the raw themes with all edits laid over them; None when somebody else kept being faster.

    With ``regroup`` the areas are made anew, else themes stay in theirs and new ones go to the nearest.
    """
    from nlp.themes import Texts, apply_edits, centre

    texts = Texts(
        raw.corpus.ids, raw.corpus.texts, centre(raw.corpus.matrix, raw.corpus.languages, raw.space)
    )
    for _ in range(TRIES):
        revision = store.themes.revision()
        edited = apply_edits(raw.themes, raw.places, texts, orders(store.themes.edits()))
        areas = _areas(store, edited, regroup=regroup)
        wanted = Arrangement(
            themes=_themes(store, raw, edited, areas),
            assignments=_assignments(raw, edited),
            areas=[_area(one, raw.as_of) for one in areas],
            problems=edited.problems,
        )
        if store.themes.arrange(wanted, state=state, revision=revision):
            return Arranged(sum(not one.hidden for one in wanted.themes), edited.problems)
    return None


def orders(edits: Sequence[ThemeEdit]) -> Mapping[int, ThemeOrder]:
    """The orders that hold, by edit: those that nobody undid."""
    undone = {edit.undoes for edit in edits if edit.undoes is not None}
    return {edit.id: edit.order for edit in edits if edit.undoes is None and edit.id not in undone}


def known_areas(store: Store) -> tuple[FoundArea, ...]:
    """The stored areas with the themes that are in them now."""
    from nlp.findings import FoundArea

    themes = store.themes.all(hidden=True)
    return tuple(
        FoundArea(
            area.id,
            dict(area.names),
            dict(area.keywords),
            tuple(theme.id for theme in themes if theme.area == area.id),
            area.centroid,
        )
        for area in store.themes.areas()
    )


def _areas(store: Store, edited: Edited, *, regroup: bool) -> tuple[FoundArea, ...]:
    from nlp.themes import find_areas

    old = known_areas(store)
    if old and not regroup:
        return old
    return find_areas(edited.themes, old=old, highest=store.themes.highest().area)


def _themes(store: Store, raw: Raw, edited: Edited, areas: Sequence[FoundArea]) -> list[Theme]:
    from nlp.themes import area_of

    before = {theme.id: theme for theme in store.themes.all(retired=True)}
    return [
        Theme(
            id=theme.number,
            names=theme.names,
            keywords=theme.keywords,
            size=theme.size,
            exemplars=tuple(raw.corpus.ids[position] for position in theme.exemplars),
            centroid=theme.centroid,
            radius=theme.radius,
            created_at=before[theme.number].created_at if theme.number in before else raw.as_of,
            as_of=raw.as_of,
            area=area_of(areas, theme),
            hidden=theme.number in edited.hidden,
            pinned=theme.number in edited.pinned,
            drift=before[theme.number].drift if theme.number in before else None,
        )
        for theme in edited.themes
    ]


def _assignments(raw: Raw, edited: Edited) -> list[ThemeAssignment]:
    return [
        ThemeAssignment(one, place, None if place.theme == found.theme else found.theme)
        for one, place, found in zip(raw.corpus.ids, edited.places, raw.places, strict=True)
    ]


def _area(area: FoundArea, as_of: datetime) -> Area:
    return Area(area.number, area.names, area.keywords, area.centroid, as_of)
