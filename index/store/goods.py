"""Order lines as columns: what was bought when, by whom."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import Connection, func, select

from index.schema import order_lines, orders
from index.shapes import Good, SalesColumns
from index.store.columns import codes
from index.store.moments import nearly_all
from index.store.persons import kept_ids


def sales_columns(connection: Connection, as_of: datetime) -> SalesColumns:
    """Every order line by ``as_of``, guests' too, sorted by time."""
    line = order_lines.c
    query = select(orders.c.customer_id, orders.c.at, line.sku, line.quantity)
    query = query.join_from(orders, order_lines, orders.c.id == line.order_id)
    query = query.where(nearly_all(orders.c.at, as_of)).order_by(orders.c.at, orders.c.id, line.line_key)
    kept = kept_ids(connection)
    rows = connection.execute(query).all()
    who, at, sku, quantity = zip(*rows, strict=True) if rows else ((), (), (), ())
    ids, customer = codes([kept.get(one, one) or "" for one in who])
    skus, good = codes(sku)
    # Guests have no id; they sort first where there are any.
    guests = 1 if ids and ids[0] == "" else 0
    return SalesColumns(
        tuple(ids[guests:]),
        (customer - guests).astype(np.int32),
        np.array(at, dtype=np.int64),
        _goods(connection, skus),
        good.astype(np.int32),
        np.array(quantity, dtype=np.float64),
    )


def _goods(connection: Connection, skus: Sequence[str]) -> tuple[Good, ...]:
    line = order_lines.c
    query = select(line.sku, line.description, line.category, func.count())
    query = query.group_by(line.sku, line.description, line.category)
    names: dict[str, Counter[str]] = {}
    categories: dict[str, Counter[str]] = {}
    for sku, description, category, count in connection.execute(query):
        if description:
            names.setdefault(sku, Counter())[description] += count
        if category:
            categories.setdefault(sku, Counter())[category] += count
    return tuple(Good(sku, _usual(names.get(sku)) or sku, _usual(categories.get(sku))) for sku in skus)


def _usual(counted: Counter[str] | None) -> str | None:
    """The most frequent; of equals the first by name, so that every database says the same."""
    return min(counted, key=lambda name: (-counted[name], name)) if counted else None
