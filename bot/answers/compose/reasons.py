"""Reasons in words, as answers, digests and cards tell them: amounts carry their currency."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.compose.figures import money
from index.records import Reason
from prompts import read
from segmentation import wording

MONEY = ("worth.", "spend.", "moved.spend", "trait.average_order")
"""Beginnings of the features whose values are amounts."""
REST = "rest"
OTHER = "rest.plain"
ENOUGH = 2
"""So many reasons that say what happened need no bare figures beside them."""


def tell(reason: Reason, language: str, currency: str) -> str:
    """One reason; its amounts with the sign of the currency."""
    if reason.feature.startswith(MONEY):
        values = {
            name: value if isinstance(value, str) else money(value, currency)
            for name, value in reason.values.items()
        }
        reason = replace(reason, values=values)
    elsewhere = reason.feature.partition(".")[0] in wording.CATALOGUES
    if not elsewhere and not read("reasons", language).has(reason.feature):
        # Judged by an earlier version that had other words; the next refresh judges anew.
        reason = replace(reason, feature=OTHER, values={})
    return wording.tell(reason, language)


def speaking_for(reasons: Sequence[Reason], limit: int) -> tuple[Reason, ...]:
    """Reasons to leave in their order, those that only state a figure after those that say what happened."""
    found = [one for one in reasons if one.direction == "up" and not one.feature.startswith(REST)]
    happened = [one for one in found if not one.feature.endswith(".plain")]
    return tuple(
        happened[:limit]
        if len(happened) >= ENOUGH
        else (happened + [one for one in found if one not in happened])[:ENOUGH]
    )
