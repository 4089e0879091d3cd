"""What customers do: orders and events, as columns for reckoning and as records for showing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, Select, func, select

from index.ports import EventColumns, LineColumns, OrderColumns, SalesColumns, Takings
from index.records import Event, Order, OrderLine
from index.schema import events, order_lines, orders
from index.store import baskets
from index.store.columns import codes, people
from index.store.database import Database
from index.store.goods import sales_columns
from index.store.moments import moment, nearly_all, seconds
from index.store.persons import kept_ids, same_person
from index.store.revisions import bump
from index.store.rows import done
from index.store.writing import add_new


class SqlActivity:
    """The tables ``orders``, ``order_lines`` and ``events``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def orders(self, as_of: datetime) -> OrderColumns:
        """All orders of known customers.

        Raises:
            UserError: an order is in a currency without a rate.
        """
        columns = orders.c
        counted = select(order_lines.c.order_id, func.count().label("lines"))
        lines = counted.group_by(order_lines.c.order_id).subquery()
        query = select(columns.customer_id, columns.at, columns.currency, columns.amount, columns.id)
        query = query.add_columns(func.coalesce(lines.c.lines, 0))
        query = query.outerjoin_from(orders, lines, lines.c.order_id == columns.id)
        query = query.where(columns.customer_id.is_not(None), nearly_all(columns.at, as_of))
        with self._database.read() as connection:
            kept = kept_ids(connection)
            who, at, currency, amount, ids, count = _columns(connection, query, 6)
        customer_ids, customer = people(who, kept)
        currencies, which = codes(currency)
        rates = np.array([self._database.rate(name) for name in currencies], dtype=np.float64)
        times = np.array(at, dtype=np.int64)
        amounts = np.array(amount, dtype=np.float64)
        if len(rates):
            amounts = amounts * rates[which]
        # The id decides between orders of one moment, so that every database gives one order.
        order = np.lexsort((codes(ids)[1], times, customer))
        return OrderColumns(
            customer_ids,
            customer[order],
            times[order],
            amounts[order],
            np.array(count, dtype=np.int32)[order],
            tuple(map(ids.__getitem__, order.tolist())),
        )

    def takings(self, as_of: datetime) -> Takings:
        """When how much was taken, from known customers and guests alike.

        Raises:
            UserError: an order is in a currency without a rate.
        """
        columns = orders.c
        query = select(columns.at, columns.currency, columns.amount).where(columns.at <= seconds(as_of))
        with self._database.read() as connection:
            at, currency, amount = _columns(connection, query.order_by(columns.at, columns.id), 3)
        currencies, which = codes(currency)
        rates = np.array([self._database.rate(name) for name in currencies], dtype=np.float64)
        amounts = np.array(amount, dtype=np.float64)
        return Takings(np.array(at, dtype=np.int64), amounts * rates[which] if len(rates) else amounts)

    def events(self, as_of: datetime) -> EventColumns:
        """All events of known customers."""
        columns = events.c
        query = select(columns.customer_id, columns.at, columns.kind)
        query = query.where(columns.customer_id.is_not(None), nearly_all(columns.at, as_of))
        with self._database.read() as connection:
            kept = kept_ids(connection)
            who, at, kind = _columns(connection, query, 3)
        customer_ids, customer = people(who, kept)
        kinds, which = codes(kind)
        times = np.array(at, dtype=np.int64)
        order = np.lexsort((which, times, customer))
        return EventColumns(customer_ids, customer[order], times[order], kinds, which[order].astype(np.int16))

    def lines(self, as_of: datetime) -> LineColumns:
        """Articles that known customers bought, line by line."""
        with self._database.read() as connection:
            return baskets.lines(connection, as_of)

    def orders_of(self, customer_id: str, as_of: datetime, *, limit: int = 50) -> tuple[Order, ...]:
        """With lines, newest first."""
        with self._database.read() as connection:
            ids = same_person(connection, customer_id)
            query = select(orders).where(orders.c.customer_id.in_(ids), orders.c.at <= seconds(as_of))
            query = query.order_by(orders.c.at.desc(), orders.c.id.desc()).limit(limit)
            found = connection.execute(query).all()
            lines = _lines(connection, [row.id for row in found])
        return tuple(_order(row, ids[0], lines.get(row.id, [])) for row in found)

    def events_of(self, customer_id: str, as_of: datetime, *, limit: int = 50) -> tuple[Event, ...]:
        """Newest first."""
        with self._database.read() as connection:
            ids = same_person(connection, customer_id)
            query = select(events).where(events.c.customer_id.in_(ids), events.c.at <= seconds(as_of))
            query = query.order_by(events.c.at.desc(), events.c.id.desc()).limit(limit)
            return tuple(done.event(row, ids[0]) for row in connection.execute(query))

    def events_of_kinds(self, kinds: Sequence[str], as_of: datetime) -> tuple[Event, ...]:
        """Events of known customers of these kinds only, oldest first."""
        columns = events.c
        query = select(events).where(columns.customer_id.is_not(None), columns.kind.in_(kinds))
        query = query.where(columns.at <= seconds(as_of)).order_by(columns.at, columns.id)
        with self._database.read() as connection:
            kept = kept_ids(connection)
            rows = connection.execute(query).all()
        return tuple(done.event(row, kept.get(row.customer_id, row.customer_id)) for row in rows)

    def note(self, event: Event, source: str) -> bool:
        """Store one event; False when there is one with its id already."""
        values = {
            "id": event.id,
            "customer_id": event.customer_id,
            "given_customer": event.customer_id,
            "at": seconds(event.at),
            "kind": event.kind,
            "channel": event.channel,
            "target": event.target,
            "source": source,
            "attributes": dict(event.attributes),
        }
        with self._database.write() as connection:
            added = add_new(connection, events, [values])
            if added:
                bump(connection, "events")
        return bool(added)

    def sales(self, as_of: datetime) -> SalesColumns:
        """Every order line, guests' too."""
        with self._database.read() as connection:
            return sales_columns(connection, as_of)

    def categories(self, as_of: datetime) -> tuple[tuple[str, str, float], ...]:
        """(customer, category or else article, net spend) of known customers.

        Raises:
            UserError: an order is in a currency without a rate.
        """
        what = func.coalesce(order_lines.c.category, order_lines.c.description, order_lines.c.sku)
        query = (
            select(orders.c.customer_id, what, orders.c.currency, func.sum(order_lines.c.amount))
            .join_from(orders, order_lines, orders.c.id == order_lines.c.order_id)
            .where(orders.c.customer_id.is_not(None), nearly_all(orders.c.at, as_of))
            .group_by(orders.c.customer_id, what, orders.c.currency)
        )
        with self._database.read() as connection:
            kept = kept_ids(connection)
            rows = connection.execute(query).all()
        spent: dict[tuple[str, str], float] = {}
        for customer_id, name, currency, amount in rows:
            key = (kept.get(customer_id, customer_id), name)
            spent[key] = spent.get(key, 0.0) + amount * self._database.rate(currency)
        return tuple((customer_id, name, spent[customer_id, name]) for customer_id, name in sorted(spent))

    def span(self) -> tuple[datetime, datetime] | None:
        """First and last order, of guests too."""
        with self._database.read() as connection:
            first, last = connection.execute(select(func.min(orders.c.at), func.max(orders.c.at))).one()
        return None if first is None else (moment(first), moment(last))


def _columns(connection: Connection, query: Select[Any], width: int) -> tuple[tuple[Any, ...], ...]:
    rows = connection.execute(query).all()
    return tuple(zip(*rows, strict=True)) if rows else ((),) * width


def _lines(connection: Connection, order_ids: list[str]) -> dict[str, list[OrderLine]]:
    query = select(order_lines).where(order_lines.c.order_id.in_(order_ids))
    found: dict[str, list[OrderLine]] = {}
    for row in connection.execute(query.order_by(order_lines.c.order_id, order_lines.c.line_key)):
        line = OrderLine(
            order_id=row.order_id,
            sku=row.sku,
            description=row.description or "",
            category=row.category,
            quantity=row.quantity,
            unit_price=row.unit_price,
            amount=row.amount,
        )
        found.setdefault(row.order_id, []).append(line)
    return found


def _order(row: Row[Any], customer_id: str, lines: list[OrderLine]) -> Order:
    return Order(row.id, customer_id, moment(row.at), row.currency, row.amount, tuple(lines))
