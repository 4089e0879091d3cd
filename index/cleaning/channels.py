"""How feedback came: review, ticket, social, survey, chat, email, call or other."""

from functools import cache

from index.cleaning.lexicon import table, words
from index.records import CHANNELS

_MEDIA = ("email", "call", "other")
"""Ways a ticket or survey travels; where the file itself says what it is, these do not change it."""


@cache
def channel(
    given: str | None, platform: str | None, file_name: str, source: str | None, scale: str | None
) -> str:
    """The channel by the row's own word, the file's name, the platform, the source, then by its score."""
    own = told(given) if given else None
    named = told(file_name)
    if own and (own not in _MEDIA or named is None):
        return own
    for one in (named, told(platform or ""), told(source or "")):
        if one:
            return one
    if scale in ("nps", "csat"):
        return "survey"
    return "review" if scale in ("stars", "score") else "other"


@cache
def told(text: str) -> str | None:
    """The channel that ``text`` names; None where it names none."""
    folded = words(text).strip()
    if folded in CHANNELS:
        return folded
    if folded == "line":
        return "chat"
    return next(
        (name for name, listed in table("channels").items() if any(words(word) in folded for word in listed)),
        None,
    )
