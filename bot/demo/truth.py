"""What was planted, for those who check what is found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot.demo.browsing import Visit
from bot.demo.calendar import Period
from bot.demo.catalogue import COMPANY_NAMES, in_pounds
from bot.demo.feedback import Feedback
from bot.demo.incidents import Incident
from bot.demo.people import Person
from bot.demo.personas import personas
from bot.demo.shopping import Journey, Order
from bot.demo.spoiling import Spoilt


@dataclass(frozen=True, slots=True)
class World:
    """Everything that the demo company is made of, before it is exported."""

    period: Period
    seed: int
    people: Sequence[Person]
    journeys: Sequence[Journey]
    orders: Sequence[Order]
    visits: Sequence[Visit]
    feedback: Sequence[Feedback]
    incidents: Sequence[Incident]


def truth(world: World, spoilt: Sequence[Spoilt]) -> dict[str, object]:
    """The content of ``truth.json``."""
    return {
        "company": COMPANY_NAMES,
        "seed": world.seed,
        "first_day": world.period.first.isoformat(),
        "last_day": world.period.last.isoformat(),
        "personas": {key: persona.names for key, persona in personas().items()},
        "persona_of": _persona_of(world.people),
        "lifecycle": _lifecycle(world.journeys),
        "incidents": [_incident(incident, world) for incident in world.incidents],
        "identity_groups": _groups(world.people),
        "duplicates": _duplicates(world.feedback, spoilt),
        "personal_data": _personal(world.feedback),
        "hostile": [each.feedback_id for each in world.feedback if each.kind == "hostile"],
        "bad_rows": [asdict(row) for each in spoilt for row in each.bad],
        "feedback": {each.feedback_id: _labels(each) for each in world.feedback},
        "totals": _totals(world, spoilt),
    }


def _persona_of(people: Sequence[Person]) -> dict[str, str]:
    return {account.customer_id: person.persona for person in people for account in person.accounts}


def _lifecycle(journeys: Sequence[Journey]) -> dict[str, dict[str, str]]:
    """State by customer id, with the days on which somebody left or came back, and why."""
    found: dict[str, dict[str, str]] = {}
    for journey in journeys:
        fate = journey.fate
        told = {
            "state": fate.state if journey.orders else "never_bought",
            "left": fate.left.isoformat() if fate.left else "",
            "back": fate.back.isoformat() if fate.back else "",
            "cause": fate.cause,
        }
        for account in journey.person.accounts:
            found[account.customer_id] = {key: value for key, value in told.items() if value}
    return found


def _incident(incident: Incident, world: World) -> dict[str, object]:
    raised = [each for each in world.feedback if each.opinion.incident == incident.name]
    hit = [order for order in world.orders if order.incident == incident.name]
    days = sorted(each.opinion.time.date().isoformat() for each in raised)
    return {
        "name": incident.name,
        "kind": incident.kind,
        "topic": incident.topic,
        "region": incident.region,
        "sku": incident.sku,
        "from": incident.period.first.isoformat(),
        "to": incident.period.last.isoformat(),
        "complaints_from": days[0] if days else "",
        "complaints_to": days[-1] if days else "",
        "keywords": {language: list(words) for language, words in incident.keywords.items()},
        "customers": sorted({order.account.customer_id for order in hit}),
        "orders": [order.order_id for order in hit],
        "feedback": [each.feedback_id for each in raised],
    }


def _groups(people: Sequence[Person]) -> list[list[str]]:
    return [
        [account.customer_id for account in person.accounts] for person in people if len(person.accounts) > 1
    ]


def _duplicates(feedback: Sequence[Feedback], spoilt: Sequence[Spoilt]) -> dict[str, object]:
    def pairs(kind: str) -> list[list[str]]:
        return [[each.source, each.feedback_id] for each in feedback if each.kind == kind]

    return {
        "rows_twice": {each.table.file: list(each.twice) for each in spoilt if each.twice},
        "orders_twice": [order_id for each in spoilt for order_id in each.orders_twice],
        "resubmitted": pairs("resubmitted"),
        "reworded": pairs("reworded"),
    }


def _personal(feedback: Sequence[Feedback]) -> dict[str, list[dict[str, object]]]:
    return {
        each.feedback_id: [asdict(span) for span in each.words.spans] for each in feedback if each.words.spans
    }


def _labels(each: Feedback) -> dict[str, object]:
    opinion = each.opinion
    return {
        "customer_id": opinion.account.customer_id,
        "channel": opinion.channel,
        "language": each.language,
        "voice": opinion.person.voice,
        "polarity": opinion.mood,
        "topics": list(each.topics),
        **({"incident": opinion.incident} if opinion.incident else {}),
    }


def _totals(world: World, spoilt: Sequence[Spoilt]) -> dict[str, object]:
    bought = [order for order in world.orders if not order.returns]
    revenue = sum(
        in_pounds(line.quantity * line.unit_price, currency)
        for order in world.orders
        for currency in [_currency(order)]
        for line in order.lines
    )
    return {
        "people": len(world.people),
        "customers": sum(len(person.accounts) for person in world.people),
        "orders": len(bought),
        "returns": len(world.orders) - len(bought),
        "order_lines": sum(len(order.lines) for order in world.orders),
        "events": len(world.visits),
        "feedback": len(world.feedback),
        "by_language": _counted([each.language for each in world.feedback]),
        "by_channel": _counted([each.opinion.channel for each in world.feedback]),
        "by_polarity": _counted([each.opinion.mood for each in world.feedback]),
        "net_revenue_gbp": round(revenue, 2),
        "rows": {each.table.file: len(each.table.rows) for each in spoilt},
        "bad_rows": sum(len(each.bad) for each in spoilt),
    }


def _currency(order: Order) -> str:
    return {"GB": "GBP", "HK": "HKD", "TW": "TWD", "CN": "CNY"}[order.person.region]


def _counted(labels: Sequence[str]) -> dict[str, int]:
    return dict(sorted(Counter(labels).items()))
