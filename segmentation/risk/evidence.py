"""Which orders and messages a reason rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from index.ports import OrderColumns, SaidColumns
from segmentation.behaviour.rows import DAY, Rows, rows_until
from segmentation.behaviour.saying import LOW_NPS, LOW_STARS, MOOD_DAYS, SURE

MOST = 5
"""Ids kept for a reason, newest first."""
Ids = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Evidence:
    """Ids by customer: last order, and messages by the group they speak to."""

    orders: Ids
    messages: Mapping[str, Ids]
    since: Mapping[str, Mapping[str, str]]
    """By group and customer: ISO day of the oldest message in the group's window."""

    def of(self, group: str, customer: str) -> tuple[str, ...]:
        """Ids for a reason of this group; empty where none is known."""
        if group in ORDER_GROUPS:
            return self.orders.get(customer, ())
        return self.messages.get(group, {}).get(customer, ())


ORDER_GROUPS = frozenset({"silence", "habit", "pace", "spend", "breadth", "tenure", "returns"})


def evidence_of(orders: OrderColumns, said: SaidColumns | None, moment: int) -> Evidence:
    """Evidence at or before ``moment`` (UTC seconds)."""
    bought = _last_orders(orders, moment)
    if said is None:
        return Evidence(bought, {}, {})
    rows = rows_until(said.customer_ids, said.customer_ids, said.customer, said.at, moment)
    found = {group: _newest_first(said, rows.kept[mask]) for group, mask in _masks(said, rows).items()}
    messages = {group: ids for group, (ids, _) in found.items()}
    return Evidence(bought, messages, {group: since for group, (_, since) in found.items()})


def _last_orders(orders: OrderColumns, moment: int) -> Ids:
    if not orders.ids:
        return {}
    chosen = np.flatnonzero((orders.at <= moment) & (orders.amount > 0))
    chosen = chosen[np.lexsort((orders.at[chosen], orders.customer[chosen]))]
    return {orders.customer_ids[orders.customer[row]]: (orders.ids[row],) for row in chosen}


def _masks(said: SaidColumns, rows: Rows) -> dict[str, np.ndarray]:
    kept, age = rows.kept, rows.age
    nothing = np.zeros(len(said.at), dtype=bool)
    kinds = ("complaint", "refund", "churn", "legal")
    signal = {kind: said.signals.get(kind, nothing)[kept] for kind in kinds}
    negative = said.negative[kept] >= SURE
    nps, csat = said.nps[kept], said.csat[kept]
    complaint = signal["complaint"] & (age < 90)
    voiced = np.isin(rows.customer, np.unique(rows.customer[complaint]))
    return {
        "complaints": complaint | (negative & (age < 90) & ~voiced),
        "refund": signal["refund"] & (age < 180),
        "farewell": (signal["churn"] & (age < 180)) | (signal["legal"] & (age < 365)),
        "mood": (age < MOOD_DAYS) & ~np.isnan(said.score[kept]),
        "ratings": np.where(np.isnan(nps), csat <= LOW_STARS, nps <= LOW_NPS) & (age < 180),
        "voice": np.ones(len(kept), dtype=bool),
    }


def _newest_first(said: SaidColumns, rows: np.ndarray) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    ids: dict[str, list[str]] = {}
    since: dict[str, str] = {}
    for row in rows[::-1]:
        customer = said.customer_ids[said.customer[row]]
        cited = ids.setdefault(customer, [])
        if len(cited) < MOST:
            cited.append(said.feedback_ids[row])
        since[customer] = str(np.datetime64(int(said.at[row] // int(DAY)), "D"))
    return {customer: tuple(cited) for customer, cited in ids.items()}, since
