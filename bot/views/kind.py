"""What kind of customer somebody is: tags with their evidence, and loyalty with its parts."""

from typing import Any

from bot.answers.compose.reasons import tell
from index.records import Profile
from prompts import read


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
