"""The themes' stage of a refresh: new texts are placed at once; a grown corpus is sorted anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.jobs.stages import Outcome, Show
from index.ports import Narrowing
from index.records import Theme, ThemeAssignment
from nlp.themes import assign, discover, keep_numbers, match, pack, unpack

if TYPE_CHECKING:
    from datetime import datetime

    from bot.bootstrap import Application
    from index.ports import FeedbackVectors, Stage, Store
    from nlp.findings import Discovery

GROWTH = 0.25
"""Themes are found anew when so much more has been said than they were found in."""


def discover_themes(
    wired: Application, as_of: datetime, before: Stage | None, *, full: bool, show: Show
) -> Outcome:
    """Place what is new, or find the themes anew."""
    store, model = wired.store, wired.encoder_name
    state = store.themes.state()
    if state is None or before is None or full or not _continues(store, as_of, before):
        return _refit(wired, as_of, show)
    seen, fitted = int(str(before.document["seen"])), int(str(before.document["fitted"]))
    new = store.said.vectors(model, as_of, after=str(before.document["last"]))
    if seen + len(new.ids) > fitted * (1 + GROWTH):
        return _refit(wired, as_of, show)
    known = unpack(state)
    places = assign(new.matrix, known.themes, languages=new.languages, space=known.space)
    store.themes.assign([ThemeAssignment(one, place) for one, place in zip(new.ids, places, strict=True)])
    last = new.ids[-1] if new.ids else str(before.document["last"])
    seen += len(new.ids)
    return Outcome(len(new.ids), _document(store, as_of, last, seen, fitted, len(known.themes)))


def _continues(store: Store, as_of: datetime, before: Stage) -> bool:
    """Whether what has arrived since is all that is new: nothing older came into view, nothing went away."""
    if as_of < before.as_of or not before.document.get("last"):
        return False
    return before.document["ahead"] == 0 or as_of == before.as_of


def _refit(wired: Application, as_of: datetime, show: Show) -> Outcome:
    store = wired.store
    corpus = store.said.vectors(wired.encoder_name, as_of)
    with show("Finding themes", len(corpus.ids)) as advance:
        found = discover(corpus.texts, corpus.matrix, corpus.languages)
        advance(len(corpus.ids))
    old = store.themes.state()
    if old is not None:
        known = unpack(old).themes
        found = keep_numbers(found, known, match(known, found.themes))
    _save(store, corpus, found, as_of)
    last = corpus.ids[-1] if corpus.ids else ""
    count = len(corpus.ids)
    return Outcome(count, _document(store, as_of, last, count, count, len(found.themes)))


def _save(store: Store, corpus: FeedbackVectors, found: Discovery, as_of: datetime) -> None:
    born = {theme.id: theme.created_at for theme in store.themes.all()}
    themes = [
        Theme(
            id=theme.number,
            names=theme.names,
            keywords=theme.keywords,
            size=theme.size,
            exemplars=tuple(corpus.ids[position] for position in theme.exemplars),
            centroid=theme.centroid,
            radius=theme.radius,
            created_at=born.get(theme.number, as_of),
            as_of=as_of,
        )
        for theme in found.themes
    ]
    places = [ThemeAssignment(one, place) for one, place in zip(corpus.ids, found.places, strict=True)]
    store.themes.replace(themes, places, pack(found))


def _document(
    store: Store, as_of: datetime, last: str, seen: int, fitted: int, themes: int
) -> dict[str, object]:
    ahead = sum(store.said.count(Narrowing(since=as_of + timedelta(seconds=1))).values())
    return {
        "last": last,
        "seen": seen,
        "fitted": fitted,
        "ahead": ahead,
        "themes": themes,
    }
