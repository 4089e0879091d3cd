"""What will be sold: series from the store, continued."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.jobs.stages import silent
from nlp.failures import UserError
from segmentation.behaviour import seconds
from segmentation.forecast import METHODS, WEEKS, forecast, weekly_sales

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.jobs.stages import Show
    from index.ports import Store
    from segmentation.forecast import Forecast

MEANT = 75.0
"""A name means a thing when it is at least so like it, 0-100."""
MOST_WEEKS = 26


@dataclass(frozen=True)
class Demand:
    """Forecasts of one level, the most sold first."""

    level: str
    weeks: int
    things: tuple[Forecast, ...]


def demand(
    store: Store,
    as_of: datetime,
    level: str,
    *,
    named: str | None = None,
    weeks: int = WEEKS,
    show: Show = silent,
) -> Demand:
    """Forecast everything of a level, or what ``named`` means.

    Raises:
        UserError: too short a history, too many weeks, or nothing is called so.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise UserError(f"A forecast reaches 1 to {MOST_WEEKS} weeks ahead, not {weeks}.")
    known = weekly_sales(store.activity.sales(as_of), seconds(as_of), level)
    if known.values.shape[1] < weeks + 12:
        held = known.values.shape[1]
        raise UserError(f"{held} weeks of orders are held; forecast at most {held - 12} weeks from them.")
    wanted = None if named is None else _meant(known.keys, known.names, named, level)
    # Intervals come from all series together, so all are reckoned also where one is asked for.
    with show("Forecasting", len(METHODS)) as advance:
        found = forecast(known, weeks, advance)
    return Demand(level, weeks, found if wanted is None else tuple(found[place] for place in wanted))


def _meant(keys: Sequence[str], names: Sequence[str], named: str, level: str) -> tuple[int, ...]:
    """The thing with this key or name, else up to five whose name is like it."""
    from rapidfuzz import fuzz, process, utils

    folded = named.strip().casefold()
    exact = [place for place, key in enumerate(keys) if folded in (key.casefold(), names[place].casefold())]
    if exact:
        return (exact[0],)
    like = process.extract(
        named, names, scorer=fuzz.WRatio, processor=utils.default_process, limit=5, score_cutoff=MEANT
    )
    if not like:
        raise UserError(
            f"No {level} sold in {'four' if keys else 'any'} weeks or more is called {named!r}; "
            "`earful forecast` lists what is."
        )
    return tuple(place for _, _, place in like)
