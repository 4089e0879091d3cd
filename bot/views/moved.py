"""The history of a customer's standing in words: "moved from loyal to slipping on 3 May because …"."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from bot.answers.compose import figures
from bot.answers.compose.reasons import tell
from bot.answers.toolbox import Toolbox
from index.records import ProfileChange
from prompts import read
from segmentation import wording
from segmentation.levels import level_name

HISTORY = timedelta(days=3650)
KINDS = {"risk": "risk_level"}


def moves(tools: Toolbox, customer_id: str, as_of: datetime, language: str) -> list[dict[str, Any]]:
    """Every change up to ``as_of``, newest first, each told whole with its reasons."""
    segments = {str(one.id): one.names for one in tools.store.judgements.segments()}
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


def told_move(
    one: ProfileChange, tools: Toolbox, language: str, segments: Mapping[str, Mapping[str, str]]
) -> str:
    """One change: what moved, from what to what, when and why."""
    words = read("standing", language)
    reasons = [tell(reason, language, tools.currency) for reason in one.reasons]
    what = wording.name("change", one.what, language)
    old, new = (_named(one.what, key, tools, language, segments) for key in (one.old, one.new))
    return words.say(
        "history.because" if reasons else "history.plain",
        what=what[:1].upper() + what[1:],
        old=old,
        new=new,
        day=figures.day(one.at.astimezone(tools.zone), language),
        **(
            {
                "reasons": reduce(
                    lambda left, right: words.say("history.join", left=left, right=right), reasons
                )
            }
            if reasons
            else {}
        ),
    )


def _named(
    what: str, key: str, tools: Toolbox, language: str, segments: Mapping[str, Mapping[str, str]]
) -> str:
    if what == "level":
        return (
            level_name(tools.levels, key, language) if key else read("standing", language).say("history.none")
        )
    if what == "segment":
        names = segments.get(key, {})
        none = read("standing", language).say("history.none")
        return names.get(language) or names.get("en") or (none if key == "-1" else f"#{key}")
    return wording.name(KINDS.get(what, what), key, language)
