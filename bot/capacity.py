"""How many customers the staff can call in a day, as the owner says."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Capacity:
    """How many customers can be contacted in a day; None: as many as there are."""

    whole: int | None = None
    by_owner: Mapping[str, int] = field(default_factory=dict)
    """By owner role, as in the playbook; roles that are not named have what the whole leaves."""

    @staticmethod
    def parse(text: str) -> "Capacity":
        """``12``, ``account=5,support=8`` or both: ``12,account=5``; empty is no limit.

        Raises:
            ValueError: it is written in no such way.
        """
        whole, owners = None, {}
        for part in filter(None, (one.strip() for one in text.split(","))):
            owner, given, number = part.rpartition("=")
            if given and owner.strip():
                owners[owner.strip()] = _count(number)
            elif whole is None and not given:
                whole = _count(number)
            else:
                raise ValueError(text)
        return Capacity(whole, owners)

    @property
    def known(self) -> bool:
        """Whether anything was set."""
        return self.whole is not None or bool(self.by_owner)


def _count(text: str) -> int:
    count = int(text)
    if count < 0:
        raise ValueError(text)
    return count
