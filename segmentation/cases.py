"""The closed loop: which steps a case may take, and where each leads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from index.records import Case, CaseUpdate
from nlp.failures import UserError

SNOOZE = timedelta(days=7)
"""How long a snoozed case stays out of the digest."""

_FROM = {
    "assign": ("open", "assigned", "snoozed"),
    "contact": ("open", "assigned", "snoozed"),
    "snooze": ("open", "assigned"),
    "resolve": ("open", "assigned", "snoozed"),
    "verify": ("resolved",),
    "reopen": ("resolved", "verified", "snoozed"),
}
_TO = {
    "assign": "assigned",
    "contact": "assigned",
    "snooze": "snoozed",
    "resolve": "resolved",
    "verify": "verified",
    "reopen": "open",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case: the update to append and the state it leads to."""

    update: CaseUpdate
    state: str
    assignee: str | None
    until: datetime | None


def step(case: Case, action: str, *, actor: str, at: datetime, version: int, note: str = "") -> Step:
    """The step ``action`` of a case that has taken ``version`` steps so far.

    Its key names the version, so that of two people who click at once only one takes the step.

    Raises:
        UserError: there is no such action, or the case's state does not allow it.
    """
    if action not in _FROM:
        raise UserError(f"A case cannot be {action!r}; choose one of {', '.join(sorted(_FROM))}.")
    if case.state not in _FROM[action]:
        allowed = " or ".join(_FROM[action])
        raise UserError(f"The case is {case.state}; {action} is possible when it is {allowed}.")
    update = CaseUpdate(case.id, at, actor, action, note, f"{case.id}:{version}")
    # Whoever contacts a customer of a case that nobody has taken has taken it.
    taking = action == "assign" or (action == "contact" and case.assignee is None)
    assignee = actor if taking else case.assignee
    return Step(update, _TO[action], assignee, at + SNOOZE if action == "snooze" else None)
