"""How a customer answered what was done for them: orders and visits soon after each contact.

A contact counts as answered by the first order (or visit) within ``DAYS`` after it and before the next
contact, so that nothing is counted twice; one whose days are not over yet and without an order is still open.
This tells what followed, not what caused it: whether contacts help is measured against those not contacted
(outcomes).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DAYS = 14


@dataclass(frozen=True)
class Followed:
    """One contact with its channel, and the ids of the first order and visit that followed in time."""

    at: datetime
    channel: str
    order: str | None
    visit: str | None
    open: bool
    """Its days are not over, and no order has followed yet."""


@dataclass(frozen=True)
class Response:
    """All contacts of a customer, newest first."""

    contacts: tuple[Followed, ...]
    days: int = DAYS

    @property
    def ordered(self) -> int:
        """Contacts that an order followed."""
        return sum(one.order is not None for one in self.contacts)

    @property
    def visited(self) -> int:
        """Contacts that a visit or other event of the customer's followed."""
        return sum(one.visit is not None for one in self.contacts)

    @property
    def over(self) -> int:
        """Contacts that can be judged: an order followed, or their days are over."""
        return sum(not one.open for one in self.contacts)


@dataclass(frozen=True)
class Mark:
    """Something that happened: when, and under which id (of contacts: their channel)."""

    at: datetime
    id: str


def response(
    contacts: Sequence[Mark], orders: Sequence[Mark], visits: Sequence[Mark], as_of: datetime
) -> Response:
    """What followed each contact up to ``as_of``; later ones are not looked at."""
    made = sorted((one for one in contacts if one.at <= as_of), key=lambda one: one.at)
    found = []
    for place, one in enumerate(made):
        limit = one.at + timedelta(days=DAYS)
        until = min(limit, made[place + 1].at if place + 1 < len(made) else limit, as_of)
        order, visit = (_first(marks, one.at, until) for marks in (orders, visits))
        found.append(Followed(one.at, one.id, order, visit, order is None and until == as_of < limit))
    return Response(tuple(reversed(found)))


def _first(marks: Sequence[Mark], after: datetime, until: datetime) -> str | None:
    within = [one for one in marks if after < one.at <= until]
    return min(within, key=lambda one: one.at).id if within else None
