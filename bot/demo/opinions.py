"""Who says something, when, where, about what and in which mood: feedback before it has words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo.calendar import Period, moment
from bot.demo.catalogue import Product
from bot.demo.dice import Dice
from bot.demo.people import Account, Person
from bot.demo.personas import personas
from bot.demo.shopping import Journey, Order

_TALKS = 0.28
_TALKS_OF_TROUBLE = 0.8
_TALKS_OF_INCIDENT = 0.88
_SAYS_IT_TWICE = 0.35
_MOODS = {"positive": 74.0, "neutral": 22.0, "negative": 4.0}
_MOODS_IN_TROUBLE = {"negative": 89.0, "neutral": 10.0, "positive": 1.0}
_DELAYS = {
    "review": (3, 16),
    "ticket": (0, 5),
    "social": (1, 10),
    "nps": (5, 15),
    "csat": (1, 6),
    "chat": (0, 5),
}
_TROUBLE_CHANNELS = {"review": 6.0, "ticket": 9.0, "social": 5.0, "nps": 3.0, "csat": 4.0, "chat": 7.0}


@dataclass(frozen=True, slots=True)
class Opinion:
    """A wish to say something; ``topics`` has one or two, the first is what it is about."""

    person: Person
    account: Account
    time: datetime
    channel: str
    topics: tuple[str, ...]
    mood: str
    product: Product
    order_id: str
    incident: str = ""


def opine(journeys: Sequence[Journey], orders: Sequence[Order], period: Period, dice: Dice) -> list[Opinion]:
    """All opinions in order of time; none is later than the period's last day."""
    opinions = [opinion for order in orders if not order.returns for opinion in _after(order, dice)]
    for journey in journeys:
        opinions += _questions(journey, period, dice)
    kept = [opinion for opinion in opinions if opinion.time.date() <= period.last]
    return sorted(kept, key=lambda opinion: (opinion.time, opinion.account.customer_id, opinion.channel))


def _after(order: Order, dice: Dice) -> list[Opinion]:
    if order.incident:
        return _of_incident(order, dice)
    if order.trouble:
        if not dice.chance(_TALKS_OF_TROUBLE):
            return []
        mood = dice.weighted(_MOODS_IN_TROUBLE)
        return [_about(order, _channel(order, dice, _TROUBLE_CHANNELS), mood, (order.trouble,), dice)]
    if not dice.chance(_TALKS):
        return []
    mood = dice.weighted(_MOODS)
    return [_about(order, _channel(order, dice, {}), mood, _topics(order, dice), dice)]


def _of_incident(order: Order, dice: Dice) -> list[Opinion]:
    if not dice.chance(_TALKS_OF_INCIDENT):
        return []
    first = _about(order, _channel(order, dice, _TROUBLE_CHANNELS), "negative", (order.trouble,), dice)
    if not dice.chance(_SAYS_IT_TWICE):
        return [first]
    return [
        first,
        _about(order, _channel(order, dice, _TROUBLE_CHANNELS), "negative", (order.trouble,), dice),
    ]


def _about(order: Order, channel: str, mood: str, topics: tuple[str, ...], dice: Dice) -> Opinion:
    product = dice.pick(order.lines).product
    if order.trouble == "leak":
        product = next(line.product for line in order.lines if line.product.sku == "TE-101")
    day = order.time.date() + timedelta(days=dice.whole(*_DELAYS[channel]))
    time = max(moment(day, dice), order.time + timedelta(minutes=dice.whole(15, 200)))
    if time.date() != day:
        time = order.time + timedelta(seconds=30)
    return Opinion(
        order.person, order.account, time, channel, topics, mood, product, order.order_id, order.incident
    )


def _channel(order: Order, dice: Dice, pull: Mapping[str, float]) -> str:
    own = personas()[order.person.persona].channels
    return dice.weighted({channel: weight + 0.5 * pull.get(channel, 0) for channel, weight in own.items()})


def _topics(order: Order, dice: Dice) -> tuple[str, ...]:
    weights = dict(personas()[order.person.persona].topics)
    first = dice.weighted(weights)
    if not dice.chance(0.3):
        return (first,)
    del weights[first]
    return (first, dice.weighted(weights))


def _questions(journey: Journey, period: Period, dice: Dice) -> list[Opinion]:
    """Questions before buying, from people who are still customers."""
    bought = [order for order in journey.orders if not order.returns]
    if not bought:
        return []
    opinions: list[Opinion] = []
    for order in bought:
        day = order.time.date() - timedelta(days=dice.whole(0, 6))
        if dice.chance(0.047) and day >= max(period.first, order.account.joined):
            channel = dice.weighted({"chat": 6, "ticket": 2, "social": 2})
            topics = (dice.weighted(personas()[order.person.persona].topics),)
            product = dice.pick(order.lines).product
            time = moment(day, dice)
            opinions.append(
                Opinion(order.person, order.account, time, channel, topics, "neutral", product, "")
            )
    return opinions
