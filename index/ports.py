"""What the rooms above may ask of the memory. One contract suite holds for every implementation.

All times are aware UTC datetimes; ``as_of`` bounds what is read (``at <= as_of``). Merged customers are
answered under the id that was kept. Amounts are in the reporting currency unless a record says otherwise.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from index.discovered import Themes
from index.household import Privacy, Runs
from index.records import (
    Alert,
    Analysis,
    Case,
    CaseUpdate,
    Customer,
    Event,
    Feedback,
    Identity,
    Order,
    Profile,
    ProfileChange,
    ReadFeedback,
    Segment,
    SegmentEvent,
)
from index.shapes import (
    Arrangement,
    Blame,
    Erasure,
    EventColumns,
    FeedbackKeys,
    FeedbackVectors,
    Good,
    Hit,
    KeyedVectors,
    LineColumns,
    Narrowing,
    OrderColumns,
    Rated,
    SaidColumns,
    SalesColumns,
    ScoreCount,
    Stage,
    Takings,
    ThemeCount,
    ThemeDays,
)
from nlp.failures import UserError
from nlp.findings import Vectors

__all__ = [
    "Activity",
    "Arrangement",
    "Blame",
    "Cases",
    "Customers",
    "Erasure",
    "EventColumns",
    "FeedbackKeys",
    "FeedbackVectors",
    "Good",
    "Hit",
    "IndexUnavailableError",
    "Judgements",
    "KeyedVectors",
    "LineColumns",
    "Narrowing",
    "OrderColumns",
    "Privacy",
    "Rated",
    "Runs",
    "Said",
    "SaidColumns",
    "SalesColumns",
    "ScoreCount",
    "Stage",
    "Store",
    "Takings",
    "ThemeCount",
    "ThemeDays",
    "Themes",
    "VectorIndex",
]


class Customers(Protocol):
    """Who they are."""

    def get(self, customer_id: str) -> Customer | None:
        """The customer, also under a merged id."""

    def many(self, customer_ids: Sequence[str]) -> Mapping[str, Customer]:
        """Those found, by id."""

    def identities(self, customer_id: str) -> tuple[Identity, ...]:
        """All handles joined to the customer, with reasons."""

    def find(self, text: str, *, limit: int = 5) -> tuple[tuple[Customer, float], ...]:
        """By id, mail, phone, handle or name, with typing errors; best first with a score 0..1."""

    def ids(self) -> tuple[str, ...]:
        """All kept customers, sorted."""

    def count(self) -> int:
        """How many kept customers there are."""


class Activity(Protocol):
    """What they do."""

    def orders(self, as_of: datetime) -> OrderColumns:
        """All orders of known customers."""

    def takings(self, as_of: datetime) -> Takings:
        """When how much was taken, from known customers and guests alike."""

    def events(self, as_of: datetime) -> EventColumns:
        """All events of known customers."""

    def lines(self, as_of: datetime) -> LineColumns:
        """Articles that known customers bought, line by line."""

    def orders_of(self, customer_id: str, as_of: datetime, *, limit: int = 50) -> tuple[Order, ...]:
        """With lines, newest first."""

    def events_of(self, customer_id: str, as_of: datetime, *, limit: int = 50) -> tuple[Event, ...]:
        """Newest first."""

    def events_of_kinds(self, kinds: Sequence[str], as_of: datetime) -> tuple[Event, ...]:
        """Events of known customers of these kinds only, oldest first."""

    def note(self, event: Event, source: str) -> bool:
        """Store one event; False when there is one with its id already."""

    def sales(self, as_of: datetime) -> SalesColumns:
        """Every order line, guests' too."""

    def categories(self, as_of: datetime) -> tuple[tuple[str, str, float], ...]:
        """(customer, category or else article, net spend) of known customers."""

    def span(self) -> tuple[datetime, datetime] | None:
        """First and last order."""


class Said(Protocol):
    """What they say."""

    def unread(self, model: str, as_of: datetime, *, limit: int) -> tuple[Feedback, ...]:
        """Feedback without an analysis of ``model``, oldest arrival first."""

    def cached(self, texts: Sequence[str], model: str) -> Mapping[str, Vectors]:
        """Known vectors by text."""

    def save(
        self,
        analyses: Sequence[Analysis],
        texts: Sequence[str],
        vectors: Vectors,
        model: str,
        *,
        others: Mapping[str, Vectors] = ...,
        read: Mapping[str, str] = ...,
        veiled: Mapping[str, str] = ...,
    ) -> tuple[str, ...]:
        """Store analyses and vectors of these texts in one transaction; again = no change.

        ``others`` are further vectors of the texts by model.
        ``read`` are texts by feedback id as they were read: where another one has arrived since, that stands
        and is still to be read. ``veiled`` take the place of some of them: something personal was found in
        those. Answers keys that no text has any more, for the vector index to lose.
        """

    def settle_words(self) -> None:
        """Take out of the index of words what it keeps of texts that were veiled."""

    def columns(self, as_of: datetime) -> SaidColumns:
        """What known customers said, for behaviour features."""

    def blames(self, as_of: datetime) -> tuple[Blame, ...]:
        """What known customers spoke badly of: aspects felt as negative, oldest first."""

    def vectors(self, model: str, as_of: datetime, *, after: str | None = None) -> FeedbackVectors:
        """All vectors, or of feedback that arrived after the feedback id ``after``.

        All as well when ``after`` is not known (any more).
        """

    def keys(self, narrowing: Narrowing, *, among: Sequence[str] | None = None) -> FeedbackKeys:
        """The narrowed feedback without its texts; with ``among``, only that whose text has such a key."""

    def by_words(self, phrases: Sequence[str], narrowing: Narrowing, *, limit: int) -> tuple[str, ...]:
        """Ids of feedback in which words of any phrase occur, best first; no text breaks it."""

    def stored(self, keys: Sequence[str], model: str) -> KeyedVectors:
        """Vectors of these texts' keys, as far as they are known."""

    def waiting(self, model: str, *, limit: int) -> KeyedVectors:
        """Vectors that the vector index has not been given yet."""

    def delivered(self, keys: Sequence[str], model: str) -> None:
        """Note that the vector index holds these."""

    def count_delivered(self, model: str) -> int:
        """How many vectors the vector index was given."""

    def undelivered(self, model: str) -> int:
        """Note that the vector index holds none of ``model``; how many vectors wait now."""

    def get(self, feedback_ids: Sequence[str]) -> tuple[ReadFeedback, ...]:
        """In the given order; unknown ids are left out."""

    def listing(self, narrowing: Narrowing, *, limit: int = 50) -> tuple[ReadFeedback, ...]:
        """Newest first."""

    def count(self, narrowing: Narrowing) -> Mapping[str, int]:
        """By label (negative, neutral, positive, unread)."""

    def rated(self, narrowing: Narrowing) -> tuple[Rated, ...]:
        """Every NPS, CSAT and star rating of the narrowed feedback, oldest first."""

    def ratings(self, narrowing: Narrowing) -> tuple[ScoreCount, ...]:
        """Given scores of the narrowed feedback; CSAT and stars on 1-5 whatever their maximum was."""

    def by_theme(self, narrowing: Narrowing) -> tuple[ThemeCount, ...]:
        """Largest first; theme -1 (none) included."""

    def theme_days(self, narrowing: Narrowing, until: datetime) -> ThemeDays:
        """Counts by theme and day of 24 hours, the last of which ends with ``until`` (not included)."""

    def tally(self, column: str, narrowing: Narrowing) -> Mapping[str, int]:
        """Counts by ``channel``, ``language``, ``product``, ``day``, ``week`` or ``month``.

        Spans are named by their first day in UTC (``2011-09-05``, weeks from Monday; ``2011-09``) and come
        in order; others most frequent first. Feedback without a product is left out of ``product``.
        """


class Judgements(Protocol):
    """What was judged of customers."""

    def save(self, profiles: Sequence[Profile], changes: Sequence[ProfileChange]) -> None:
        """Replace these customers' profiles and add the changes, in one transaction."""

    def profile(self, customer_id: str) -> Profile | None:
        """The last one stored."""

    def profiles(
        self,
        *,
        segment: int | None = None,
        tier: str | None = None,
        level: str | None = None,
        limit: int | None = None,
    ) -> tuple[Profile, ...]:
        """Highest value at risk first."""

    def changes(self, customer_id: str | None, since: datetime) -> tuple[ProfileChange, ...]:
        """Newest first."""

    def save_segments(self, segments: Sequence[Segment]) -> None:
        """Those in use; others are retired."""

    def segments(self) -> tuple[Segment, ...]:
        """Largest first."""

    def save_events(self, events: Sequence[SegmentEvent]) -> None:
        """What became of segments; an event found again is the same one."""

    def events(self) -> tuple[SegmentEvent, ...]:
        """What became of segments, newest first."""


class Cases(Protocol):
    """The closed loop."""

    def open(self, alerts: Sequence[Alert]) -> int:
        """Store alerts and open a case for each new one; how many were new."""

    def act(self, update: CaseUpdate, *, state: str, assignee: str | None, until: datetime | None) -> bool:
        """Change a case; False when the update's key was applied before (nothing changes then).

        ``assignee`` None leaves the case with whom it is; ``until`` None ends a snooze.

        Raises:
            UserError: there is no such case.
        """

    def get(self, case_id: str) -> Case | None:
        """One case."""

    def of(self, customer_id: str) -> tuple[Case, ...]:
        """A customer's cases, newest first."""

    def pending(self, as_of: datetime) -> tuple[Case, ...]:
        """Open or assigned, or snoozed until before ``as_of``."""

    def resolved(self) -> tuple[Case, ...]:
        """Resolved and not verified yet."""

    def updates(self, case_id: str) -> tuple[CaseUpdate, ...]:
        """Oldest first."""

    def alerts(self, as_of: datetime) -> tuple[Alert, ...]:
        """All that were raised, oldest first."""

    def alert(self, alert_id: str) -> Alert | None:
        """One alert."""


class IndexUnavailableError(UserError):
    """The vector index cannot answer; whoever asked can reckon from the database instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The vector index cannot be read ({reason}). Run `earful index rebuild` to make it anew."
        )


class VectorIndex(Protocol):
    """Nearest texts by meaning; can be rebuilt from the database at any time.

    Reading raises ``IndexUnavailableError`` where it is damaged or not to be reached.
    """

    def add(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Insert or replace by key (a text's hash)."""

    def nearest(self, vector: Vectors, *, limit: int) -> tuple[tuple[str, float], ...]:
        """Keys with cosine similarity, best first."""

    def remove(self, keys: Sequence[str]) -> int:
        """Delete; how many were there."""

    def count(self) -> int:
        """How many vectors are held."""

    def check(self) -> None:
        """Raise IndexUnavailableError unless it can answer."""

    def clear(self) -> None:
        """Delete all."""


class Store(Protocol):
    """The database as one thing; each group of questions is an attribute."""

    @property
    def customers(self) -> Customers:
        """Who they are."""

    @property
    def activity(self) -> Activity:
        """What they do."""

    @property
    def said(self) -> Said:
        """What they say."""

    @property
    def themes(self) -> Themes:
        """What was discovered in it."""

    @property
    def judgements(self) -> Judgements:
        """What was judged of customers."""

    @property
    def cases(self) -> Cases:
        """The closed loop."""

    @property
    def runs(self) -> Runs:
        """The house-keeping."""

    @property
    def privacy(self) -> Privacy:
        """A person's rights."""

    def ping(self) -> None:
        """Raise a UserError that says what to do when the database cannot be reached."""

    def close(self) -> None:
        """Give back every connection."""
