"""What answering works with: the store, the search, and who tells reasons in words."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Protocol

from bot.answers.question import Candidate, Scope
from bot.answers.shelf import Book
from bot.answers.understand.knowledge import Encode, Knowledge, named
from index.ports import Hit, Narrowing, Store
from index.records import Customer, Profile, Theme
from nlp.aspects import OwnCategory
from nlp.signals import Rivals
from nlp.signals.rivals import NOBODY
from segmentation.levels import LEVELS, Level

if TYPE_CHECKING:
    from bot.jobs.outcomes import Outcomes

KEYWORDS = 5
"""Keywords of a theme that also name it, by language."""
RISK_HIGH = 0.6
"""At risk from this probability on, unless the owner's settings say otherwise."""


class Finder(Protocol):
    """Words and meaning together."""

    def find(self, query: str, narrowing: Narrowing, limit: int) -> tuple[Hit, ...]:
        """Best first."""


@dataclass(frozen=True)
class Toolbox:
    """The edges of answering; tests put fakes or a small store in."""

    store: Store
    search: Finder
    encode: Encode | None = None
    currency: str = "GBP"
    risk_high: float = RISK_HIGH
    zone: tzinfo = UTC
    """Where the owner's days begin and end."""
    levels: tuple[Level, ...] = LEVELS
    """Kinds of customers in the owner's own names."""
    book: Book = field(default_factory=Book)
    rivals: Rivals = NOBODY
    """The owner's competitors."""
    categories: tuple[OwnCategory, ...] = ()
    """The owner's own categories of aspects."""
    contacting: Callable[[datetime], "Outcomes"] | None = None
    """Measures what contacting brought by a moment."""

    def knowledge(self, as_of: datetime) -> Knowledge:
        """The names that questions may use."""
        themes = self.themes(as_of)
        return Knowledge(
            find=self.candidates,
            themes=tuple(
                named(
                    theme.id,
                    tuple(theme.names.values()),
                    [word for words in theme.keywords.values() for word in words[:KEYWORDS]],
                )
                for theme in themes
            ),
            segments=tuple(
                named(one.id, tuple(one.names.values())) for one in self.store.judgements.segments()
            ),
            places=frozenset(self.book.places(self.store, as_of)),
            encode=self.encode,
            rivals=tuple(named(place, names) for place, names in enumerate(self.rivals.names)),
        )

    def candidates(self, text: str) -> tuple[Candidate, ...]:
        """Customers that ``text`` may mean, best first."""
        found = self.store.customers.find(text, limit=5)
        return tuple(Candidate(customer.id, shown_name(customer), score) for customer, score in found)

    def profiles(
        self, as_of: datetime, segment: int | None = None, place: str | None = None
    ) -> tuple[Profile, ...]:
        """Judged customers, of one segment and one place if these are given, highest value at risk first."""
        every = self.book.profiles(self.store, as_of)
        if segment is not None:
            every = tuple(one for one in every if one.segment.segment_id == segment)
        return (
            every
            if place is None
            else tuple(one for one in every if one.customer_id in self.people(place, as_of))
        )

    def people(self, place: str, as_of: datetime) -> frozenset[str]:
        """The customers who live in a place."""
        return self.book.places(self.store, as_of).get(place, frozenset())

    def themes(self, as_of: datetime) -> tuple[Theme, ...]:
        """Those in use, largest first."""
        return self.book.themes(self.store, as_of)

    def names(self, customer_ids: tuple[str, ...]) -> dict[str, str]:
        """How customers are called, by id; the id itself where no name is known."""
        known = self.store.customers.many(customer_ids)
        return {one: shown_name(known[one]) if one in known else one for one in customer_ids}


def shown_name(customer: Customer) -> str:
    """The name, or else the id."""
    return customer.name or customer.id


def narrowing(scope: Scope, as_of: datetime) -> Narrowing:
    """The scope as a filter that reads nothing after ``as_of``."""
    now = as_of + timedelta(seconds=1)
    until = scope.period.until
    return Narrowing(
        since=scope.period.since,
        until=min(until, now) if until else now,
        channels=(scope.channel,) if scope.channel else (),
        language=scope.language,
        theme_id=scope.theme,
        labels=(scope.label,) if scope.label else (),
        signal=scope.signal,
        emotion=scope.emotion,
    )


def without_label(scope: Scope) -> Scope:
    """The same feedback whatever its feeling."""
    return replace(scope, label=None)
