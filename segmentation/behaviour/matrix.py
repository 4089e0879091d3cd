"""The table of behaviour: one row a customer, one named column a feature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from index.ports import EventColumns, OrderColumns, SaidColumns
from segmentation.behaviour.buying import buying
from segmentation.behaviour.moving import moving
from segmentation.behaviour.rows import Floats, seconds
from segmentation.behaviour.saying import saying


@dataclass(frozen=True)
class Behaviour:
    """What was known of each customer at a moment; nothing later is in it."""

    customer_ids: tuple[str, ...]
    moment: int
    """UTC seconds."""
    names: tuple[str, ...]
    values: Floats
    """Shape (customers, names); nan where a customer gives no ground for a feature."""
    has_events: bool
    has_said: bool

    def column(self, name: str) -> Floats:
        """One feature, shape (n,).

        Raises:
            ValueError: there is no such feature.
        """
        column: Floats = self.values[:, self.names.index(name)]
        return column

    def columns(self, names: Sequence[str]) -> Floats:
        """Several features, shape (n, len(names))."""
        chosen: Floats = self.values[:, [self.names.index(name) for name in names]]
        return chosen

    def choose(self, rows: np.ndarray) -> "Behaviour":
        """The same table of some customers only (positions or a mask)."""
        places = np.flatnonzero(rows) if rows.dtype == bool else rows
        ids = tuple(self.customer_ids[place] for place in places)
        chosen = self.values[places]
        return Behaviour(ids, self.moment, self.names, chosen, self.has_events, self.has_said)


def behaviour_of(
    orders: OrderColumns,
    events: EventColumns | None,
    said: SaidColumns | None,
    as_of: datetime | int,
    customers: Sequence[str] | None = None,
) -> Behaviour:
    """Every feature as of a moment, for ``customers`` (by default all with any row up to then).

    Rows after ``as_of`` are never looked at.
    """
    moment = as_of if isinstance(as_of, int) else seconds(as_of)
    given = [columns for columns in (orders, events, said) if columns is not None]
    known = {name for columns in given for name in _present(columns, moment)}
    ids = tuple(sorted(known if customers is None else set(customers)))
    events, said = events or no_events(), said or no_feedback()
    named = buying(ids, orders, moment) | moving(ids, events, moment) | saying(ids, said, moment)
    named["cancelled"] = _cancelled(named)
    table = np.column_stack(list(named.values())) if ids else np.zeros((0, len(named)))
    return Behaviour(
        ids,
        moment,
        tuple(named),
        table,
        bool((events.at <= moment).any()),
        bool((said.at <= moment).any()),
    )


def _cancelled(named: dict[str, Floats]) -> Floats:
    """1 for who cancelled and has neither bought nor begun again; a last bill may follow a day later."""
    since = np.fmin(named["recency_days"], named["started_ago_days"])
    ago = named["cancelled_ago_days"]
    return np.where(np.isnan(ago) | (ago > np.nan_to_num(since, nan=np.inf) + 1.0), 0.0, 1.0)


def _present(columns: OrderColumns | EventColumns | SaidColumns, moment: int) -> list[str]:
    places = np.unique(columns.customer[columns.at <= moment])
    return [columns.customer_ids[place] for place in places]


def no_events() -> EventColumns:
    """The columns of a store that records no events."""
    empty = np.zeros(0)
    return EventColumns((), empty.astype(np.int32), empty.astype(np.int64), (), empty.astype(np.int16))


def no_feedback() -> SaidColumns:
    """The columns of a store whose customers have said nothing."""
    empty = np.zeros(0, dtype=np.float32)
    whole = empty.astype(np.int32)
    return SaidColumns((), whole, empty.astype(np.int64), (), empty, empty, whole, {}, empty, empty)
