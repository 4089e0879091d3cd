"""What each customer did besides buying: visits, carts, enquiries, and their change."""

import numpy as np

from index.ports import EventColumns
from segmentation.behaviour.rows import DAY, Floats, Rows, rows_until
from segmentation.contacting import OUR_KINDS

CART = frozenset({"add_to_cart", "cart", "checkout", "checkout_started", "wishlist", "favourite", "favorite"})
ENQUIRY = frozenset({"enquiry", "inquiry", "quote_request", "question", "contact", "chat_started"})
CANCELLED = frozenset(
    {
        "cancel", "cancelled", "canceled", "cancellation", "contract_cancelled", "contract_ended",
        "membership_cancelled", "membership_ended", "subscription_cancelled", "subscription_canceled",
        "subscription_ended", "account_closed",
    }
)  # fmt: skip
"""What ends a contract."""
STARTED = frozenset(
    {
        "subscribed", "subscription_started", "subscription_renewed", "contract_started", "contract_renewed",
        "membership_started", "membership_renewed", "reactivated",
    }
)  # fmt: skip
"""What begins one, or goes on with it."""
LEAVING = CANCELLED | {"unsubscribe", "uninstall"}


def moving(customers: tuple[str, ...], events: EventColumns, moment: int) -> dict[str, Floats]:
    """Features by name, each of shape (n,)."""
    rows = _theirs(events, rows_until(customers, events.customer_ids, events.customer, events.at, moment))
    kind = events.kind[rows.kept]
    cart, enquiry = _of(events, kind, CART), _of(events, kind, ENQUIRY)
    leaving = _of(events, kind, LEAVING)
    seen = ~(cart | enquiry | leaving)
    days = _active_days(rows, events.at[rows.kept])
    busy = rows.count(rows.within(30))
    return {
        "events_30": busy,
        "events_before_30": rows.count(rows.within(30, 30)),
        "events_90": rows.count(rows.within(90)),
        "visits_30": rows.count(seen & rows.within(30)),
        "visits_before_30": rows.count(seen & rows.within(30, 30)),
        "carts_30": rows.count(cart & rows.within(30)),
        "enquiries_30": rows.count(enquiry & rows.within(30)),
        "leaving_90": rows.count(leaving & rows.within(90)),
        "event_recency_days": rows.newest(),
        "cancelled_ago_days": rows.newest(_of(events, kind, CANCELLED)),
        "started_ago_days": rows.newest(_of(events, kind, STARTED)),
        "depth_30": np.divide(busy, days, out=np.zeros(rows.size), where=days > 0),
    }


def _theirs(events: EventColumns, rows: Rows) -> Rows:
    """Without contacts that the company made: being written to is nothing a customer did."""
    own = ~_of(events, events.kind[rows.kept], OUR_KINDS)
    return Rows(rows.size, rows.customer[own], rows.age[own], rows.kept[own])


def _of(events: EventColumns, kind: np.ndarray, wanted: frozenset[str]) -> np.ndarray:
    return np.isin(kind, [number for number, name in enumerate(events.kinds) if name in wanted])


def _active_days(rows: Rows, at: np.ndarray) -> Floats:
    """Distinct days with an event in the last 30."""
    recent = rows.within(30)
    pairs = np.unique(rows.customer[recent] * 1_000_000 + at[recent] // int(DAY))
    return np.bincount(pairs // 1_000_000, minlength=rows.size).astype(np.float64)
