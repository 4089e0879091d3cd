"""Every tier reckoned again from stored rows: SQL and plain Python, written from docs/definitions.md alone.

Nothing of the segmentation room is used here. Money is counted in whole cents, shares in fractions.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from statistics import median

DAY = 86_400
Column = Mapping[str, float | Fraction | None]
"""By customer."""
CART = "'add_to_cart','cart','checkout','checkout_started','wishlist','favourite','favorite'"
ENQUIRY = "'enquiry','inquiry','quote_request','question','contact','chat_started'"
ROWS = """
    CREATE TEMP TABLE bought AS
    SELECT COALESCE(c.merged_into, c.id) AS who, o.at, o.at / 86400 AS day, o.amount, r.rate
    FROM main.orders o JOIN main.customers c ON c.id = o.customer_id JOIN rates r ON r.currency = o.currency
    WHERE o.at <= :now;
    CREATE TEMP TABLE people AS SELECT id AS who FROM main.customers WHERE merged_into IS NULL;
    CREATE TEMP TABLE seen AS
    SELECT COALESCE(c.merged_into, c.id) AS who, e.at, e.kind
    FROM main.events e JOIN main.customers c ON c.id = e.customer_id WHERE e.at <= :now;
    CREATE TEMP TABLE heard AS
    SELECT COALESCE(c.merged_into, c.id) AS who, f.at, a.score,
           a.signals LIKE '%"kind":"complaint"%' AS complaint
    FROM main.feedback f JOIN main.customers c ON c.id = f.customer_id
    LEFT JOIN main.analyses a ON a.feedback_id = f.id WHERE f.at <= :now;
"""
BASKET = """
    SELECT p.who, COUNT(CASE WHEN b.amount > 0 THEN 1 END) AS orders,
           MAX(CASE WHEN b.amount > 0 THEN b.at END) AS last_at,
           COUNT(CASE WHEN b.amount > 0 AND b.at > :now - 90 * 86400 THEN 1 END) AS orders_90,
           COUNT(CASE WHEN b.amount > 0 AND b.at > :now - 180 * 86400 AND b.at <= :now - 90 * 86400
                 THEN 1 END) AS orders_before
    FROM people p LEFT JOIN bought b ON b.who = p.who GROUP BY p.who
"""
GAPS = """
    WITH days AS (SELECT DISTINCT who, day FROM bought WHERE amount > 0),
         gaps AS (SELECT who, day, day - LAG(day) OVER (PARTITION BY who ORDER BY day) AS gap FROM days)
    SELECT who, COUNT(*), COALESCE(SUM(gap), 0), COUNT(gap),
           (SELECT g.gap FROM gaps g WHERE g.who = gaps.who ORDER BY g.day DESC LIMIT 1)
    FROM gaps GROUP BY who
"""
DONE = f"""
    SELECT who, COUNT(CASE WHEN recent THEN 1 END), COUNT(CASE WHEN recent AND kind IN ({CART}) THEN 1 END),
           COUNT(CASE WHEN recent AND kind IN ({ENQUIRY}) THEN 1 END),
           COUNT(DISTINCT CASE WHEN recent THEN at / 86400 END), MAX(at),
           COUNT(CASE WHEN recent AND kind NOT IN ({CART},{ENQUIRY},'unsubscribe','uninstall') THEN 1 END)
    FROM (SELECT *, at > :now - 30 * 86400 AS recent FROM seen) GROUP BY who
"""
SAID = """
    SELECT who, COUNT(*), SUM(complaint), SUM(score), COUNT(score)
    FROM heard WHERE at > :now - 90 * 86400 GROUP BY who
"""
QUANTILES = """
    SELECT who, MIN(5, 1 + 5 * (RANK() OVER (ORDER BY v) - 1
           + COUNT(*) OVER (ORDER BY v RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))
           / (2 * COUNT(*) OVER ())) FROM scored
"""
WIDTHS = """
    SELECT who, CASE WHEN top = low THEN 3 ELSE MIN(5, 1 + 5 * (v - low) / (top - low)) END
    FROM scored, (SELECT MIN(v) AS low, MAX(v) AS top FROM scored)
"""
SHARES = """
    SELECT who, COALESCE(SUM(v) OVER (ORDER BY v DESC RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0),
           SUM(v) OVER () FROM scored
"""
LABELS = {
    1: "lost lost at_risk at_risk cant_lose",
    2: "hibernating hibernating at_risk at_risk cant_lose",
    3: "about_to_sleep about_to_sleep needs_attention loyal loyal",
    4: "promising promising potential_loyalist loyal champions",
    5: "new promising potential_loyalist champions champions",
}


@dataclass(frozen=True)
class Basket:
    """What one customer bought."""

    orders: int
    recency_days: int | None
    """Calendar days."""
    silent: float
    """Days and fractions since the last purchase."""
    net: Fraction
    gross: Fraction
    year: Fraction
    orders_90: int
    orders_before: int

    @property
    def cents(self) -> int:
        """Net spend in whole cents."""
        return round(self.net * 100)


class Recount:
    """Everything by customer, as of a moment (UTC seconds)."""

    def __init__(self, rows: sqlite3.Connection, now: int, rates: Mapping[str, float]) -> None:
        self._rows, self.now = rows, now
        rows.execute("CREATE TEMP TABLE rates (currency TEXT, rate TEXT)")
        rows.executemany("INSERT INTO rates VALUES (?, ?)", [(k, repr(v)) for k, v in rates.items()])
        for statement in filter(str.strip, ROWS.split(";")):
            rows.execute(statement, {"now": now} if ":now" in statement else {})
        self.baskets = self._baskets()
        self.buyers = [who for who, basket in self.baskets.items() if basket.orders]

    def _ask(self, query: str) -> list[tuple]:
        return self._rows.execute(query, {"now": self.now} if ":now" in query else {}).fetchall()

    def _baskets(self) -> dict[str, Basket]:
        net: dict[str, Fraction] = {}
        gross: dict[str, Fraction] = {}
        year: dict[str, Fraction] = {}
        for who, at, amount, rate in self._ask("SELECT who, at, amount, rate FROM bought"):
            worth = Fraction(repr(amount)) * Fraction(rate)
            net[who] = net.get(who, Fraction(0)) + worth
            if amount > 0:
                gross[who] = gross.get(who, Fraction(0)) + worth
            if at > self.now - 365 * DAY:
                year[who] = year.get(who, Fraction(0)) + worth
        today = datetime.fromtimestamp(self.now, UTC).date()
        found = {}
        for who, orders, last, lately, before in self._ask(BASKET):
            days = None if last is None else (today - datetime.fromtimestamp(last, UTC).date()).days
            silent = 0.0 if last is None else (self.now - last) / DAY
            nought = Fraction(0)
            sums = (net.get(who, nought), gross.get(who, nought), year.get(who, nought))
            found[who] = Basket(orders, days, silent, *sums, lately, before)
        return found

    def scores(self, values: Mapping[str, int], mode: str) -> dict[str, int]:
        """1-5 by customer, higher values higher."""
        self._score(values)
        return dict(self._ask(QUANTILES if mode == "quantile" else WIDTHS))

    def _score(self, values: Mapping[str, int]) -> None:
        self._rows.execute("CREATE TEMP TABLE IF NOT EXISTS scored (who TEXT, v INTEGER)")
        self._rows.execute("DELETE FROM scored")
        self._rows.executemany("INSERT INTO scored VALUES (?, ?)", list(values.items()))

    def rfm(self, mode: str, bounds: Mapping[str, Sequence[float]] | None = None) -> dict[str, tuple]:
        """(r, f, m, label) by customer."""
        held = {who: self.baskets[who] for who in self.buyers}
        days = {who: basket.recency_days for who, basket in held.items()}
        if bounds is not None:
            r = {who: 5 - sum(day > bound for bound in bounds["recency"]) for who, day in days.items()}
            f = {who: 1 + sum(b.orders >= bound for bound in bounds["frequency"]) for who, b in held.items()}
            m = {
                who: 1 + sum(b.cents >= round(bound * 100) for bound in bounds["monetary"])
                for who, b in held.items()
            }
        else:
            r = self.scores({who: -day for who, day in days.items()}, mode)
            f = self.scores({who: basket.orders for who, basket in held.items()}, mode)
            m = self.scores({who: basket.cents for who, basket in held.items()}, mode)
        told = dict.fromkeys(self.baskets, (1, 1, 1, "prospect"))
        for who in self.buyers:
            mean = (f[who] + m[who] + 1) // 2
            told[who] = (r[who], f[who], m[who], LABELS[r[who]].split()[mean - 1])
        return told

    def abc(self, a: Fraction = Fraction(8, 10), b: Fraction = Fraction(95, 100)) -> dict[str, str]:
        """By the share that those ahead hold."""
        self._score({who: max(basket.cents, 0) for who, basket in self.baskets.items()})
        found = dict.fromkeys(self.baskets, "C")
        for who, ahead, total in self._ask(SHARES):
            if self.baskets[who].cents > 0:
                share = Fraction(ahead, total)
                found[who] = "A" if share < a else "B" if share < b else "C"
        return found

    def lifecycle(self) -> dict[str, str]:
        """By each customer's own rhythm."""
        rows = {who: rest for who, *rest in self._ask(GAPS)}
        own = [Fraction(total, gaps) for _, total, gaps, _ in rows.values() if gaps]
        store = median(own) if own else Fraction(60)
        found = dict.fromkeys(self.baskets, "prospect")
        for who, (days, total, gaps, last) in rows.items():
            rhythm = (total + store) / (gaps + 1)
            silent = self.baskets[who].silent
            returned = False
            if last is not None:
                before = (total - last + store) / gaps
                returned = last > 3 * before and last > 45
            if silent > 3 * rhythm and silent > 45:
                found[who] = "lapsed"
            elif silent > Fraction(3, 2) * rhythm and silent > 14:
                found[who] = "slipping"
            elif days == 1:
                found[who] = "first_purchase"
            else:
                found[who] = "won_back" if returned else "loyal" if days >= 4 else "active"
        return found

    def axes(self, probability: Mapping[str, float | None]) -> dict[str, dict[str, float]]:
        """Four axes and their parts by customer, 0-100 and not rounded."""
        parts = {name: (weight, standing(values)) for name, (weight, values) in self._parts().items()}
        parts["risk.silence"] = (4, {who: 100.0 * (probability.get(who) or 0.0) for who in self.baskets})
        found: dict[str, dict[str, float]] = {who: {} for who in self.baskets}
        for axis in ("activity", "value", "intent", "risk"):
            own = {name: part for name, part in parts.items() if name.startswith(f"{axis}.")}
            weight = sum(w for w, _ in own.values())
            for who, scores in found.items():
                total = sum((w * float(column[who]) for w, column in own.values()), 0.0)
                scores[axis] = total / weight if own else 0.0
                scores |= {name: float(column[who]) for name, (_, column) in own.items()}
        return found

    def _parts(self) -> dict[str, tuple[int, Column]]:
        """Weight and raw values of every part that this store records."""
        known = self._bought_parts()
        done = {who: rest for who, *rest in self._ask(DONE)}
        known |= {"activity.last_seen": (2, {who: self._last_seen(who, done) for who in self.baskets})}
        if done:
            known |= self._done_parts(done)
        if self._ask("SELECT 1 FROM heard LIMIT 1"):
            known |= self._said_parts({who: rest for who, *rest in self._ask(SAID)})
        return known

    def _bought_parts(self) -> dict[str, tuple[int, Column]]:
        held = self.baskets
        return {
            "activity.orders": (3, {who: one.orders_90 for who, one in held.items()}),
            "value.year": (3, {who: max(one.year, 0) for who, one in held.items()}),
            "value.ever": (2, {who: max(one.net, 0) for who, one in held.items()}),
            "value.order": (1, {who: b.gross / b.orders if b.orders else None for who, b in held.items()}),
            "risk.falling_orders": (1, {w: max(b.orders_before - b.orders_90, 0) for w, b in held.items()}),
        }

    def _last_seen(self, who: str, done: Mapping[str, list]) -> float | None:
        times = [self.now - self.baskets[who].silent * DAY] if self.baskets[who].orders else []
        times += [done[who][4]] if who in done else []
        return max(times) if times else None

    def _done_parts(self, done: Mapping[str, list]) -> dict[str, tuple[int, Column]]:
        rows = {who: done.get(who, [0, 0, 0, 0, None, 0]) for who in self.baskets}

        def at(place: int) -> Column:
            return {who: row[place] or 0 for who, row in rows.items()}

        return {
            "activity.events": (2, at(0)),
            "intent.baskets": (3, at(1)),
            "intent.enquiries": (3, at(2)),
            "intent.depth": (
                1,
                {who: Fraction(row[0], row[3]) if row[3] else 0 for who, row in rows.items()},
            ),
            "intent.visits": (1, at(5)),
        }

    def _said_parts(self, said: Mapping[str, list]) -> dict[str, tuple[int, Column]]:
        rows = {who: said.get(who, [0, 0, 0, 0]) for who in self.baskets}
        return {
            "activity.messages": (1, {who: row[0] for who, row in rows.items()}),
            "risk.complaints": (2, {who: row[1] or 0 for who, row in rows.items()}),
            "risk.mood": (1, {who: max(-(row[2] or 0.0) / (row[3] + 1), 0.0) for who, row in rows.items()}),
        }


def standing(values: Column) -> dict[str, Fraction]:
    """Share of customers strictly lower, the highest at 100; None stands lowest."""
    low = min((value for value in values.values() if value is not None), default=0) - 1
    known = {who: low if value is None else value for who, value in values.items()}
    below: dict[float | Fraction, int] = {}
    for place, value in enumerate(sorted(known.values())):
        below.setdefault(value, place)
    top = max(below.values(), default=0)
    return {who: Fraction(100 * below[value], top) if top else Fraction(0) for who, value in known.items()}


def tier(axes: Mapping[str, float]) -> str:
    """Combined tier of rounded axes."""
    active, keen = axes["activity"] >= 60, axes["intent"] >= 60
    if axes["value"] >= 80:
        return "vip" if active else "sleeping_vip"
    return "potential" if keen else "regular" if active else "quiet"


def level(combined: str, money: str, orders: int) -> str:
    """The default levels."""
    return "gold" if combined == "vip" else "silver" if money == "A" else "bronze" if orders else "open"


def stored_profiles(rows: sqlite3.Connection) -> dict[str, dict]:
    """The judged documents by customer, as they are kept."""
    query = "SELECT p.customer_id, p.document FROM main.profiles p JOIN people ON people.who = p.customer_id"
    return {who: json.loads(document) for who, document in rows.execute(query)}
