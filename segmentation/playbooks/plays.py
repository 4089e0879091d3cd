"""What a play is, and when it fits a customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from index.records import GONE, HIGH_RISK, Axes, Reason, Risk
from segmentation.contacting import NEVER_CONTACTED, Contacted
from segmentation.settings import Settings

CHANNELS = ("phone", "email", "message")
OWNERS = ("account", "support", "marketing")
BASES = ("value_at_risk", "expected_value")
"""What an effect is a share of: what may be lost, or what is likely to come."""


@dataclass(frozen=True)
class Standing:
    """What a play may ask about a customer."""

    tier: str
    abc: str
    lifecycle: str
    axes: Axes
    risk: Risk | None
    signals: Mapping[str, Reason]
    """Those present of complaint, refund, farewell, cart and enquiry, told."""
    level: str = ""
    """The owner's own level, such as gold."""
    stage: str = ""
    """Of the journey: that of the newest negative feedback within 90 days; empty: none."""
    segment: int = -1
    themes: tuple[int, ...] = ()
    cause: Reason | None = None
    """What drove the customer away, as far as it was said: ``cause.delivery`` and so on."""
    expected_value: float = 0.0
    value_at_risk: float = 0.0
    days: int | None = None
    """Since the last purchase."""
    orders: int = 0
    goods: tuple[str, ...] = ()
    """What the customer may like next."""
    contacted: Contacted = NEVER_CONTACTED
    held_out: bool = False
    """Left uncontacted at random, to compare with."""
    today: date | None = None
    """None where nobody asks whether the customer may be contacted."""

    @property
    def cause_key(self) -> str:
        """``delivery``, ``price``, ``product`` or ``service``; ``none`` where nothing was said."""
        return self.cause.feature.partition(".")[2] if self.cause is not None else "none"


@dataclass(frozen=True)
class Play:
    """An action and when it fits; an empty condition holds always."""

    key: str
    channel: str
    owner: str
    priority: int = 0
    """The highest that fits is done; among equals the one that is worth most."""
    cooldown_days: int = 14
    """The same play is not done again within so many days."""
    effect: float = 0.0
    """Share of ``basis`` that it is assumed to keep or bring, 0..1."""
    basis: str = "value_at_risk"
    observed: bool = False
    """Whether ``effect`` was measured on the owner's own outcomes."""
    reply: bool = False
    """An answer to what the customer asked for: no cooldown and no quiet list stands against it."""
    wording: Mapping[str, str] = field(default_factory=dict)
    """The owner's own sentence by language; empty: the catalogue's under ``key``."""
    because: tuple[str, ...] = ()
    """Groups of reasons that speak for it, told first."""
    signals: frozenset[str] = frozenset()
    """Any of these."""
    lifecycles: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    segments: frozenset[int] = frozenset()
    themes: frozenset[int] = frozenset()
    causes: frozenset[str] = frozenset()
    risk_high: bool = False
    """At risk, and not gone."""
    gone: bool = False
    """Left already."""
    risk_from: float = 0.0
    risk_below: float = 1.01
    value_from: float = 0.0
    """Least value at risk."""

    def fits(self, standing: Standing, settings: Settings) -> bool:
        """Whether every condition holds."""
        return (
            _any(self.signals, standing.signals)
            and _one(self.lifecycles, standing.lifecycle)
            and _one(self.tiers, standing.tier)
            and _one(self.levels, standing.level)
            and _one(self.classes, standing.abc)
            and _one(self.stages, standing.stage)
            and (not self.segments or standing.segment in self.segments)
            and (not self.themes or not self.themes.isdisjoint(standing.themes))
            and _one(self.causes, standing.cause_key)
            and self._risk_fits(standing, settings)
            and standing.value_at_risk >= self.value_from
        )

    def _risk_fits(self, standing: Standing, settings: Settings) -> bool:
        if standing.risk is None:
            return not self.risk_high and not self.gone and self.risk_from == 0.0
        level = standing.risk.stands(settings.risk_high)
        asked = (self.risk_high, HIGH_RISK), (self.gone, GONE)
        fits = all(level == wanted for ask, wanted in asked if ask)
        return fits and self.risk_from <= standing.risk.probability < self.risk_below

    def worth(self, standing: Standing) -> float:
        """What it is expected to keep or bring, reporting currency."""
        return self.effect * float(getattr(standing, self.basis))


@dataclass(frozen=True)
class Playbook:
    """All plays, the one to do first first, and how long a customer is left alone after a contact."""

    plays: tuple[Play, ...]
    cooldown: Mapping[str, int]
    """Days by channel; ``any`` between two contacts whatever the channel."""
    owners: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Names of the owner's own roles by language."""

    def play(self, key: str) -> Play | None:
        """The first play with this key."""
        return next((play for play in self.plays if play.key == key), None)


def _any(wanted: frozenset[str], present: Mapping[str, Reason]) -> bool:
    return not wanted or not wanted.isdisjoint(present)


def _one(wanted: frozenset[str], value: str) -> bool:
    return not wanted or value in wanted
