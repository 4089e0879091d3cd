"""What the store knows of contacts: those that the company made, and who asked to be left alone."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from index.ports import Narrowing
from index.records import Event, Reason
from segmentation.contacting import (
    ANY,
    CHANNEL_OF,
    CONTACT_KINDS,
    CONTACTED,
    QUIET_KINDS,
    WILLING_KINDS,
    Contact,
    Contacted,
    asks_for_quiet,
    contacted,
    quiet_phrases,
)
from segmentation.playbooks import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from index.ports import Store
    from index.records import Case, CaseUpdate

LIMIT = 5_000
SOURCE = "earful"
"""Of contacts that were recorded here, not read from a file."""


def note_contact(
    store: Store, customer_id: str, at: datetime, channel: str, *, play: str, actor: str, key: str
) -> bool:
    """Record that somebody contacted a customer; False when the same key was recorded before."""
    name = hashlib.sha256(key.encode()).hexdigest()[:16]
    event = Event(f"contact-{name}", customer_id, at, CONTACTED, channel, play or None, {"actor": actor})
    return store.activity.note(event, SOURCE)


def contacted_for_case(store: Store, case: Case, update: CaseUpdate) -> None:
    """Record the contact that a step of a case tells of: by the channel and for the play advised then."""
    profile = store.judgements.profile(case.customer_id)
    if profile is not None:
        action = profile.action
        note_contact(
            store,
            case.customer_id,
            update.at,
            action.channel,
            play=action.key,
            actor=update.actor,
            key=update.key,
        )


def contacts_of(store: Store, as_of: datetime) -> tuple[Contact, ...]:
    """Every contact that was made by ``as_of``, oldest first."""
    return tuple(
        Contact(one.customer_id or "", one.at, _channel(one), one.target or "")
        for one in store.activity.events_of_kinds(sorted(CONTACT_KINDS), as_of)
    )


def _channel(event: Event) -> str:
    return CHANNEL_OF.get(event.kind) or event.channel or "other"


def contacted_by(store: Store, as_of: datetime) -> Mapping[str, Contacted]:
    """When everybody was last contacted by ``as_of``, and who asked to be left alone."""
    return contacted(contacts_of(store, as_of), quiet_list(store, as_of))


def quiet_list(store: Store, as_of: datetime) -> Mapping[str, Mapping[str, Reason]]:
    """Who asked not to be contacted, and how, by channel; who subscribed again afterwards is not on it."""
    asked: dict[str, dict[str, tuple[datetime, Reason]]] = {}
    found = store.said.by_words(quiet_phrases(), Narrowing(until=as_of + timedelta(seconds=1)), limit=LIMIT)
    for one in store.said.get(found):
        said = one.feedback
        if said.customer_id is not None and asks_for_quiet(said.text):
            _note(asked.setdefault(said.customer_id, {}), ANY, said.at, "quiet.words", said.id)
    for event in store.activity.events_of_kinds(sorted({*QUIET_KINDS, *WILLING_KINDS}), as_of):
        mine = asked.setdefault(event.customer_id or "", {})
        if event.kind in QUIET_KINDS:
            channel = event.channel if event.channel in CHANNELS else QUIET_KINDS[event.kind]
            _note(mine, channel, event.at, "quiet.event" if channel == ANY else "quiet.channel", event.id)
        else:
            for channel in [name for name, (at, _) in mine.items() if at <= event.at]:
                del mine[channel]
    return {who: {name: reason for name, (_, reason) in mine.items()} for who, mine in asked.items() if mine}


def _note(
    mine: dict[str, tuple[datetime, Reason]], channel: str, at: datetime, key: str, evidence: str
) -> None:
    if channel not in mine or mine[channel][0] <= at:
        mine[channel] = (at, Reason(key, "down", 0.0, {"since": at.date().isoformat()}, (evidence,)))
