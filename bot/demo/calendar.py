"""The demo company's time: eighteen months that end on a given day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.demo.dice import Dice

MONTHS = 18


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies inside."""
        return self.first <= day <= self.last


def period_to(last: date) -> Period:
    """The eighteen months that end on ``last``."""
    months = last.year * 12 + last.month - 1 - MONTHS
    first = date(months // 12, months % 12 + 1, min(last.day, 28))
    return Period(first + timedelta(days=1), last)


def moment(day: date, dice: Dice) -> datetime:
    """A waking hour of the day, evenings more often than mornings (UTC)."""
    hour = max(dice.whole(7, 22), dice.whole(7, 22)) if dice.chance(0.5) else dice.whole(8, 22)
    return datetime.combine(day, time(hour, dice.whole(0, 59), dice.whole(0, 59)))
