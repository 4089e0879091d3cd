"""What a value in a playbook must be, and what is said of one that is not."""

from dataclasses import dataclass
from typing import Any

from nlp.failures import UserError


@dataclass(frozen=True)
class Place:
    """Where a mistake stands."""

    source: str
    line: int
    what: str

    def wrong(self, problem: str) -> UserError:
        """The mistake, told."""
        return UserError(f"{self.source}, line {self.line}, {self.what}: {problem}.")


def choice(value: Any, known: tuple[str, ...], place: Place) -> str:
    """One of the known ones.

    Raises:
        UserError: it is not.
    """
    if value not in known:
        shown = "missing" if value is None else f"{value!r}"
        raise place.wrong(f"is {shown}; use one of {', '.join(known)}")
    return str(value)


def members(value: Any, place: Place) -> list[Any]:
    """A list that is not empty.

    Raises:
        UserError: it is not.
    """
    if not isinstance(value, list) or not value:
        raise place.wrong("is a list with at least one member, in square brackets")
    return value


def words(value: Any, known: tuple[str, ...] | None, place: Place) -> frozenset[str]:
    """Texts, each a known one where they are known.

    Raises:
        UserError: it is not.
    """
    listed = members(value, place)
    for one in listed:
        if not isinstance(one, str) or (known is not None and one not in known):
            raise place.wrong(
                f"holds {one!r}; " + (f"use {', '.join(known)}" if known else "use texts in quotes")
            )
    return frozenset(listed)


def whole(value: Any, place: Place) -> int:
    """A whole number.

    Raises:
        UserError: it is not.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise place.wrong(f"is {value!r}; use whole numbers without quotes")
    return value


def days(value: Any, place: Place) -> int:
    """A number of days.

    Raises:
        UserError: it is not.
    """
    if not 0 <= whole(value, place) <= 3650:
        raise place.wrong(f"is {value}; use days from 0 to 3650")
    return int(value)


def number(value: Any, least: float, most: float, place: Place) -> float:
    """A number within bounds.

    Raises:
        UserError: it is not.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise place.wrong(f"is {value!r}; use a number from {least:g} to {1 if most < 2 else most:g}")
    return float(value)


def switch(value: Any, place: Place) -> bool:
    """True or false.

    Raises:
        UserError: it is not.
    """
    if not isinstance(value, bool):
        raise place.wrong(f"is {value!r}; use true or false")
    return value
