"""How the demo's customers buy: orders, what spoils them, and who stops."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.demo.calendar import Period, moment
from bot.demo.catalogue import CURRENCIES, Product, products
from bot.demo.dice import Dice
from bot.demo.incidents import KETTLE, Incident
from bot.demo.people import Account, Person
from bot.demo.personas import Persona, personas

_ORDINARY_TROUBLE = 0.105
_LEAVE_AFTER_TROUBLE = 0.15
_FADES = 0.55
_RETURNS = 0.2
_KETTLE_PUSH = 0.11
"""Share of the baskets that hold the kettle while it is advertised, which is when its lids leak."""


@dataclass(frozen=True, slots=True)
class Line:
    """One article in an order; a negative quantity came back."""

    product: Product
    quantity: int
    unit_price: float


@dataclass(frozen=True, slots=True)
class Order:
    """One purchase; ``trouble`` is the topic of what went wrong (empty: nothing)."""

    order_id: str
    person: Person
    account: Account
    time: datetime
    lines: tuple[Line, ...]
    coupon: str
    trouble: str = ""
    incident: str = ""
    returns: str = ""
    """The order that this one sends back."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a customer: ``state`` is active, new, lapsing, churned or won_back; days where known."""

    state: str
    left: date | None = None
    back: date | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Journey:
    """All orders of one person, in order of time, and how it went on."""

    person: Person
    orders: tuple[Order, ...]
    fate: Fate


def shop(people: Sequence[Person], period: Period, events: Sequence[Incident], dice: Dice) -> list[Journey]:
    """Every person's journey through the period."""
    return [_Walk(person, period, events, dice).journey() for person in people]


class _Walk:
    """One person's way through the calendar."""

    def __init__(self, person: Person, period: Period, events: Sequence[Incident], dice: Dice) -> None:
        self.person, self.period, self.events, self.dice = person, period, events, dice
        self.persona: Persona = personas()[person.persona]
        self.rate = 1.14 * self.persona.orders_per_month * dice.gamma(4.0, 1.0)
        self.orders: list[Order] = []
        self.left: date | None = None
        self.back: date | None = None
        self.cause = ""

    def journey(self) -> Journey:
        joined = self.person.accounts[0].joined
        self._spell(joined if joined > self.period.first else self.period.first - timedelta(days=20))
        while self.left and not self.back and self.dice.chance(0.16):
            self.back = self.left + timedelta(days=self.dice.whole(125, 210))
            if self.back <= self.period.last:
                self._spell(self.back, again=True)
            else:
                self.back = None
                break
        return Journey(self.person, tuple(self.orders), self._fate())

    def _spell(self, start: date, *, again: bool = False) -> None:
        """Buy from ``start`` on until leaving or until the end; ``again`` after a pause."""
        day = start if again else start + timedelta(days=self._gap(start))
        while day <= self.period.last:
            if day >= self.period.first:
                order = self._order(day)
                self.orders += [order, *self._sent_back(order)]
                if not again and self.dice.chance(self._leaving(order)):
                    self.cause = order.incident or order.trouble
                    self.left = self._fade(day)
                    return
            day += timedelta(days=self._gap(day))

    def _gap(self, day: date, slower: float = 1.0) -> int:
        rhythm = self.rate * self.persona.months[day.month - 1]
        return max(1, round(self.dice.gamma(1.7, 30.0 * slower / rhythm)))

    def _leaving(self, order: Order) -> float:
        if order.incident:
            return next(event.leave for event in self.events if event.name == order.incident)
        return _LEAVE_AFTER_TROUBLE if order.trouble else self.persona.leave

    def _fade(self, day: date) -> date:
        """Some go at once; others order once or twice more, later and less."""
        if not self.dice.chance(_FADES):
            return day
        for _ in range(self.dice.whole(1, 2)):
            following = day + timedelta(days=self._gap(day, slower=2.2))
            if following > self.period.last:
                break
            day = following
            self.orders.append(self._order(day, fading=True))
        return day

    def _order(self, day: date, *, fading: bool = False) -> Order:
        account = self._account(day)
        coupon = self._coupon()
        lines = self._basket(day, fading, bool(coupon))
        skus = frozenset(line.product.sku for line in lines)
        met = [event for event in self.events if event.meets(day, self.person.region, skus)]
        hit = next((event for event in met if not fading and self.dice.chance(event.hit)), None)
        trouble = hit.topic if hit else self._trouble()
        return Order(
            "", self.person, account, moment(day, self.dice), lines, coupon, trouble, hit.name if hit else ""
        )

    def _account(self, day: date) -> Account:
        open_by_then = [account for account in self.person.accounts if account.joined <= day]
        return self.dice.pick(open_by_then or [self.person.accounts[0]])

    def _coupon(self) -> str:
        codes = ["LOOM10", "LANTERN15", "WELCOME5", "APP8"]
        return self.dice.pick(codes) if self.dice.chance(self.persona.discount * 2) else ""

    def _basket(self, day: date, fading: bool, reduced: bool) -> tuple[Line, ...]:
        count = 1 if fading else min(6, 1 + int(self.dice.gamma(1.5, self.persona.lines - 0.6)))
        chosen = {product.sku: product for product in (self._wish() for _ in range(count))}
        pushed = any(event.sku == KETTLE and event.period.holds(day) for event in self.events)
        if pushed and self.dice.chance(_KETTLE_PUSH):
            chosen[KETTLE] = next(product for product in products() if product.sku == KETTLE)
        return tuple(self._line(product, reduced) for product in chosen.values())

    def _wish(self) -> Product:
        category = self.dice.weighted(self.persona.categories)
        shelf = [product for product in products() if product.category == category]
        ranked = sorted(shelf, key=lambda product: product.pounds, reverse=self.persona.spend > 1)
        place = min(self.dice.unit(), self.dice.unit()) if self.dice.chance(0.5) else self.dice.unit()
        return ranked[int(place * len(ranked))]

    def _line(self, product: Product, reduced: bool) -> Line:
        share = self.dice.pick([0.9, 0.85, 0.92]) if reduced else 1.0
        quantity = 1 if product.pounds > 50 else self.dice.weighted({1: 70, 2: 20, 3: 6, 4: 4})
        return Line(product, quantity, product.price(CURRENCIES[self.person.region], share))

    def _trouble(self) -> str:
        if not self.dice.chance(_ORDINARY_TROUBLE):
            return ""
        general = {
            "delivery": 3.0,
            "quality": 3.0,
            "service": 3.0,
            "packaging": 2.0,
            "returns": 2.0,
            "site": 1.5,
        }
        own = self.persona.topics
        return self.dice.weighted(
            {topic: general.get(topic, 0.3) + own.get(topic, 0) for topic in {**general, **own}}
        )

    def _sent_back(self, order: Order) -> list[Order]:
        share = 0.45 if order.trouble in ("leak", "quality", "returns") else _RETURNS * 0.15
        day = order.time.date() + timedelta(days=self.dice.whole(5, 20))
        if day > self.period.last or not self.dice.chance(share):
            return []
        line = self.dice.pick(order.lines)
        back = Line(line.product, -line.quantity, line.unit_price)
        # Times tell orders of one account apart, so a return finds its order before numbers are given.
        return [
            Order(
                "",
                order.person,
                order.account,
                moment(day, self.dice),
                (back,),
                "",
                returns=order.time.isoformat(),
            )
        ]

    def _fate(self) -> Fate:
        bought = [order.time.date() for order in self.orders if not order.returns]
        if self.back:
            return Fate("won_back", self.left, self.back, self.cause)
        if self.left:
            state = "churned" if (self.period.last - self.left).days >= 90 else "lapsing"
            return Fate(state, self.left, None, self.cause)
        fresh = bool(bought) and (self.period.last - bought[0]).days <= 60
        return Fate("new" if fresh and self.person.accounts[0].joined >= self.period.first else "active")
