"""The history of a customer's standing, each change told whole with its reasons."""

from datetime import datetime, timedelta
from typing import Any

from bot.answers.compose.moves import segment_names, told_move
from bot.answers.compose.reasons import tell
from bot.answers.toolbox import Toolbox

HISTORY = timedelta(days=3650)


def moves(tools: Toolbox, customer_id: str, as_of: datetime, language: str) -> list[dict[str, Any]]:
    """Every change up to ``as_of``, newest first, each told whole with its reasons."""
    segments = segment_names(tools)
    return [
        {
            "at": one.at.isoformat(),
            "what": one.what,
            "old": one.old,
            "new": one.new,
            "text": told_move(one, tools, language, segments),
            "reasons": [
                {
                    "feature": reason.feature,
                    "text": tell(reason, language, tools.currency),
                    "direction": reason.direction,
                    "evidence": list(reason.evidence),
                }
                for reason in one.reasons
            ],
        }
        for one in tools.store.judgements.changes(customer_id, as_of - HISTORY)
        if one.at <= as_of
    ]
