"""Which mentions of a clause are worth reporting."""

import re
from collections.abc import Iterator

from nlp.aspects.clauses import Clause
from nlp.aspects.mentions import Mention

GENERAL = frozenset({"product", "place"})
APART = frozenset({"price", "cleanliness", "delivery", "quality"})
"""Categories that are judged along with another thing: a clean room, an overpriced dish."""

_PLACEHOLDER = re.compile(r"\[[A-Z]+\]")


def blanked(text: str) -> str:
    """``text`` with spaces in the place of what redaction left, such as ``[PHONE]``."""
    return _PLACEHOLDER.sub(lambda match: " " * len(match.group()), text)


def telling(clause: Clause) -> Iterator[Mention]:
    """The mentions worth reporting.

    Words that imply a category count where nothing particular is named, or where they judge something else
    than what is named ("the food is overpriced").
    """
    named = {mention.category for mention in clause.mentions if not mention.implied}
    seen = set(named)
    for mention in clause.mentions:
        if not mention.implied:
            yield mention
        elif mention.category not in seen and (named <= GENERAL or mention.category in APART):
            seen.add(mention.category)
            yield mention
