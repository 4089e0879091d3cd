"""Tags of every customer, each told with the figures it rests on."""

from dataclasses import dataclass

from index.records import Reason, Tag
from segmentation.behaviour import Behaviour
from segmentation.tags.buying import baskets, seasons
from segmentation.tags.moving import browsing, ordering, posting, talking
from segmentation.tags.rules import TAGS, Ground, Tagged

RATES = frozenset({"buyer", "interactor", "social"})
"""Tags that count over days rather than among others."""


@dataclass(frozen=True)
class Tags:
    """Tags in the order of the customers, and those that this store's data cannot tell."""

    by_customer: tuple[tuple[Tag, ...], ...]
    unknown: tuple[str, ...]


def tag(behaviour: Behaviour, ground: Ground) -> Tags:
    """Judge every tag for all customers of ``behaviour`` as of its moment."""
    found = (
        *browsing(behaviour),
        *ordering(behaviour, ground),
        *talking(behaviour, ground),
        *baskets(behaviour, ground),
        *seasons(behaviour, ground),
        *posting(behaviour, ground),
    )
    told: list[list[Tag]] = [[] for _ in behaviour.customer_ids]
    for one in sorted(found, key=lambda tagged: TAGS.index(tagged.key)):
        for row in one.has.nonzero()[0].tolist():
            told[row].append(_tag(one, row))
    known = {one.key for one in found}
    return Tags(tuple(map(tuple, told)), tuple(key for key in TAGS if key not in known))


def _tag(one: Tagged, row: int) -> Tag:
    count, of = float(one.count[row]), float(one.of[row])
    if one.key in RATES:
        values: dict[str, float | str] = {"count": count, "days": of, "usual": round(one.usual * of, 1)}
        size = count / max(one.usual * of, 1e-9)
    else:
        values = {"count": count, "of": of, "usual": round(100.0 * one.usual, 1)}
        size = count / max(of, 1.0)
    direction = "down" if one.key == "browser" else "up"
    reason = Reason(f"tag.{one.key}", direction, round(size, 4), values, one.evidence.get(row, ()))
    return Tag(one.key, int(count if one.key in RATES else of), reason)
