"""All definitions as one table: what each judgement means, with the thresholds in force."""

from collections.abc import Iterator
from dataclasses import dataclass

from segmentation.journey import PAIN_DAYS
from segmentation.journey.stages import OF_CATEGORY, STAGES
from segmentation.levels import Level
from segmentation.rfm import LABELS
from segmentation.settings import Settings
from segmentation.tags.rules import SURE, TIMES


@dataclass(frozen=True)
class Definition:
    """One row: the judgement (``lifecycle``), its value (``lapsed``), and when a customer has it."""

    judgement: str
    value: str
    when: str


def definitions(settings: Settings) -> tuple[Definition, ...]:
    """Every definition, in the order in which judgements build on one another; the first row that fits."""
    return (
        *_rfm(settings),
        *_labels(),
        *_abc(settings),
        *_lifecycle(settings),
        *_axes(),
        *_risk(settings),
        *_tiers(settings),
        *_levels(settings),
        *_tags(),
        *_loyalty(),
        *_journey(),
    )


def as_markdown(rows: tuple[Definition, ...]) -> str:
    """The rows as a Markdown table."""
    head = ["| judgement | value | when |", "|---|---|---|"]
    return "\n".join(head + [f"| {row.judgement} | {row.value} | {row.when} |" for row in rows])


def _rfm(settings: Settings) -> Iterator[Definition]:
    yield Definition("rfm", "recency", "calendar days (UTC) since the last order of positive amount")
    yield Definition("rfm", "frequency", "orders of positive amount; several on one day count each")
    yield Definition("rfm", "monetary", "net amount of all orders, returns included, reporting currency")
    if settings.rfm == "manual" and settings.rfm_bounds is not None:
        bounds = settings.rfm_bounds
        days = ", ".join(
            f"{score} up to {one:g}" for score, one in zip((5, 4, 3, 2), bounds.recency, strict=True)
        )
        yield Definition("rfm score", "r", f"days: {days}, else 1")
        for part, title in ((bounds.frequency, "f"), (bounds.monetary, "m")):
            steps = ", ".join(f"{score} from {one:g}" for score, one in zip((2, 3, 4, 5), part, strict=True))
            yield Definition("rfm score", title, f"{steps}, else 1")
        return
    ways = {
        "quantile": "1 + floor(5 x (buyers strictly lower + half of those equal) / buyers), at most 5",
        "fixed": "1 + floor(5 x (value - lowest) / (highest - lowest)) among buyers, at most 5; all alike: 3",
    }
    yield Definition("rfm score", "r, f, m", f"{ways[settings.rfm]}; recency counted backwards")


def _labels() -> Iterator[Definition]:
    yield Definition("rfm label", "prospect", "no order of positive amount (scores 1-1-1)")
    found: dict[str, list[str]] = {}
    for r, row in enumerate(LABELS, 1):
        for mean, name in enumerate(row, 1):
            found.setdefault(name, []).append(f"{r}-{mean}")
    for name, cells in found.items():
        yield Definition("rfm label", name, f"r - mean of f and m (halves rounded up): {', '.join(cells)}")


def _abc(settings: Settings) -> Iterator[Definition]:
    held = "those with strictly more net spend hold less than {share:.0%} of all positive net spend"
    yield Definition("abc", "A", held.format(share=settings.abc_a))
    yield Definition("abc", "B", held.format(share=settings.abc_b))
    yield Definition("abc", "C", "all others, and whoever has no positive net spend")


def _lifecycle(settings: Settings) -> Iterator[Definition]:
    silent = "silent for over {times:g} x the own rhythm and over {days} days"
    yield Definition(
        "lifecycle",
        "(rhythm)",
        "(sum of the gaps between purchase days (UTC) + one gap of the store's median customer) / (gaps + 1)",
    )
    yield Definition("lifecycle", "prospect", "never bought")
    yield Definition("lifecycle", "lapsed", silent.format(times=settings.lapse, days=settings.lapse_days))
    yield Definition("lifecycle", "slipping", silent.format(times=settings.slip, days=settings.slip_days))
    yield Definition("lifecycle", "first_purchase", "one purchase day")
    yield Definition(
        "lifecycle",
        "won_back",
        f"the last gap was over {settings.lapse:g} x the rhythm until then, and {settings.lapse_days} days",
    )
    yield Definition("lifecycle", "loyal", f"{settings.loyal_purchases} purchase days or more")
    yield Definition("lifecycle", "active", "two purchase days or more")


def _axes() -> Iterator[Definition]:
    yield Definition(
        "axis",
        "(part)",
        "share of customers strictly lower, the highest at 100; unknown stands lowest; a part that the store "
        "does not record is left out; the axis is the weighted mean, rounded",
    )
    parts = {
        "activity": "orders in 90 days (3), events in 30 days (2), last seen (2), messages in 90 days (1)",
        "value": "net spend in 365 days (3), net spend ever (2), mean order (1); below 0 counts as 0",
        "intent": "baskets in 30 days (3), enquiries in 30 days (3), events a day with any in 30 days (1), "
        "visits in 30 days (1)",
        "risk": "probability of no purchase itself (4), complaints in 90 days (2), dark mood in 90 days (1), "
        "orders fewer in the last 90 days than in the 90 before (1)",
    }
    for axis, told in parts.items():
        yield Definition("axis", axis, told)


def _risk(settings: Settings) -> Iterator[Definition]:
    yield Definition(
        "risk",
        "probability",
        "of no order of positive amount within the horizon; under contract, of cancelling",
    )
    yield Definition(
        "risk", "(high)", f"probability from {settings.risk_high:g}, and the share who left so far"
    )
    yield Definition(
        "risk",
        "gone",
        "high, silent for a whole horizon and longer than the rhythm; under contract: cancelled",
    )
    yield Definition("risk", "at risk", "high and not gone")
    yield Definition("risk", "value at risk", "probability x expected spend over the horizon")
    yield Definition(
        "risk",
        "sure",
        "leaves or stays where at most one in ten past customers of the other outcome scored so; else unsure",
    )


def _tiers(settings: Settings) -> Iterator[Definition]:
    high, value = settings.high, settings.high_value
    rows = (
        ("vip", f"value from {value} and activity from {high}"),
        ("sleeping_vip", f"value from {value}"),
        ("potential", f"intent from {high}"),
        ("regular", f"activity from {high}"),
        ("quiet", "all others"),
    )
    for name, when in rows:
        yield Definition("tier", name, when)


def _levels(settings: Settings) -> Iterator[Definition]:
    for level in settings.levels:
        yield Definition("level", level.id, _condition(level))


def _tags() -> Iterator[Definition]:
    yield Definition(
        "tag",
        "(clearly)",
        f"with probability {SURE:g} at least {TIMES:g} x the store's share or rate, the prior; a tag "
        "that counts what the store does not record is unknown",
    )
    rows = (
        ("browser", "10 events in 90 days or more, and orders among events and orders clearly few"),
        ("buyer", "2 orders in 90 days or more, clearly often"),
        ("interactor", "3 messages and enquiries in 90 days or more, clearly often"),
        (
            "bargain",
            "3 lines or more at 5 % or more below the article's median price, clearly many of the lines",
        ),
        ("gift", "2 lines or more of articles for giving (wrapping, box, card), clearly many of the lines"),
        (
            "bulk",
            "2 lines or more of 5 units and 4 x the article's median quantity, clearly many of the lines",
        ),
        (
            "seasonal",
            "customer for a year or more; 4 purchase days or more, six in ten in the same three months of "
            "the year, in two years at least; by chance in one case in ten at most",
        ),
        ("social", "2 posts on social channels in 365 days or more, clearly often"),
    )
    for name, when in rows:
        yield Definition("tag", name, when)


def _loyalty() -> Iterator[Definition]:
    yield Definition(
        "loyalty",
        "score",
        "buyers only: repeat purchase days a year, counted over tenure + 90 days (3), months of the last "
        "year with a purchase (2), tenure (1), last NPS answer or mood of 90 days (2); "
        "weighted mean of what is known",
    )


def _journey() -> Iterator[Definition]:
    yield Definition(
        "journey",
        "(votes)",
        "a text stands at the stage with the most votes, the later one of equals: touchpoint that the source "
        "names 2; each aspect 1, unhappy 1.5, of service half; the stage that its theme's aspects speak for "
        "more than others' do 1.5; an NPS answer 1.5 and words of leaving 1 for loyalty; no order yet 2 for "
        "awareness, with basket or enquiry in 14 days for consideration; 0-1, 2-14 or more days after an "
        "order 0.5 for purchase, delivery or use",
    )
    for stage in STAGES:
        named = ", ".join(category for category, where in OF_CATEGORY.items() if where == stage)
        yield Definition("journey", stage, f"aspects: {named or 'none'}")
    yield Definition(
        "journey",
        "(customer)",
        f"for a playbook's condition: the stage of the newest negative feedback within {PAIN_DAYS} days; "
        "none without such feedback",
    )


def _condition(level: Level) -> str:
    named = (
        ("tier", level.tier),
        ("ABC", level.abc),
        ("lifecycle", level.lifecycle),
        ("RFM label", level.rfm),
    )
    told = [f"{title} {' or '.join(values)}" for title, values in named if values]
    told += [
        f"{title} from {least:g}"
        for title, least in (
            ("activity", level.activity),
            ("value", level.value),
            ("intent", level.intent),
            ("orders", level.orders),
        )
        if least > 0
    ]
    if level.spend is not None:
        told.append(f"net spend from {level.spend:,.2f}")
    if level.silent is not None:
        told.append(f"last order at most {level.silent:g} days ago")
    if level.risk < 100:
        told.append(f"risk axis at most {level.risk:g}")
    return " and ".join(told) or "all others"
