"""Levels: what the owner calls kinds of customers (gold, VIP, 公海), each with a condition; the first fits.

A level without conditions takes everybody who is left. Without levels of the owner's own there are:

| level | when |
|---|---|
| gold | combined tier vip |
| silver | ABC class A |
| bronze | has ordered |
| open | nobody else: no order yet |
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from index.records import Axes, Rfm
from prompts.reading import nearest, read


@dataclass(frozen=True)
class Placed:
    """What a level may ask about a customer."""

    tier: str
    abc: str
    lifecycle: str
    rfm: Rfm
    axes: Axes


@dataclass(frozen=True)
class Level:
    """A level and when it fits; an empty condition holds always, several must all hold."""

    id: str
    names: Mapping[str, str] = field(default_factory=dict)
    """By language tag; empty: those of the catalogue."""
    tier: tuple[str, ...] = ()
    abc: tuple[str, ...] = ()
    lifecycle: tuple[str, ...] = ()
    rfm: tuple[str, ...] = ()
    """RFM labels."""
    activity: float = 0.0
    """At least so much, 0-100; so for value and intent."""
    value: float = 0.0
    intent: float = 0.0
    risk: float = 100.0
    """At most so much, 0-100."""
    orders: float = 0.0
    """At least so many."""
    spend: float | None = None
    """At least so much net spend, reporting currency."""
    silent: float | None = None
    """The last order is at most so many days ago."""

    def fits(self, placed: Placed) -> bool:
        """Whether every condition holds."""
        named = (
            (self.tier, placed.tier),
            (self.abc, placed.abc),
            (self.lifecycle, placed.lifecycle),
            (self.rfm, placed.rfm.label),
        )
        axes, rfm = placed.axes, placed.rfm
        return (
            all(not wanted or held in wanted for wanted, held in named)
            and axes.activity >= self.activity
            and axes.value >= self.value
            and axes.intent >= self.intent
            and axes.risk <= self.risk
            and rfm.frequency >= self.orders
            and (self.spend is None or round(rfm.monetary * 100) >= round(self.spend * 100))
            and (self.silent is None or (rfm.recency_days is not None and rfm.recency_days <= self.silent))
        )


LEVELS = (
    Level("gold", tier=("vip",)),
    Level("silver", abc=("A",)),
    Level("bronze", orders=1.0),
    Level("open"),
)


def level_of(levels: Iterable[Level], placed: Placed) -> str | None:
    """The id of the first level that fits; None where none does."""
    return next((level.id for level in levels if level.fits(placed)), None)


def level_name(levels: Iterable[Level], level_id: str, language: str) -> str:
    """What a level is called in a language: the owner's name, else the catalogue's, else the id."""
    names: Mapping[str, str] = next((one.names for one in levels if one.id == level_id), {})
    tag = nearest(language)
    other = {"zh-Hans": "zh-Hant", "zh-Hant": "zh-Hans"}.get(tag, "en")
    for known in (tag, other, "en", *names):
        if known in names:
            return names[known]
    words = read("standing", language)
    return words.say(f"level.{level_id}") if words.has(f"level.{level_id}") else level_id


def find_level(levels: Sequence[Level], text: str) -> Level | None:
    """The level with this id or name in any language, whatever the case; None for none."""
    wanted = text.strip().casefold()
    for level in levels:
        told = {level.id, *level.names.values()}
        told |= {level_name(levels, level.id, tag) for tag in ("en", "zh-Hans", "zh-Hant")}
        if wanted in {one.casefold() for one in told}:
            return level
    return None
