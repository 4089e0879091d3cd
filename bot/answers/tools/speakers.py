"""The customers behind texts that carry something, in the order of what is at stake."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.answers.evidence import Citation
from bot.answers.question import Arguments, Scope
from bot.answers.toolbox import Toolbox
from bot.answers.tools.gathering import cited, sureness, words_of
from bot.answers.tools.rivals import COMPETITOR, named_in
from index.records import Profile, ReadFeedback

WORDS = 2
"""Carrying words told of one customer."""
NEWEST_FIRST = "urgency"
GRAVE = frozenset({"churn", "refund", "legal", "urgency", "competitor", "anger", "disappointment", "fear"})
"""Here those with most at stake come first; elsewhere those who say it most often."""


@dataclass(frozen=True)
class Speaker:
    """A customer: in how many texts, since when last, with which words, and what is at stake."""

    customer_id: str
    name: str
    texts: int
    last: datetime
    words: tuple[str, ...]
    quote: Citation
    profile: Profile | None = None
    rivals: tuple[str, ...] = ()


def ordered(found: Sequence[ReadFeedback], scope: Scope, profiles: dict[str, Profile]) -> list[str]:
    """Customer ids by what is at stake, by how often they say it, or, of urgent texts, the newest first."""
    counted = Counter(one.feedback.customer_id for one in found if one.feedback.customer_id is not None)
    grave = (scope.signal or scope.emotion) in GRAVE

    if scope.signal == NEWEST_FIRST:
        # The texts come newest first already.
        return list(counted)

    def place(who: str) -> tuple[float, float, str]:
        at_stake = profiles[who].value_at_risk if who in profiles else 0.0
        return (-at_stake, -counted[who], who) if grave else (-counted[who], -at_stake, who)

    return sorted(counted, key=place)


def naming_first(order: list[str], found: Sequence[ReadFeedback], toolbox: Toolbox) -> list[str]:
    """Those who name a competitor of the list before those who speak of another shop."""
    naming = {
        one.feedback.customer_id
        for one in found
        if any(named.listed for named in named_in(one, toolbox.rivals))
    }
    return sorted(order, key=lambda who: who not in naming)


def speaker(
    who: str,
    own: Sequence[ReadFeedback],
    arguments: Arguments,
    toolbox: Toolbox,
    profiles: dict[str, Profile],
) -> Speaker:
    """What one customer said (``own``, newest first); the name is put in later."""
    best = max(own, key=lambda one: (one.feedback.duplicate_of is None, sureness(one, arguments.scope)))
    words = [word for one in (best, *own) for word in words_of(one, arguments.scope, toolbox)]
    named = (
        {named.name for one in own for named in named_in(one, toolbox.rivals)} if toolbox.rivals.names else ()
    )
    return Speaker(
        customer_id=who,
        name=who,
        texts=len(own),
        last=own[0].feedback.at,
        words=tuple(dict.fromkeys(words))[:WORDS],
        quote=cited(best, arguments),
        profile=profiles.get(who),
        rivals=tuple(sorted(filter(None, named))) if arguments.scope.signal == COMPETITOR else (),
    )
