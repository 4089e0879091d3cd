"""Who may be contacted on a day: nobody too often, and nobody who asked to be left alone."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files

from index.records import Reason
from nlp.language import to_simplified

ANY = "any"
"""In place of a channel: all of them."""
CONTACTED = "contacted"
"""The kind of event that records a contact made by hand; its target is the play."""
CHANNEL_OF: Mapping[str, str] = {
    "email_sent": "email",
    "newsletter": "email",
    "newsletter_sent": "email",
    "mail_sent": "email",
    "call": "phone",
    "call_made": "phone",
    "phone_call": "phone",
    "outbound_call": "phone",
    "sms": "message",
    "sms_sent": "message",
    "message_sent": "message",
    "whatsapp_sent": "message",
    "push_sent": "message",
    "line_sent": "message",
    "wechat_sent": "message",
}
"""Kinds of events that are contacts which the company made, with their channel."""
CONTACT_KINDS = frozenset({CONTACTED, *CHANNEL_OF})
OUR_KINDS = frozenset({"held_out", *CONTACT_KINDS})
"""Events that are the company's doing, not the customer's."""
QUIET_KINDS: Mapping[str, str] = {
    "unsubscribe": "email",
    "unsubscribed": "email",
    "cancel_newsletter": "email",
    "opt_out": ANY,
    "opted_out": ANY,
    "do_not_contact": ANY,
    "do_not_call": "phone",
}
"""Kinds of events that ask for quiet, with the channel they speak of where they name none themselves."""
WILLING_KINDS = frozenset({"subscribe", "subscribed", "opt_in", "opted_in", "resubscribe"})


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact that the company made."""

    customer_id: str
    at: datetime
    channel: str
    play: str = ""
    """Empty where it belongs to none."""


@dataclass(frozen=True, slots=True)
class Contacted:
    """When a customer was last contacted, and on which channels (or ``any``) they asked to be left alone."""

    channels: Mapping[str, datetime]
    plays: Mapping[str, datetime]
    quiet: Mapping[str, Reason] = field(default_factory=dict)


NEVER_CONTACTED = Contacted({}, {})


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether somebody may be contacted: ``until`` names the first day, None with a ``why`` means never."""

    may: bool
    until: date | None = None
    why: Reason | None = None


def contacted(contacts: Iterable[Contact], quiet: Mapping[str, Mapping[str, Reason]]) -> dict[str, Contacted]:
    """What is known of everyone who was contacted or is quiet, by customer."""
    channels: dict[str, dict[str, datetime]] = {name: {} for name in quiet}
    plays: dict[str, dict[str, datetime]] = {name: {} for name in quiet}
    for one in contacts:
        _newest(channels.setdefault(one.customer_id, {}), one.channel, one.at)
        newest = plays.setdefault(one.customer_id, {})
        if one.play:
            _newest(newest, one.play, one.at)
    return {name: Contacted(channels[name], plays[name], quiet.get(name, {})) for name in channels}


def may_contact(
    known: Contacted,
    channel: str,
    day: date,
    cooldown: Mapping[str, int],
    *,
    play: str = "",
    play_days: int = 0,
) -> Leave:
    """Whether a customer may be contacted on a day by a channel.

    Args:
        known: of this customer, as of that day.
        channel: phone, email or message.
        day: the day of the contact.
        cooldown: days by channel, and under ``any`` between two contacts by whatever channel.
        play: what the contact is for.
        play_days: the same is not done again within so many days.
    """
    quiet = known.quiet.get(ANY) or known.quiet.get(channel)
    if quiet is not None:
        return Leave(False, None, quiet)
    waits = [
        (_after(at, max(cooldown.get(ANY, 0), cooldown.get(name, 0) if name == channel else 0)), name, at)
        for name, at in known.channels.items()
    ]
    if play and play in known.plays:
        last = known.plays[play]
        by = next((name for name, at in known.channels.items() if at == last), channel)
        waits.append((_after(last, play_days), by, last))
    if not waits:
        return Leave(True)
    until, by, last = max(waits)
    return Leave(True) if until <= day else Leave(False, until, _recent(by, last, day))


def _newest(known: dict[str, datetime], key: str, at: datetime) -> None:
    known[key] = max(at, known.get(key, at))


def _after(at: datetime, days: int) -> date:
    return at.astimezone(UTC).date() + timedelta(days=days)


def _recent(channel: str, at: datetime, day: date) -> Reason:
    ago = (day - at.astimezone(UTC).date()).days
    sentence = channel if channel in ("phone", "email", "message") else "other"
    return Reason(f"contact.{sentence}", "down", 0.0, {"count": float(max(ago, 0))})


@cache
def quiet_phrases() -> tuple[str, ...]:
    """What people write who do not want to be contacted any more, to look for."""
    return tuple(_quiet()["phrases"])


def asks_for_quiet(text: str) -> bool:
    """Whether the writer asks not to be contacted any more."""
    return _asking().search(to_simplified(text).replace("’", "'").lower()) is not None


@cache
def _quiet() -> Mapping[str, list[str]]:
    return tomllib.loads(files("segmentation").joinpath("quiet.toml").read_text(encoding="utf-8"))


@cache
def _asking() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _quiet()["patterns"]))
