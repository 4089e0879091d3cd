"""Places each piece of feedback at a stage of the journey, and says what spoke for it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.ports import EventColumns, OrderColumns
from index.records import ReadFeedback
from nlp.findings import Aspect
from segmentation.behaviour import DAY, seconds
from segmentation.behaviour.moving import CART, ENQUIRY
from segmentation.journey.stages import ANYWHERE, OF_CATEGORY, STAGES, TOUCHPOINTS, stage_named

TOUCHPOINT, ASPECT, UNHAPPY, THEME, NPS, WORDS, NEWCOMER, TIMING = 2.0, 1.0, 1.5, 1.5, 1.5, 1.0, 2.0, 0.5
CLEARLY = 0.1
"""By so much a theme's share of a stage is above that of all texts."""
INTENT_DAYS = 14.0
BOUGHT_DAYS, DELIVERED_DAYS = 2.0, 15.0
LOYAL_ORDERS = 4
Votes = dict[str, float]


@dataclass(frozen=True)
class Placed:
    """A text's stage, and the share of all votes that it has."""

    said: ReadFeedback
    stage: str
    share: float


@dataclass(frozen=True)
class Trail:
    """When each customer ordered, and showed interest; UTC seconds, ascending."""

    orders: Mapping[str, Sequence[int]]
    interest: Mapping[str, Sequence[int]]

    @staticmethod
    def of(orders: OrderColumns, events: EventColumns) -> "Trail":
        """The trails of everybody."""
        bought, interest = defaultdict(list), defaultdict(list)
        for who, at in zip(orders.customer[orders.amount > 0], orders.at[orders.amount > 0], strict=True):
            bought[orders.customer_ids[who]].append(int(at))
        keen = {number for number, name in enumerate(events.kinds) if name in CART | ENQUIRY}
        for who, at, kind in zip(events.customer, events.at, events.kind, strict=True):
            if int(kind) in keen:
                interest[events.customer_ids[who]].append(int(at))
        return Trail(bought, interest)


def place(said: Sequence[ReadFeedback], trail: Trail) -> tuple[Placed, ...]:
    """One stage a text; those that nothing speaks for are left out."""
    themes = _themes(said)
    found = []
    for one in said:
        votes = _votes(one, themes, trail)
        if votes:
            # Of equal stages the later one: where the pain was felt.
            stage = max(votes, key=lambda name: (votes[name], STAGES.index(name)))
            found.append(Placed(one, stage, votes[stage] / sum(votes.values())))
    return tuple(found)


def _touchpoint(one: ReadFeedback) -> str | None:
    for name, value in one.feedback.attributes.items():
        if name.casefold() in TOUCHPOINTS:
            return stage_named(value)
    return None


def _votes(one: ReadFeedback, themes: Mapping[int | None, str], trail: Trail) -> Votes:
    votes: Votes = defaultdict(float)
    named = _touchpoint(one)
    if named is not None:
        votes[named] += TOUCHPOINT
    for stage, weight in _aspects(one):
        votes[stage] += weight
    if one.theme_id in themes:
        votes[themes[one.theme_id]] += THEME
    signals = {signal.kind for signal in one.analysis.signals} if one.analysis else set()
    if one.feedback.rating is not None and one.feedback.rating.scale == "nps":
        votes["loyalty"] += NPS
    orders = trail.orders.get(one.feedback.customer_id or "", ())
    at = seconds(one.feedback.at)
    before = bisect_right(orders, at)
    if "churn" in signals or (
        "praise" in signals and before >= LOYAL_ORDERS and one.feedback.channel == "survey"
    ):
        votes["loyalty"] += WORDS
    if one.feedback.customer_id is not None:
        stage, weight = _timing(one.feedback.customer_id, at, orders[:before], trail)
        votes[stage] += weight
    return votes


def _timing(who: str, at: int, orders: Sequence[int], trail: Trail) -> tuple[str, float]:
    """What the time since the last order speaks for."""
    if not orders:
        interest = trail.interest.get(who, ())
        before = bisect_right(interest, at)
        keen = before > 0 and (at - interest[before - 1]) / DAY <= INTENT_DAYS
        return ("consideration" if keen else "awareness"), NEWCOMER
    days = (at - orders[-1]) / DAY
    if days < BOUGHT_DAYS:
        return "purchase", TIMING
    return ("delivery" if days < DELIVERED_DAYS else "use"), TIMING


def _aspects(one: ReadFeedback) -> list[tuple[str, float]]:
    aspects = one.analysis.aspects if one.analysis is not None else ()
    return [
        (OF_CATEGORY[aspect.category], _weight(aspect))
        for aspect in aspects
        if aspect.category in OF_CATEGORY
    ]


def _weight(aspect: Aspect) -> float:
    full = UNHAPPY if aspect.sentiment == "negative" else ASPECT
    return full / 2.0 if aspect.category in ANYWHERE else full


def _themes(said: Sequence[ReadFeedback]) -> dict[int | None, str]:
    """By theme: the stage that its texts' aspects speak for clearly more than those of all texts do."""
    counted: dict[int | None, Votes] = defaultdict(lambda: defaultdict(float))
    every: Votes = defaultdict(float)
    for one in said:
        for stage, weight in _aspects(one):
            every[stage] += weight
            if one.theme_id is not None and one.theme_id >= 0:
                counted[one.theme_id][stage] += weight
    usual = {stage: weight / sum(every.values()) for stage, weight in every.items()}
    found = {}
    for theme, votes in counted.items():
        total = sum(votes.values())
        above = {stage: weight / total - usual[stage] for stage, weight in votes.items()}
        stage = max(above, key=lambda name: (above[name], name))
        if above[stage] >= CLEARLY:
            found[theme] = stage
    return found
