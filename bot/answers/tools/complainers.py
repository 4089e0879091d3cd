"""Who complained: the customers behind the narrowed feedback, those with most first."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.answers.evidence import Citation, Evidence, Fact
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox
from bot.answers.tools import heard
from bot.answers.tools.quotes import choose
from bot.answers.tools.wording import mentions

SHOWN = 5


@dataclass(frozen=True)
class Complainer:
    """A customer, how many of the texts are theirs, and one of them."""

    customer_id: str
    name: str
    texts: int
    quote: Citation | None


@dataclass(frozen=True)
class ComplainersEvidence(Evidence):
    """Customers by number of texts; ``nameless`` texts have no known customer."""

    shown: tuple[Complainer, ...] = ()
    count: int = 0
    nameless: int = 0


def complainers(arguments: Arguments, toolbox: Toolbox, as_of: datetime) -> ComplainersEvidence:
    """The customers who said what the arguments narrow to."""
    found = heard.listing(arguments.scope, toolbox, as_of, limit=heard.MOST)
    if arguments.topic is not None:
        found = tuple(one for one in found if mentions(one.feedback.text, arguments.topic))
    known = [(one.feedback.customer_id, one) for one in found if one.feedback.customer_id is not None]
    counted = Counter(customer for customer, _ in known)
    order = sorted(counted, key=lambda customer: (-counted[customer], customer))
    shown = order[: arguments.limit or SHOWN]
    names = toolbox.names(tuple(shown))
    rows = []
    for customer in shown:
        own = choose(
            (one for who, one in known if who == customer), 1, label=arguments.scope.label, only=True
        )
        rows.append(Complainer(customer, names[customer], counted[customer], own[0] if own else None))
    return ComplainersEvidence(
        facts=(
            Fact("customers", len(counted)),
            Fact("complaints", len(found)),
            *(Fact("complaints", one.texts, None, one.customer_id) for one in rows),
        ),
        rows=tuple({"customer_id": one.customer_id, "name": one.name, "texts": one.texts} for one in rows),
        quotes=tuple(one.quote for one in rows if one.quote),
        listed=tuple(names.items()),
        shown=tuple(rows),
        count=len(counted),
        nameless=len(found) - len(known),
    )
