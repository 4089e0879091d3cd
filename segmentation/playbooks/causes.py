"""What drove customers away, from their own words: the part of the business they spoke badly of."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from index.records import Reason
from index.shapes import Blame

CAUSES = ("delivery", "price", "product", "service")
"""In the order in which one of two that are blamed alike is told."""
PARTS: Mapping[str, frozenset[str]] = {
    "delivery": frozenset({"delivery", "packaging"}),
    "price": frozenset({"price", "payment"}),
    "service": frozenset({"service", "staff", "communication", "returns", "waiting"}),
    "product": frozenset(
        {
            "product", "quality", "design", "performance", "battery", "display", "sound", "usability", "food",
            "drinks", "size", "colour", "material", "smell", "durability", "fit",
        }
    ),
}  # fmt: skip
DAYS = 180
HALF_DAYS = 60.0
"""After so many days a remark counts half."""
CITED = 5


def causes(blames: Iterable[Blame], moment: int) -> dict[str, Reason]:
    """The likeliest cause of everyone who blamed something within half a year before ``moment``.

    Args:
        blames: what known customers spoke badly of.
        moment: UTC seconds; what was said later is not looked at.
    """
    spoken: dict[str, dict[str, list[Blame]]] = {}
    for one in blames:
        cause = _CAUSE_OF.get(one.category)
        if cause is not None and 0 <= moment - one.at < DAYS * 86_400:
            spoken.setdefault(one.customer_id, {}).setdefault(cause, []).append(one)
    return {customer: _likeliest(found, moment) for customer, found in spoken.items()}


_CAUSE_OF = {category: cause for cause, members in PARTS.items() for category in members}


def _likeliest(found: Mapping[str, list[Blame]], moment: int) -> Reason:
    weight = {
        cause: sum(
            0.5 ** ((moment - at) / 86_400 / HALF_DAYS)
            for at in {one.feedback_id: one.at for one in ones}.values()
        )
        for cause, ones in found.items()
    }
    cause = max(CAUSES, key=lambda name: (weight.get(name, 0.0), -CAUSES.index(name)))
    newest = sorted(found[cause], key=lambda one: (-one.at, one.feedback_id))
    ids = tuple(dict.fromkeys(one.feedback_id for one in newest))
    since = datetime.fromtimestamp(newest[-1].at, UTC).date().isoformat()
    values: dict[str, float | str] = {"count": float(len(ids)), "since": since}
    return Reason(f"cause.{cause}", "up", float(len(ids)), values, ids[:CITED])
