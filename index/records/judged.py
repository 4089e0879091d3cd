"""What is judged of customers: every judgement with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a judgement is as it is, told in words by the catalogue ``reasons`` under the key ``feature``."""

    feature: str
    direction: str
    """``up``: speaks for (more risk, higher tier); ``down``: against."""
    size: float
    """Additive contribution, in the judgement's own unit (log-odds for risk)."""
    values: Mapping[str, float | str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    """Ids of feedback, orders or events."""


@dataclass(frozen=True, slots=True)
class Rfm:
    """Recency (days), frequency (orders), monetary (reporting currency) and their 1-5 scores."""

    recency_days: int | None
    frequency: int
    monetary: float
    r: int
    f: int
    m: int
    label: str


@dataclass(frozen=True, slots=True)
class Axes:
    """The four axes, each 0-100 within the store."""

    activity: int
    value: int
    intent: int
    risk: int
    parts: Mapping[str, int] = field(default_factory=dict)
    """What each axis is made of, 0-100, by ``axis.part``; only parts that this store can know."""


LOW_RISK, HIGH_RISK, GONE = "low", "high", "gone"
"""Where a customer stands by the risk."""


@dataclass(frozen=True, slots=True)
class Lever:
    """What would change a risk, by the model itself; told by the catalogue ``risk`` under ``lever.<key>``."""

    key: str
    """order, visit, wait or spoken."""
    probability: float
    """Of leaving, had it been so."""
    change: float
    """Against the risk as it is."""
    days: int = 0
    """From now; 0: at once."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Probability of leaving within ``horizon_days``, and why."""

    probability: float
    horizon_days: int
    reasons: tuple[Reason, ...]
    basis: str
    """``model`` (trained on the store's own history) or ``rules`` (too little history)."""
    base: float = 0.0
    """Log-odds of an average customer; with the sizes of all reasons, those of ``probability``."""
    level: str = ""
    """``high``, ``gone`` (left already by the horizon's own measure) or ``low``; empty: not said."""
    threshold: float = 0.0
    """The probability from which on the level is high; 0: not said."""
    sure: str = ""
    """``leaves`` or ``stays`` where the past lets one be sure, else ``unsure``; empty: not said."""
    churn: str = "silence"
    """What leaving means: ``silence`` (no purchase) or ``cancellation``."""
    levers: tuple[Lever, ...] = ()
    """Most helpful first."""

    @property
    def cancels(self) -> bool:
        """Whether leaving is a cancellation."""
        return self.churn == "cancellation"

    def stands(self, otherwise: float) -> str:
        """The level; where an older judgement says none, high from its threshold, or ``otherwise``, on."""
        if self.level:
            return self.level
        return HIGH_RISK if self.probability >= (self.threshold or otherwise) else LOW_RISK


@dataclass(frozen=True, slots=True)
class SegmentPlace:
    """A customer's segment, -1 for none, with membership 0..1 and whether it was forced."""

    segment_id: int
    membership: float
    forced: bool
    blocks: tuple[str, ...] = ()
    """What of the customer was looked at: said, done, goods, values."""


@dataclass(frozen=True, slots=True)
class AxisScore:
    """A psychographic axis: score 0..1, support = number of texts behind it, evidence = feedback ids."""

    axis: str
    score: float
    support: int
    evidence: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    """Of an axis of the owner's own, by language; empty: the catalogue's."""


@dataclass(frozen=True, slots=True)
class Mood:
    """The sentiment of a customer's feedback: counts by label, mean score, recent mean and its change."""

    negative: int
    neutral: int
    positive: int
    mean: float | None
    recent: float | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another action that fits, with what it is expected to keep or bring (reporting currency)."""

    key: str
    channel: str
    owner: str
    worth: float = 0.0
    wording: Mapping[str, str] = field(default_factory=dict)
    owner_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Action:
    """The next best action: told by the catalogue ``playbooks`` under ``key``, or in the owner's words."""

    key: str
    channel: str
    owner: str
    reasons: tuple[Reason, ...] = ()
    wording: Mapping[str, str] = field(default_factory=dict)
    """The owner's own sentence by language; empty: the catalogue's."""
    owner_names: Mapping[str, str] = field(default_factory=dict)
    """The name of a role of the owner's own by language; empty: the catalogue's."""
    worth: Reason | None = None
    """What it is expected to keep or bring; its size is the amount."""
    wait_until: str | None = None
    """ISO day before which the customer should not be contacted; None with a reason to wait: not at all."""
    wait_because: Reason | None = None
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """What kind of buyer or visitor a customer clearly is; the reason has figures and evidence ids."""

    key: str
    support: int
    """Orders, lines, messages or events that it is judged by."""
    reason: Reason


@dataclass(frozen=True, slots=True)
class Loyalty:
    """How loyal a customer is, 0-100, and what that is made of: only parts that are known of the customer."""

    score: int
    parts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a customer is expected to do over the risk's horizon, and how sure that is."""

    purchases: float
    """Days with a purchase."""
    low: float
    """The spend lies from ``low`` to ``high`` with probability ``level``."""
    high: float
    level: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A good that a customer may like next, and why."""

    sku: str
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything judged of one customer as of a moment."""

    customer_id: str
    as_of: datetime
    rfm: Rfm
    abc: str
    lifecycle: str
    axes: Axes
    tier: str
    risk: Risk | None
    """None for customers who never ordered."""
    expected_value: float
    """Expected spend over the risk's horizon, reporting currency; the chance of having left is counted in."""
    value_at_risk: float
    segment: SegmentPlace
    psychographics: tuple[AxisScore, ...]
    mood: Mood
    themes: tuple[int, ...]
    nps: float | None
    csat: float | None
    action: Action
    recommendations: tuple[str, ...] = ()
    """Names of the goods in ``suggestions``."""
    suggestions: tuple[Suggestion, ...] = ()
    level: str | None = None
    """Id of the owner's level; None where no level fits."""
    expectation: Expectation | None = None
    """None for customers who never ordered."""
    tags: tuple[Tag, ...] = ()
    tags_unknown: tuple[str, ...] = ()
    """Tags that this store's data cannot tell of anybody."""
    loyalty: Loyalty | None = None
    """None for customers who never ordered."""


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """A change of tier, level, ABC class, RFM group, segment, lifecycle or risk level, kept as history."""

    customer_id: str
    at: datetime
    what: str
    old: str
    new: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A psychographic segment; ids stay the same from run to run."""

    id: int
    names: Mapping[str, str]
    portrait: Mapping[str, str]
    size: int
    share: float
    reasons: tuple[Reason, ...]
    as_of: datetime
    medoids: tuple[str, ...] = ()
    """Customer ids closest to the middle."""


@dataclass(frozen=True, slots=True)
class SegmentEvent:
    """What became of a segment: born, gone, split into ``others`` or merged with them."""

    at: datetime
    what: str
    segment: int
    others: tuple[int, ...] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Of all segments named, as they were called then, by id and language."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A customer who newly needs attention; ``fingerprint`` makes it unique."""

    id: str
    customer_id: str
    at: datetime
    kind: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """The loop that an alert opens: open, assigned, snoozed, resolved or verified."""

    id: str
    alert_id: str
    customer_id: str
    state: str
    opened_at: datetime
    assignee: str | None = None
    snoozed_until: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseUpdate:
    """One step of a case; ``key`` makes a repeated click one effect."""

    case_id: str
    at: datetime
    actor: str
    action: str
    note: str
    key: str
