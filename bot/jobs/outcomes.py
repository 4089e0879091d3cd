"""What contacting brought: measured from what the store holds, and learnt from by the playbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.jobs.contacts import SOURCE, contacts_of
from index.records import Event
from segmentation.outcomes import HELD_OUT, LEAST, Past, drawn_outcome, held_out, learnt, outcomes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.bootstrap import Application
    from index.ports import Store
    from index.records import Alert
    from segmentation.models import Inputs
    from segmentation.outcomes import Outcome
    from segmentation.playbooks import Playbook


@dataclass(frozen=True)
class Outcomes:
    """By play, all together first; and the randomised comparison where somebody was held out."""

    plays: tuple[Outcome, ...]
    drawn: Outcome | None
    holdout: float


def measure(wired: Application, as_of: datetime) -> Outcomes:
    """What became of those contacted by ``as_of``."""
    from bot.jobs.judging import gather

    past = _past(wired, gather(wired, as_of), as_of)
    alerted = [(one.customer_id, one.at) for one in wired.store.cases.alerts(as_of)]
    return Outcomes(outcomes(past), drawn_outcome(alerted, past), wired.settings.holdout)


def taught(wired: Application, book: Playbook, inputs: Inputs, as_of: datetime) -> Playbook:
    """The playbook with what its outcomes taught; as it is while there are too few."""
    past = _past(wired, inputs, as_of)
    if sum(1 for one in past.contacts if one.play) < LEAST:
        return book
    return learnt(book, outcomes(past))


def hold_out(store: Store, alerts: Iterable[Alert], share: float) -> None:
    """Record who of those alerted is held out, so that it is known later whatever the share is by then."""
    for alert in alerts:
        if held_out(alert.customer_id, share):
            event = Event(f"held-{alert.id}", alert.customer_id, alert.at, HELD_OUT, target=alert.kind)
            store.activity.note(event, SOURCE)


def _past(wired: Application, inputs: Inputs, as_of: datetime) -> Past:
    held: dict[str, list[datetime]] = {}
    for one in wired.store.activity.events_of_kinds((HELD_OUT,), as_of):
        held.setdefault(one.customer_id or "", []).append(one.at)
    return Past(inputs, contacts_of(wired.store, as_of), as_of, wired.settings.horizon_days, held)
