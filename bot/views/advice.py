"""What to do next for a customer, what it is worth, what else fits, and whether to wait."""

from typing import Any

from bot.answers.compose.reasons import tell
from index.records import Action, Profile
from segmentation import wording


def action_document(action: Action, language: str, currency: str) -> dict[str, Any]:
    """The next action as JSON; ``text`` and ``…_text`` are in words."""
    return {
        "key": action.key,
        "channel": action.channel,
        "owner": action.owner,
        "text": wording.tell_action(action, language),
        "reasons": [tell(reason, language, currency) for reason in action.reasons],
        "evidence": sorted({one for reason in action.reasons for one in reason.evidence}),
        "worth": action.worth.size if action.worth else 0.0,
        "worth_text": tell(action.worth, language, currency) if action.worth else None,
        "wait_until": action.wait_until,
        "wait_text": tell(action.wait_because, language, currency) if action.wait_because else None,
        "alternatives": [
            {
                "key": one.key,
                "channel": one.channel,
                "owner": one.owner,
                "worth": one.worth,
                "text": wording.tell_alternative(one, language),
            }
            for one in action.alternatives
        ],
    }


def suggestion_documents(profile: Profile, language: str, currency: str) -> list[dict[str, Any]]:
    """What the customer may like next, each with its reason in words."""
    return [
        {"sku": one.sku, "name": one.name, "reason": tell(one.reason, language, currency)}
        for one in profile.suggestions
    ]
