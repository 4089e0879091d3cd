"""The first two stages of a refresh: texts are read, and their vectors go into the vector index."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.jobs.stages import Outcome, Show
from index.ports import Narrowing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.bootstrap import Application


def read_texts(wired: Application, as_of: datetime, show: Show, stop: Callable[[], bool]) -> Outcome:
    """Score and embed the feedback that was not read yet."""
    from index.enrich import Under, enrich

    model = wired.encoder_name
    under = Under(analyses=wired.reading_name, vectors=model, subjects=wired.subjects_name)
    waiting = wired.store.said.count(Narrowing(until=None)).get("unread", 0)
    with show("Reading feedback", waiting) as advance:
        done = enrich(
            wired.store,
            lambda: wired.reader,
            under,
            as_of,
            advance=advance,
            stop=stop,
            forgotten=lambda keys: _forget(wired, keys),
        )
    return Outcome(done, {"model": model, "spec": wired.encoder_spec})


def _forget(wired: Application, keys: Sequence[str]) -> None:
    from index.ports import IndexUnavailableError

    # An index that cannot answer is made anew from the database, which has lost these vectors already.
    with suppress(IndexUnavailableError):
        wired.vectors.remove(keys)


def index_vectors(wired: Application, show: Show, stop: Callable[[], bool]) -> Outcome:
    """Give the vector index what it does not hold yet."""
    from index.vectors import deliver

    with show("Indexing vectors") as advance:
        done = deliver(wired.store, wired.vectors, wired.encoder_name, progress=advance, stop=stop)
    return Outcome(done, {"indexed": done})
