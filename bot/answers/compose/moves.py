"""The history of a customer's standing in words: "moved from loyal to slipping on 3 May because …"."""

from collections.abc import Mapping
from functools import reduce

from bot.answers.compose import figures
from bot.answers.compose.reasons import tell
from bot.answers.toolbox import Toolbox
from index.records import ProfileChange
from prompts import read
from segmentation import wording
from segmentation.levels import level_name

KINDS = {"risk": "risk_level"}
Names = Mapping[str, Mapping[str, str]]


def segment_names(tools: Toolbox) -> Names:
    """Names of the segments in use, by id as changes write it."""
    return {str(one.id): one.names for one in tools.store.judgements.segments()}


def told_move(one: ProfileChange, tools: Toolbox, language: str, segments: Names) -> str:
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


def _named(what: str, key: str, tools: Toolbox, language: str, segments: Names) -> str:
    if what == "level":
        return (
            level_name(tools.levels, key, language) if key else read("standing", language).say("history.none")
        )
    if what == "segment":
        names = segments.get(key, {})
        none = read("standing", language).say("history.none")
        former = read("standing", language).say("history.former", id=key)
        return names.get(language) or names.get("en") or (none if key == "-1" else former)
    return wording.name(KINDS.get(what, what), key, language)
