"""The themes' stage of a refresh: new texts are placed at once; a grown corpus is sorted anew."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.jobs.stages import Outcome, Show
from index.ports import Narrowing
from index.records import Theme, ThemeAssignment

if TYPE_CHECKING:
    from datetime import datetime

    from bot.bootstrap import Application
    from index.ports import FeedbackVectors, Stage, Store
    from nlp.findings import Discovery
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


def discover_themes(
    wired: Application, as_of: datetime, before: Stage | None, *, full: bool, show: Show
) -> Outcome:
    """Place what is new, or find the themes anew."""
    from nlp.themes import assign

    store, model = wired.store, wired.encoder_name
    known = _known(store)
    if known is None or before is None or full or not _continues(store, as_of, before, model):
        return _refit(wired, as_of, show)
    seen, fitted = int(str(before.document["seen"])), int(str(before.document["fitted"]))
    new = store.said.vectors(model, as_of, after=str(before.document["last"]))
    if seen + len(new.ids) > fitted * (1 + GROWTH):
        return _refit(wired, as_of, show)
    places = assign(new.matrix, known.themes, languages=new.languages, space=known.space)
    store.themes.assign([ThemeAssignment(one, place) for one, place in zip(new.ids, places, strict=True)])
    last = new.ids[-1] if new.ids else str(before.document["last"])
    done = Corpus(model, last, seen + len(new.ids), fitted, len(known.themes))
    return Outcome(len(new.ids), _document(store, as_of, done))


def _known(store: Store) -> KnownThemes | None:
    """The themes found last; None where there are none, or another release wrote them."""
    from nlp.themes import unpack

    state = store.themes.state()
    try:
        return None if state is None else unpack(state)
    except ValueError:
        return None


def _continues(store: Store, as_of: datetime, before: Stage, model: str) -> bool:
    """Whether what has arrived since is all that is new: nothing older came into view, nothing went away."""
    if as_of < before.as_of or not before.document.get("last") or before.document.get("model") != model:
        return False
    return before.document["ahead"] == 0 or as_of == before.as_of


def _refit(wired: Application, as_of: datetime, show: Show) -> Outcome:
    from nlp.themes import discover, keep_numbers, match

    store, model = wired.store, wired.encoder_name
    corpus = store.said.vectors(model, as_of)
    with show("Finding themes", len(corpus.ids)) as advance:
        found = discover(corpus.texts, corpus.matrix, corpus.languages)
        advance(len(corpus.ids))
    known = _known(store)
    if known is not None:
        found = keep_numbers(found, known.themes, match(known.themes, found.themes))
    _save(store, corpus, found, as_of)
    count = len(corpus.ids)
    done = Corpus(model, corpus.ids[-1] if corpus.ids else "", count, count, len(found.themes))
    return Outcome(count, _document(store, as_of, done))


def _save(store: Store, corpus: FeedbackVectors, found: Discovery, as_of: datetime) -> None:
    from nlp.themes import pack

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


def _document(store: Store, as_of: datetime, done: Corpus) -> dict[str, object]:
    ahead = sum(store.said.count(Narrowing(since=as_of + timedelta(seconds=1))).values())
    return {**asdict(done), "ahead": ahead}
