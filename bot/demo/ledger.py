"""Gives the orders of all journeys their numbers, in the order in which they were placed."""

from collections.abc import Sequence
from dataclasses import replace

from bot.demo.shopping import Journey, Order


def number(journeys: Sequence[Journey]) -> list[Order]:
    """All orders by time, with their ids; a return carries the id of the order it sends back."""
    orders = sorted(
        (order for journey in journeys for order in journey.orders),
        key=lambda order: (order.time, order.account.customer_id),
    )
    numbered: list[Order] = []
    ids: dict[tuple[str, str], str] = {}
    for rank, order in enumerate(orders):
        if order.returns:
            source = ids[order.account.customer_id, order.returns]
            numbered.append(replace(order, order_id=f"R{200001 + rank}", returns=source))
        else:
            order_id = f"LL{200001 + rank}"
            ids[order.account.customer_id, order.time.isoformat()] = order_id
            numbered.append(replace(order, order_id=order_id))
    return numbered
