"""What the demo's customers do besides buying: visits, searches, baskets, enquiries, farewells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.demo.calendar import Period, moment
from bot.demo.dice import Dice
from bot.demo.people import Account
from bot.demo.personas import personas
from bot.demo.shopping import Journey, Line, Order

_AFTER_LEAVING = 0.12
"""How much somebody who has left still looks in, against before."""
_SEARCHES = {
    "en": [
        "gift under 30",
        "linen",
        "kettle",
        "storage baskets",
        "sale",
        "kids stool",
        "lampshade",
        "candle refill",
    ],
    "hans": ["礼物", "亚麻四件套", "水壶", "收纳", "打折", "儿童凳", "吊灯", "香薰"],
    "tw": ["送禮", "亞麻床包", "水壺", "收納籃", "特價", "兒童凳", "吊燈", "香氛蠟燭"],
    "hk": ["送禮", "床單套裝", "水煲", "收納", "減價", "小朋友櫈", "座地燈", "香薰"],
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One line of the events' export."""

    account: Account
    time: datetime
    kind: str
    sku: str = ""
    query: str = ""


def browse(journeys: Sequence[Journey], period: Period, dice: Dice) -> list[Visit]:
    """Everything that all customers did, in order of time."""
    visits: list[Visit] = []
    for journey in journeys:
        visits += _around_orders(journey, dice)
        visits += _looking(journey, period, dice)
        visits += _farewell(journey, period, dice)
    return sorted(visits, key=lambda visit: (visit.time, visit.account.customer_id, visit.kind))


def _around_orders(journey: Journey, dice: Dice) -> list[Visit]:
    visits: list[Visit] = []
    for order in journey.orders:
        if not order.returns:
            visits += _towards(order, dice)
        elif dice.chance(0.4):
            visits.append(Visit(order.account, order.time, "enquiry"))
    return visits


def _towards(order: Order, dice: Dice) -> list[Visit]:
    start = order.time - timedelta(minutes=dice.whole(4, 40))
    visits = [Visit(order.account, start, dice.weighted({"visit": 7, "login": 3}))]
    put: list[Line] = list(order.lines) if dice.chance(0.5) else []
    visits += [
        Visit(order.account, start + timedelta(minutes=place + 1), "add_to_cart", line.product.sku)
        for place, line in enumerate(put)
    ]
    if order.incident and dice.chance(0.5):
        later = order.time + timedelta(days=dice.whole(1, 4))
        visits.append(
            Visit(order.account, later, "refund_request" if order.trouble == "charge" else "enquiry")
        )
    return visits


def _looking(journey: Journey, period: Period, dice: Dice) -> list[Visit]:
    person = journey.person
    rate = personas()[person.persona].visits_per_month * dice.gamma(3.0, 1.0)
    day = max(period.first, person.accounts[0].joined)
    visits: list[Visit] = []
    while True:
        interest = rate * _interest(journey, day)
        day += timedelta(days=max(1, round(dice.gamma(1.0, 30.0 / max(interest, 0.05)))))
        if day > period.last:
            return visits
        visits += _look(journey, day, dice)


def _interest(journey: Journey, day: date) -> float:
    left, back = journey.fate.left, journey.fate.back
    if left and day > left - timedelta(days=20) and not (back and day >= back):
        return _AFTER_LEAVING if day > left else 0.5
    return 1.0


def _look(journey: Journey, day: date, dice: Dice) -> list[Visit]:
    person = journey.person
    account = dice.pick([each for each in person.accounts if each.joined <= day] or [person.accounts[0]])
    time = moment(day, dice)
    visits = [Visit(account, time, dice.weighted({"visit": 8, "login": 2}))]
    kind = dice.weighted({"": 5.5, "search": 2, "add_to_cart": 1.6, "wishlist": 0.8, "enquiry": 0.15})
    if kind == "search":
        visits.append(
            Visit(account, time + timedelta(minutes=1), kind, query=dice.pick(_SEARCHES[person.voice]))
        )
    elif kind:
        bought = [line.product.sku for order in journey.orders for line in order.lines] or ["TE-101"]
        visits.append(Visit(account, time + timedelta(minutes=2), kind, sku=dice.pick(bought)))
    return visits


def _farewell(journey: Journey, period: Period, dice: Dice) -> list[Visit]:
    """Half of those who leave unsubscribe around then; a few who stay do so too."""
    left = journey.fate.left
    if left and dice.chance(0.45):
        day = left + timedelta(days=dice.whole(-12, 25))
    elif dice.chance(0.04):
        day = period.first + timedelta(days=dice.whole(60, 500))
    else:
        return []
    account = journey.person.accounts[0]
    if not period.holds(day) or day < account.joined:
        return []
    return [Visit(account, moment(day, dice), "cancel_newsletter")]
