"""Fills a store the way ingestion does: rows into tables, with revision numbers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from index import schema
from index.records import Customer, Feedback, Order
from index.store import SqlStore
from index.store.moments import seconds
from index.store.revisions import bump
from index.store.rows import done, said

NOON = datetime(2024, 3, 6, 12, tzinfo=UTC)
"""A Wednesday."""


def day(number: int) -> datetime:
    """Noon so many days after the first."""
    return NOON + timedelta(days=number)


def add_customers(store: SqlStore, *customers: Customer, merged: dict[str, str] | None = None) -> None:
    """Store customers; ``merged`` tells into whom some of them were merged."""
    merged = merged or {}
    rows = [{**done.customer_values(one), "merged_into": merged.get(one.id)} for one in customers]
    with store.engine.begin() as connection:
        connection.execute(insert(schema.customers), rows)
        bump(connection, "customers")


def add_handle(store: SqlStore, kind: str, value: str, customer_id: str) -> None:
    """Store a structured handle."""
    row = {"kind": kind, "value": value, "customer_id": customer_id, "source": "shop", "reason": "given"}
    with store.engine.begin() as connection:
        connection.execute(insert(schema.identities), [row])
        bump(connection, "customers")


def add_orders(store: SqlStore, *orders: Order) -> None:
    """Store orders with their lines."""
    rows = [
        {
            "id": order.id,
            "customer_id": order.customer_id,
            "at": seconds(order.at),
            "currency": order.currency,
            "amount": order.amount,
            "source": "shop",
        }
        for order in orders
    ]
    lines = [
        {
            "order_id": line.order_id,
            "line_key": key,
            "sku": line.sku,
            "description": line.description,
            "category": line.category,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "amount": line.amount,
        }
        for order in orders
        for key, line in enumerate(order.lines)
    ]
    with store.engine.begin() as connection:
        connection.execute(insert(schema.orders), rows)
        if lines:
            connection.execute(insert(schema.order_lines), lines)
        bump(connection, "orders")


def add_feedback(store: SqlStore, *feedback: Feedback) -> None:
    """Store feedback in this order of arrival."""
    with store.engine.begin() as connection:
        for one in feedback:
            connection.execute(insert(schema.feedback), [said.feedback_values(one)])
        bump(connection, "feedback")


def said_by(customer_id: str | None, number: int, text: str, at: datetime = NOON, **more: object) -> Feedback:
    """One feedback with id ``f<number>``."""
    given = {"channel": "review", "source": "shop", "language": "en", **more}
    return Feedback(id=f"f{number}", at=at, text=text, customer_id=customer_id, **given)  # type: ignore[arg-type]  # the test's own fields


def ids(found: Sequence[object]) -> list[str]:
    """The feedback ids of read feedback."""
    return [one.feedback.id for one in found]  # type: ignore[attr-defined]  # ReadFeedback alone is given
