"""The themes' stage of a refresh: new texts are placed at once; a grown corpus is sorted anew."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.jobs.arranging import Arranged, Raw, arrange, orders
from bot.jobs.bearing import bear
from bot.jobs.placing import place_new
from bot.jobs.stages import Outcome, Show
from index.ports import Narrowing
from index.records import ThemeAssignment
from nlp.failures import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.bootstrap import Application
    from index.ports import FeedbackVectors, Stage, Store
    from nlp.findings import Discovery, FoundTheme
    from nlp.themes import KnownThemes

GROWTH = 0.25
"""Themes are found anew when so much more has been said than they were found in."""


@dataclass(frozen=True)
class Corpus:
    """What the themes stand on: the encoder, the last text placed, how many were placed and fitted."""

    model: str
    last: str
    seen: int
    fitted: int
    themes: int
    born: int = 0
    """Themes that came into being since the last fitting of all."""
    lost: tuple[int, ...] = ()
    """Analysts' edits that do not hold for the themes as they are now."""


def discover_themes(
    wired: Application, as_of: datetime, before: Stage | None, *, full: bool, show: Show
) -> Outcome:
    """Place what is new, or find the themes anew, those known as far as the texts allow."""
    store, model = wired.store, wired.subjects_name
    known = known_themes(store)
    if known is None or before is None or full or not _continues(store, as_of, before, model):
        return _refit(wired, as_of, before, show)
    seen, fitted = int(str(before.document["seen"])), int(str(before.document["fitted"]))
    new = store.said.vectors(model, as_of, after=str(before.document["last"]))
    if seen + len(new.ids) > fitted * (1 + GROWTH):
        return _refit(wired, as_of, before, show)
    last = new.ids[-1] if new.ids else str(before.document["last"])
    born = int(str(before.document.get("born", 0)))
    done = Corpus(model, last, seen + len(new.ids), fitted, len(store.themes.all()), born)
    return Outcome(len(new.ids), _document(store, as_of, _place(wired, as_of, known, new, done)))


def _place(
    wired: Application, as_of: datetime, known: KnownThemes, new: FeedbackVectors, done: Corpus
) -> Corpus:
    """Place new texts; what fits no theme may make one with others before it."""
    store = wired.store
    if not new.ids and not orders(store.themes.edits()):
        return done
    raw = place_new(stored_raw(store, done.model, as_of, known), new.ids)
    places = dict(zip(raw.corpus.ids, raw.places, strict=True))
    placed = [ThemeAssignment(one, places[one]) for one in new.ids if one in places]
    store.themes.assign(placed)
    strays = any(one.place.theme < 0 or one.place.forced for one in placed)
    grown = bear(raw, store.themes.highest().theme, done.fitted) if strays else raw
    state = _state(grown) if grown is not raw else None
    arranged = _arranged(store, grown, state=state, regroup=False)
    born = done.born + len(grown.themes) - len(raw.themes)
    return replace(done, themes=arranged.themes, born=born, lost=tuple(arranged.problems))


def known_themes(store: Store) -> KnownThemes | None:
    """The themes found last; None where there are none, or another release wrote them."""
    from nlp.themes import unpack

    state = store.themes.state()
    try:
        return None if state is None else unpack(state)
    except ValueError:
        return None


def stored_raw(store: Store, model: str, as_of: datetime, known: KnownThemes) -> Raw:
    """What the clustering had found, as it is stored."""
    from nlp.findings import ThemePlace

    corpus, places = store.said.vectors(model, as_of), store.themes.places()
    rows = {one: row for row, one in enumerate(corpus.ids)}
    shown = {theme.id: theme.exemplars for theme in store.themes.all(retired=True)}
    nowhere = ThemePlace(-1, False, 0.0)
    themes = tuple(
        replace(theme, exemplars=tuple(rows[one] for one in shown.get(theme.number, ()) if one in rows))
        for theme in known.themes
    )
    return Raw(corpus, themes, tuple(places.get(one, nowhere) for one in corpus.ids), known.space, as_of)


def _continues(store: Store, as_of: datetime, before: Stage, model: str) -> bool:
    """Whether what has arrived since is all that is new: nothing older came into view, nothing went away."""
    if as_of < before.as_of or not before.document.get("last") or before.document.get("model") != model:
        return False
    return before.document["ahead"] == 0 or as_of == before.as_of


def _refit(wired: Application, as_of: datetime, before: Stage | None, show: Show) -> Outcome:
    from nlp.themes import NEW, discover, pack

    store, model = wired.store, wired.subjects_name
    corpus, places = store.said.vectors(model, as_of), store.themes.places()
    earlier = [places[one].theme if one in places else NEW for one in corpus.ids]
    with show("Finding themes", len(corpus.ids)) as advance:
        found = discover(corpus.texts, corpus.matrix, corpus.languages, before=earlier)
        advance(len(corpus.ids))
    same_space = before is not None and before.document.get("model") == model
    found = _continued(store, corpus, found, same_space=same_space)
    raw = Raw(corpus, found.themes, found.places, found.space, as_of)
    arranged = _arranged(store, raw, state=pack(found), regroup=True)
    count = len(corpus.ids)
    last = corpus.ids[-1] if corpus.ids else ""
    done = Corpus(model, last, count, count, arranged.themes, lost=tuple(arranged.problems))
    return Outcome(count, _document(store, as_of, done))


def _continued(store: Store, corpus: FeedbackVectors, found: Discovery, *, same_space: bool) -> Discovery:
    """The discovery under the numbers of the themes it continues, with pinned themes that it lost."""
    from nlp.themes import centre, keep_numbers, keep_pinned, match, moved

    old, before = _old_themes(store), store.themes.places()
    shared = moved(before, corpus.ids, found.places)
    matched = match(old, found.themes, places=shared, comparable=same_space)
    found = keep_numbers(found, old, matched, highest=store.themes.highest().theme)
    pinned = {theme.id for theme in store.themes.all(hidden=True) if theme.pinned}
    lost = [theme for theme in old if theme.number in pinned - set(matched.values())]
    if not lost:
        return found
    members = _members(corpus, {one: place.theme for one, place in before.items()})
    points = centre(corpus.matrix, corpus.languages, found.space)
    return keep_pinned(found, lost, members, points, corpus.texts)


def _old_themes(store: Store) -> tuple[FoundTheme, ...]:
    """The themes found before; where their state cannot be read, what is shown of them."""
    from nlp.findings import FoundTheme

    known = known_themes(store)
    if known is not None:
        return known.themes
    pieces = {piece.number for edit in store.themes.edits() for piece in edit.order.pieces}
    return tuple(
        FoundTheme(
            theme.id, dict(theme.names), dict(theme.keywords), theme.size, (), theme.centroid, theme.radius
        )
        for theme in store.themes.all(hidden=True)
        if theme.id not in pieces
    )


def _members(corpus: FeedbackVectors, before: Mapping[str, int]) -> Mapping[int, list[int]]:
    members: dict[int, list[int]] = {}
    for row, one in enumerate(corpus.ids):
        members.setdefault(before.get(one, -1), []).append(row)
    return members


def _state(raw: Raw) -> bytes:
    from nlp.findings import Discovery
    from nlp.themes import pack

    return pack(Discovery(raw.themes, (), 0.0, raw.space))


def _arranged(store: Store, raw: Raw, *, state: bytes | None, regroup: bool) -> Arranged:
    arranged = arrange(store, raw, state=state, regroup=regroup)
    if arranged is None:
        raise UserError("Somebody keeps changing the themes; run earful refresh again in a moment.")
    return arranged


def _document(store: Store, as_of: datetime, done: Corpus) -> dict[str, object]:
    ahead = sum(store.said.count(Narrowing(since=as_of + timedelta(seconds=1))).values())
    return {**asdict(done), "ahead": ahead}
