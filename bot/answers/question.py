"""What is asked: the question as it came, and what it was understood to mean."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Question:
    """One turn of a conversation; ``as_of`` (aware, UTC) bounds everything that is read for it."""

    text: str
    as_of: datetime
    asked_at: datetime
    thread: str | None = None
    user: str | None = None
    audience: str = "private"
    """Where the answer will be seen: ``private`` or the id of a channel."""
    personal: bool = False
    """Whether the asker may see the mail and phone of the one customer asked about."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, ``since`` included and ``until`` excluded; None is open."""

    since: datetime | None = None
    until: datetime | None = None

    def before(self, as_of: datetime) -> "Period | None":
        """The stretch of the same length that ends where this one begins; None without a beginning."""
        if self.since is None:
            return None
        return Period(self.since - ((self.until or as_of) - self.since), self.since)

    def document(self) -> dict[str, str]:
        """First and last day, both included, as ISO dates; an open end is left out."""
        found: dict[str, str] = {}
        if self.since is not None:
            found["since"] = self.since.date().isoformat()
        if self.until is not None:
            found["until"] = (self.until - timedelta(seconds=1)).date().isoformat()
        return found


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which feedback is meant; None and empty mean any."""

    period: Period = ALWAYS
    channel: str | None = None
    language: str | None = None
    """A tag, or ``zh`` for both scripts."""
    theme: int | None = None
    segment: int | None = None
    place: str | None = None
    """Where the customers live, as an ISO code."""
    label: str | None = None
    signal: str | None = None
    """What the texts do: a kind of signal."""
    emotion: str | None = None
    """What they speak with, or ``mixed``."""


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer that a mention may mean: ``score`` 0..1."""

    customer_id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a question asks of its tool; every field is optional."""

    scope: Scope = field(default_factory=Scope)
    customer: str | None = None
    candidates: tuple[Candidate, ...] = ()
    """More than one customer fits: the asker must choose."""
    mention: str | None = None
    """The words that named a customer."""
    topic: str | None = None
    measure: str | None = None
    by: str | None = None
    focus: str | None = None
    tier: str | None = None
    stage: str | None = None
    """A stage of the lifecycle."""
    grade: str | None = None
    """A, B or C."""
    limit: int | None = None
    baseline: Period | None = None
    weeks: int | None = None
    """How far ahead."""
    rival: str | None = None
    """A competitor, by the first of its listed names."""

    def document(self) -> dict[str, object]:
        """The fields that are set, as JSON values."""
        named = (
            "customer",
            "topic",
            "measure",
            "by",
            "focus",
            "tier",
            "stage",
            "grade",
            "limit",
            "weeks",
            "rival",
        )
        found: dict[str, object] = {name: getattr(self, name) for name in named}
        found |= {
            name: getattr(self.scope, name)
            for name in ("channel", "language", "theme", "segment", "place", "label", "signal", "emotion")
        }
        found |= self.scope.period.document()
        if self.baseline is not None:
            found |= {f"baseline_{name}": day for name, day in self.baseline.document().items()}
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Plan:
    """Which tool answers, with which arguments; ``language`` is that of the answer."""

    intent: str
    language: str
    arguments: Arguments
    confidence: float
    """How far the best reading was from nothing at all, 0..1."""
    guessed: bool = False
    """Understood by likeness to an example alone."""
