"""Rows of customers, identities and events as records, and back."""

from typing import Any

from sqlalchemy import Row

from index.records import Customer, Event, Identity
from index.store.moments import maybe_moment, maybe_seconds, moment

Values = dict[str, Any]


def customer(row: Row[Any]) -> Customer:
    """A row of ``customers``."""
    return Customer(
        id=row.id,
        source=row.source,
        name=row.name,
        email=row.email,
        phone=row.phone,
        country=row.country,
        language=row.language,
        joined_at=maybe_moment(row.joined_at),
        attributes=row.attributes or {},
    )


def customer_values(record: Customer) -> Values:
    """All columns of ``customers`` but ``merged_into``."""
    return {
        **{name: getattr(record, name) for name in ("id", "source", "name", "email", "phone", "country")},
        "language": record.language,
        "joined_at": maybe_seconds(record.joined_at),
        "attributes": dict(record.attributes),
    }


def identity(row: Row[Any], customer_id: str) -> Identity:
    """A row of ``identities``, under the id that was kept."""
    return Identity(row.kind, row.value, customer_id, row.source, row.reason)


def event(row: Row[Any], customer_id: str | None) -> Event:
    """A row of ``events``."""
    return Event(
        id=row.id,
        customer_id=customer_id,
        at=moment(row.at),
        kind=row.kind,
        channel=row.channel,
        target=row.target,
        attributes=row.attributes or {},
    )
