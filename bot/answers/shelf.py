"""What answering keeps between questions: read anew only when the store has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.answers.understand.places import place_of
from bot.answers.understand.speech import normal
from index.ports import Narrowing, Store, Takings
from index.records import Profile, ReadFeedback, Theme

SMALL = 20_000
"""Up to so many texts are kept in memory; larger stores are asked each time."""


@dataclass(frozen=True)
class Heard:
    """All feedback, newest first, and each text made comparable with what is asked."""

    found: tuple[ReadFeedback, ...]
    plain: tuple[str, ...]


class Book:
    """Profiles, themes, takings, countries and the feedback of a small store."""

    def __init__(self) -> None:
        self._themes: tuple[str, tuple[Theme, ...]] | None = None
        self._profiles: tuple[str, tuple[Profile, ...]] | None = None
        self._takings: tuple[str, Takings] | None = None
        self._heard: tuple[str, Heard | None] | None = None
        self._places: tuple[str, dict[str, frozenset[str]]] | None = None
        self._kept: dict[str, tuple[str, object]] = {}

    def profiles(self, store: Store, as_of: datetime) -> tuple[Profile, ...]:
        """Highest value at risk first."""
        mark = store.runs.fingerprint(as_of, ("profiles",))
        if self._profiles is None or self._profiles[0] != mark:
            self._profiles = (mark, store.judgements.profiles())
        return self._profiles[1]

    def takings(self, store: Store, as_of: datetime) -> Takings:
        """All orders up to ``as_of``."""
        mark = f"{as_of.isoformat()} {store.runs.fingerprint(as_of, ('orders',))}"
        if self._takings is None or self._takings[0] != mark:
            self._takings = (mark, store.activity.takings(as_of))
        return self._takings[1]

    def themes(self, store: Store, as_of: datetime) -> tuple[Theme, ...]:
        """Those in use, largest first."""
        mark = store.runs.fingerprint(as_of, ("themes",))
        if self._themes is None or self._themes[0] != mark:
            self._themes = (mark, store.themes.all())
        return self._themes[1]

    def heard(self, store: Store, as_of: datetime) -> Heard | None:
        """All feedback up to ``as_of``; None where there is too much to be kept."""
        mark = store.runs.fingerprint(as_of, ("feedback", "analyses", "themes", "customers"))
        if self._heard is None or self._heard[0] != mark:
            self._heard = (mark, _hear(store, as_of))
        return self._heard[1]

    def kept(self, name: str, mark: str, make: Callable[[], object]) -> object:
        """What ``make`` reckons, anew only when ``mark`` is another."""
        if name not in self._kept or self._kept[name][0] != mark:
            self._kept[name] = (mark, make())
        return self._kept[name][1]

    def places(self, store: Store, as_of: datetime) -> dict[str, frozenset[str]]:
        """Customers by the place they live in, for the places that questions can name."""
        mark = store.runs.fingerprint(as_of, ("customers",))
        if self._places is None or self._places[0] != mark:
            self._places = (mark, _by_place(store))
        return self._places[1]


def _hear(store: Store, as_of: datetime) -> Heard | None:
    every = Narrowing(until=as_of + timedelta(seconds=1))
    if sum(store.said.count(every).values()) > SMALL:
        return None
    found = store.said.listing(every, limit=SMALL)
    return Heard(found, tuple(normal(one.feedback.text) for one in found))


def _by_place(store: Store) -> dict[str, frozenset[str]]:
    people: dict[str, set[str]] = {}
    for customer in store.customers.many(store.customers.ids()).values():
        place = place_of(customer.country) if customer.country else None
        if place is not None:
            people.setdefault(place, set()).add(customer.id)
    return {place: frozenset(ids) for place, ids in people.items()}
