"""What kind of customer somebody is: tags with evidence, loyalty with its parts, answers to contacts."""

from typing import Any

from bot.answers.compose.reasons import tell
from bot.answers.toolbox import Toolbox
from index.records import Profile
from prompts import read
from segmentation.contacting import CHANNEL_OF, CONTACT_KINDS, OUR_KINDS
from segmentation.response import Mark, response

LOOKED_AT = 500
"""So many of the newest events and orders."""


def kind_document(profile: Profile, language: str, currency: str) -> dict[str, Any]:
    """``tags``, ``tags_unknown`` and ``loyalty`` of a profile, each in words too."""
    words = read("standing", language)
    return {
        "tags": [
            {
                "key": one.key,
                "name_text": words.say(f"tag_name.{one.key}"),
                "text": tell(one.reason, language, currency),
                "support": one.support,
                "evidence": list(one.reason.evidence),
            }
            for one in profile.tags
        ],
        "tags_unknown": [
            {"key": key, "name_text": words.say(f"tag_name.{key}")} for key in profile.tags_unknown
        ],
        "loyalty": None
        if profile.loyalty is None
        else {"score": profile.loyalty.score, "parts": dict(profile.loyalty.parts)},
    }


def response_document(tools: Toolbox, profile: Profile, language: str) -> dict[str, Any] | None:
    """What followed each contact with the customer; None where nobody contacted them."""
    who, as_of, activity = profile.customer_id, profile.as_of, tools.store.activity
    events = activity.events_of(who, as_of, limit=LOOKED_AT)
    contacts = [
        Mark(one.at, one.channel or CHANNEL_OF.get(one.kind, "any"))
        for one in events
        if one.kind in CONTACT_KINDS
    ]
    if not contacts:
        return None
    orders = [
        Mark(one.at, one.id) for one in activity.orders_of(who, as_of, limit=LOOKED_AT) if one.amount > 0
    ]
    visits = [Mark(one.at, one.id) for one in events if one.kind not in OUR_KINDS]
    found = response(contacts, orders, visits, as_of)
    told = read("standing", language).say(
        "response.told",
        contacts=len(found.contacts),
        days=found.days,
        ordered=found.ordered,
        visited=found.visited,
        over=found.over,
    )
    return {
        "days": found.days,
        "contacts": len(found.contacts),
        "over": found.over,
        "ordered": found.ordered,
        "visited": found.visited,
        "text": told,
        "latest": [
            {
                "at": one.at.isoformat(),
                "channel": one.channel,
                "order": one.order,
                "visit": one.visit,
                "open": one.open,
            }
            for one in found.contacts[:5]
        ],
    }
