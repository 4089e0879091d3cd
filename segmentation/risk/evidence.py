"""Which orders and messages a reason rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from index.ports import OrderColumns, SaidColumns
from segmentation.behaviour.rows import DAY, Rows, rows_until
from segmentation.behaviour.saying import LOW_NPS, LOW_STARS, MOOD_DAYS, SURE

THEMED = ("complaints.some", "complaints.negative")
"""Sentences that may name what they are about."""
MOST = 5
"""Ids kept for a reason, newest first."""
Ids = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Evidence:
    """Ids by customer: last order, and messages by the sentence they speak for."""

    orders: Ids
    messages: Mapping[str, Ids]
    since: Mapping[str, Mapping[str, str]]
    """By sentence and customer: ISO day of the oldest message it counts."""
    about: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By sentence and customer: the theme that most of its messages speak of."""
    theme_names: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """By theme and language."""

    def of(self, key: str, customer: str) -> tuple[str, ...]:
        """Ids for a reason with this sentence key; empty where none is known."""
        if key.partition(".")[0] in BOUGHT:
            return self.orders.get(customer, ())
        return self.messages.get(key, {}).get(customer, ())

    def begun(self, key: str, customer: str) -> str | None:
        """ISO day of the oldest message such a sentence counts; None where it counts none."""
        return self.since.get(key, {}).get(customer)

    def theme(self, key: str, customer: str) -> Mapping[str, str]:
        """The name, by language, of the theme such a sentence is about; empty where it is about none."""
        return self.theme_names.get(self.about.get(key, {}).get(customer, -1), {})


BOUGHT = frozenset({"silence", "habit", "pace", "spend", "breadth", "tenure", "returns"})
"""Beginnings of sentences about orders."""


def evidence_of(
    orders: OrderColumns,
    said: SaidColumns | None,
    moment: int,
    theme_names: Mapping[int, Mapping[str, str]] | None = None,
) -> Evidence:
    """Evidence at or before ``moment`` (UTC seconds)."""
    bought = _last_orders(orders, moment)
    if said is None:
        return Evidence(bought, {}, {})
    rows = rows_until(said.customer_ids, said.customer_ids, said.customer, said.at, moment)
    masks = _masks(said, rows)
    found = {key: _newest_first(said, rows.kept[mask]) for key, mask in masks.items()}
    about = {key: _themes(said, rows.kept[masks[key]]) for key in THEMED} if theme_names else {}
    messages = {key: ids for key, (ids, _) in found.items()}
    since = {key: days for key, (_, days) in found.items()}
    return Evidence(bought, messages, since, about, theme_names or {})


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
    recent = age < MOOD_DAYS
    heard = recent & ~np.isnan(said.score[kept])
    return {
        "complaints.some": signal["complaint"] & recent,
        "complaints.negative": negative & recent,
        "complaints.past": negative,
        "refund.some": signal["refund"] & (age < 180),
        "ratings.low": np.where(np.isnan(nps), csat <= LOW_STARS, nps <= LOW_NPS) & (age < 180),
        "farewell.some": signal["churn"] & (age < 180),
        "farewell.legal": signal["legal"] & (age < 365),
        **{f"mood.{way}": heard for way in ("fell", "low", "high")},
    }


def _themes(said: SaidColumns, rows: np.ndarray) -> dict[str, int]:
    """By customer: the theme of more than half of these messages."""
    counted: dict[str, dict[int, int]] = {}
    for row in rows.tolist():
        mine = counted.setdefault(said.customer_ids[said.customer[row]], {})
        theme = int(said.theme[row])
        mine[theme] = mine.get(theme, 0) + 1
    found = {}
    for customer, themes in counted.items():
        theme, count = max(themes.items(), key=lambda one: (one[1], -one[0]))
        if theme >= 0 and 2 * count > sum(themes.values()):
            found[customer] = theme
    return found


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
