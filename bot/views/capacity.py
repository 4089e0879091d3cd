"""Whom the staff can call today: the dearest first, as many as the day holds, nobody who should rest."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.capacity import Capacity
from index.records import Profile
from prompts import read


@dataclass(frozen=True)
class Today:
    """Those at risk, sorted out for a day."""

    chosen: tuple[Profile, ...] = ()
    """To be contacted, in the order given."""
    fitting: int = 0
    """How many of them the day holds, before any limit on what is shown."""
    callable: int = 0
    """How many may be contacted at all."""
    resting: int = 0
    """At risk, but contacted of late or asked to be left alone."""
    capacity: Capacity = field(default_factory=Capacity)

    def told(self, language: str) -> str:
        """How many the day holds and how many rest, in a sentence; empty where neither is news."""
        words, parts = read("risk", language), []
        if self.capacity.known:
            parts.append(words.say("capacity.fit", today=self.fitting, callable=self.callable))
        if self.resting:
            parts.append(words.say("capacity.resting", resting=self.resting))
        return (" " if words.language == "en" else "").join(parts)

    def document(self) -> dict[str, object]:
        """As JSON."""
        return {
            "per_day": self.capacity.whole,
            "per_owner": dict(self.capacity.by_owner),
            "callable": self.callable,
            "today": self.fitting,
            "resting": self.resting,
        }


def today(ranked: Iterable[Profile], capacity: Capacity, day: date, limit: int) -> Today:
    """As many of those ranked as the day holds, ``limit`` at most shown.

    Whoever was contacted of late, or must not be, has no place today and takes nobody else's.
    """
    left = dict(capacity.by_owner)
    whole = capacity.whole
    chosen: list[Profile] = []
    callable_, resting = 0, 0
    for profile in ranked:
        if rests(profile, day):
            resting += 1
            continue
        callable_ += 1
        owner = profile.action.owner
        if (whole is not None and len(chosen) >= whole) or left.get(owner, 1) <= 0:
            continue
        chosen.append(profile)
        if owner in left:
            left[owner] -= 1
    return Today(tuple(chosen[:limit]), len(chosen), callable_, resting, capacity)


def rests(profile: Profile, day: date) -> bool:
    """Whether the customer should not be contacted on a day."""
    action = profile.action
    if action.wait_because is None:
        return False
    return action.wait_until is None or action.wait_until > day.isoformat()
