"""The stage of a refresh that tells which themes are shifting: late texts against earlier ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.jobs.discovering import known_themes
from bot.jobs.stages import Outcome
from index.ports import Narrowing
from index.records import Drift

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.bootstrap import Application


def note_drifts(wired: Application, as_of: datetime) -> Outcome:
    """Measure the drift of every theme that has enough texts, and keep it with the theme."""
    import numpy as np

    from nlp.themes import LATE_DAYS, adjust, centre, shift_of

    store, known = wired.store, known_themes(wired.store)
    if known is None:
        return Outcome(0, {"drifts": 0})
    corpus = store.said.vectors(wired.subjects_name, as_of)
    points = centre(corpus.matrix, corpus.languages, known.space)
    rows = {one: row for row, one in enumerate(corpus.ids)}
    since = as_of - timedelta(days=LATE_DAYS)
    found: dict[int, Drift] = {}
    for theme in store.themes.all():
        own, late = _divided(wired, rows, theme.id, since, as_of)
        shift = shift_of(points[[*own, *late]], np.arange(len(own) + len(late)) >= len(own))
        if shift is not None:
            ids = [corpus.ids[row] for row in (*own, *late)]
            evidence = tuple(ids[row] for row in shift.rows)
            found[theme.id] = Drift(since, shift.similarity, shift.probability, evidence)
    over_all = adjust([one.probability for one in found.values()])
    drifts = {
        theme: replace(one, probability=float(probability))
        for (theme, one), probability in zip(found.items(), over_all, strict=True)
    }
    store.themes.note_drifts(drifts)
    return Outcome(len(drifts), {"drifts": len(drifts)})


def _divided(
    wired: Application, rows: Mapping[str, int], theme: int, since: datetime, as_of: datetime
) -> tuple[Sequence[int], Sequence[int]]:
    """Rows of a theme's earlier and of its late texts."""
    said = wired.store.said
    before = said.keys(Narrowing(theme_id=theme, until=since)).ids
    after = said.keys(Narrowing(theme_id=theme, since=since, until=as_of + timedelta(seconds=1))).ids
    return [rows[one] for one in before if one in rows], [rows[one] for one in after if one in rows]
