"""What was in the orders of known customers: one row an article bought, as columns for reckoning."""

from datetime import datetime

import numpy as np
from sqlalchemy import Connection, select

from index.schema import order_lines, orders
from index.shapes import LineColumns
from index.store.columns import codes, people
from index.store.moments import nearly_all
from index.store.persons import kept_ids


def lines(connection: Connection, as_of: datetime) -> LineColumns:
    """Lines of positive quantity until ``as_of``; what is sent back is no article bought."""
    line = order_lines.c
    query = (
        select(
            orders.c.customer_id,
            orders.c.at,
            orders.c.currency,
            orders.c.id,
            line.sku,
            line.description,
            line.category,
            line.quantity,
            line.unit_price,
        )
        .join_from(orders, order_lines, orders.c.id == line.order_id)
        .where(orders.c.customer_id.is_not(None), nearly_all(orders.c.at, as_of), line.quantity > 0)
        .order_by(orders.c.at, orders.c.id, line.line_key)
    )
    kept = kept_ids(connection)
    rows = connection.execute(query).all()
    who, at, currency, order, sku, description, category, quantity, price = (
        zip(*rows, strict=True) if rows else ((),) * 9
    )
    customer_ids, customer = people(who, kept)
    articles, article = codes([f"{one} {unit}" for one, unit in zip(sku, currency, strict=True)])
    named = {code: place for place, code in enumerate(article.tolist())}
    return LineColumns(
        customer_ids,
        customer,
        np.array(at, dtype=np.int64),
        order,
        article.astype(np.int32),
        tuple(
            " ".join(filter(None, (description[named[code]], category[named[code]])))
            for code in range(len(articles))
        ),
        np.array(quantity, dtype=np.float64),
        np.array(price, dtype=np.float64),
    )
