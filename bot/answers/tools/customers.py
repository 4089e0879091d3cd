"""Lists of customers: the best, or those of a tier, stage, grade or segment."""

from dataclasses import dataclass
from datetime import datetime

from bot.answers.evidence import Evidence, Fact
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox
from index.records import Profile

SHOWN = 10


@dataclass(frozen=True)
class CustomersEvidence(Evidence):
    """Customers by what they spent, most first."""

    shown: tuple[tuple[Profile, str], ...] = ()
    count: int = 0
    filtered: bool = False


def customers(arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> CustomersEvidence:
    """Those that fit every filter of the arguments."""
    wanted = {"tier": arguments.tier, "lifecycle": arguments.stage, "abc": arguments.grade}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    fitting = [
        one
        for one in toolbox.profiles(as_of, arguments.scope.segment, arguments.scope.place)
        if all(getattr(one, name) == value for name, value in wanted.items())
    ]
    fitting.sort(key=lambda one: (-one.rfm.monetary, one.customer_id))
    shown = fitting[: arguments.limit or SHOWN]
    names = toolbox.names(tuple(one.customer_id for one in shown))
    money = toolbox.currency
    return CustomersEvidence(
        facts=(
            Fact("customers", len(fitting)),
            *(Fact("spent", round(one.rfm.monetary, 2), money, one.customer_id) for one in shown),
        ),
        rows=tuple(_row(one, names[one.customer_id]) for one in shown),
        listed=tuple(names.items()),
        shown=tuple((one, names[one.customer_id]) for one in shown),
        count=len(fitting),
        filtered=bool(wanted) or (arguments.scope.segment, arguments.scope.place) != (None, None),
    )


def _row(one: Profile, name: str) -> dict[str, object]:
    return {
        "customer_id": one.customer_id,
        "name": name,
        "spent": round(one.rfm.monetary, 2),
        "orders": one.rfm.frequency,
        "tier": one.tier,
        "lifecycle": one.lifecycle,
        "abc": one.abc,
    }
