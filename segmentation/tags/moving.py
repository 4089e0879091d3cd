"""Tags of what a customer does without buying: browser, buyer, interactor, social."""

import numpy as np

from segmentation.behaviour import Behaviour
from segmentation.behaviour.moving import ENQUIRY
from segmentation.behaviour.rows import Rows, rows_until
from segmentation.tags.rules import Ground, Tagged, cite, clearly_below, clearly_often

LEAST_EVENTS = 10
LEAST_ORDERS = 2
LEAST_MESSAGES = 3
LEAST_POSTS = 2
DAYS, SOCIAL_DAYS = 90.0, 365.0
SOCIAL = "social"


def browsing(behaviour: Behaviour) -> tuple[Tagged, ...]:
    """Browsers: who looks a lot and buys little."""
    events, orders = behaviour.column("events_90"), behaviour.column("purchases_90")
    both = events + orders
    if not behaviour.has_events or not both.any() or not orders.any():
        return ()
    usual = float(orders.sum() / both.sum())
    looks = (events >= LEAST_EVENTS) & clearly_below(orders, both, usual)
    return (Tagged("browser", looks, orders, both, usual),)


def ordering(behaviour: Behaviour, ground: Ground) -> tuple[Tagged, ...]:
    """Buyers: who orders more often than others."""
    count = behaviour.column("purchases_90")
    rate = float(count.mean()) / DAYS if len(count) else 0.0
    if rate == 0.0:
        return ()
    has = (count >= LEAST_ORDERS) & clearly_often(count, DAYS, rate)
    orders = ground.orders
    rows = rows_until(
        behaviour.customer_ids, orders.customer_ids, orders.customer, orders.at, behaviour.moment
    )
    recent = (orders.amount[rows.kept] > 0) & rows.within(DAYS)
    cited = cite(rows, recent, has, orders.ids)
    return (Tagged("buyer", has, count, np.full(len(count), DAYS), rate, cited),)


def talking(behaviour: Behaviour, ground: Ground) -> tuple[Tagged, ...]:
    """Interactors: who writes and asks more often than others."""
    if not behaviour.has_said and not behaviour.has_events:
        return ()
    said = _said(behaviour, ground)
    asked = _enquiries(behaviour, ground)
    count = behaviour.column("said_90") + asked
    rate = float(count.mean()) / DAYS
    if rate == 0.0:
        return ()
    has = (count >= LEAST_MESSAGES) & clearly_often(count, DAYS, rate)
    cited = cite(said, said.within(DAYS), has, ground.said.feedback_ids)
    return (Tagged("interactor", has, count, np.full(len(count), DAYS), rate, cited),)


def posting(behaviour: Behaviour, ground: Ground) -> tuple[Tagged, ...]:
    """Social reach: who speaks of the store where others hear it."""
    said, columns = _said(behaviour, ground), ground.said
    if SOCIAL not in columns.channels:
        return ()
    public = columns.channel[said.kept] == columns.channels.index(SOCIAL)
    recent = public & said.within(SOCIAL_DAYS)
    count = said.count(recent)
    rate = float(count.mean()) / SOCIAL_DAYS
    if rate == 0.0:
        return ()
    has = (count >= LEAST_POSTS) & clearly_often(count, SOCIAL_DAYS, rate)
    cited = cite(said, recent, has, columns.feedback_ids)
    return (Tagged("social", has, count, np.full(len(count), SOCIAL_DAYS), rate, cited),)


def _said(behaviour: Behaviour, ground: Ground) -> Rows:
    said = ground.said
    return rows_until(behaviour.customer_ids, said.customer_ids, said.customer, said.at, behaviour.moment)


def _enquiries(behaviour: Behaviour, ground: Ground) -> np.ndarray:
    events = ground.events
    rows = rows_until(
        behaviour.customer_ids, events.customer_ids, events.customer, events.at, behaviour.moment
    )
    kinds = [number for number, name in enumerate(events.kinds) if name in ENQUIRY]
    return rows.count(np.isin(events.kind[rows.kept], kinds) & rows.within(DAYS))
