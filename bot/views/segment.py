"""One segment whole: what sets it apart, who stands for it, who is in it, and what they talk about."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.answers.compose.reasons import tell
from bot.answers.toolbox import Toolbox
from bot.answers.tools.customer import at_risk
from bot.views.evolution import segment_history
from bot.views.heard import Heard, hear, heard_of
from index.ports import Narrowing
from index.records import Profile, Segment
from nlp.failures import UserError

MEMBERS = 12
THEMES = 6
QUOTES = 3


@dataclass(frozen=True)
class Member:
    """A customer of the segment with the name to show."""

    profile: Profile
    name: str


@dataclass(frozen=True)
class SegmentDetail:
    """A segment as of a day; amounts in the reporting currency."""

    segment: Segment
    reasons: tuple[str, ...]
    """What sets it apart, in words."""
    size: int
    at_risk: int
    spent: float
    feelings: Mapping[str, int]
    tiers: Mapping[str, int]
    """Members by tier, most first."""
    themes: Mapping[int, int]
    """Members who speak of a theme, by theme id, most first."""
    medoids: tuple[Member, ...]
    members: tuple[Member, ...]
    """Those that spent most."""
    quotes: tuple[Heard, ...] = ()
    """Texts that show what sets it apart, or else of typical customers."""
    history: tuple[str, ...] = ()
    """What became of the segment, newest first."""


def segment_detail(tools: Toolbox, segment_id: int, as_of: datetime, language: str) -> SegmentDetail:
    """Everything told of one segment.

    Raises:
        UserError: there is no such segment.
    """
    segment = next((one for one in tools.store.judgements.segments() if one.id == segment_id), None)
    if segment is None:
        raise UserError(f"There is no segment {segment_id} (see earful segments).")
    inside = tools.profiles(as_of, segment_id)
    by_id = {one.customer_id: one for one in inside}
    most = sorted(inside, key=lambda one: (-one.rfm.monetary, one.customer_id))[:MEMBERS]
    themes = Counter(theme for one in inside for theme in one.themes)
    return SegmentDetail(
        segment=segment,
        reasons=tuple(tell(one, language, tools.currency) for one in segment.reasons),
        size=len(inside),
        at_risk=sum(at_risk(one, tools) for one in inside),
        spent=sum(one.rfm.monetary for one in inside),
        feelings=_feelings(inside),
        tiers=dict(Counter(one.tier for one in inside).most_common()),
        themes=dict(themes.most_common(THEMES)),
        medoids=_members(tools, [by_id[one] for one in segment.medoids if one in by_id]),
        members=_members(tools, most),
        quotes=_quotes(tools, segment, as_of),
        history=segment_history(tools, language, segment_id),
    )


def _quotes(tools: Toolbox, segment: Segment, as_of: datetime) -> tuple[Heard, ...]:
    cited = tuple(dict.fromkeys(one for reason in segment.reasons for one in reason.evidence))
    if cited:
        return heard_of(tools, tools.store.said.get(cited), QUOTES)
    until = as_of + timedelta(seconds=1)
    typical = (hear(tools, Narrowing(customer_id=one, until=until), 1) for one in segment.medoids)
    return tuple(quote for found in typical for quote in found)


def _feelings(inside: tuple[Profile, ...]) -> Mapping[str, int]:
    return {
        "negative": sum(one.mood.negative for one in inside),
        "neutral": sum(one.mood.neutral for one in inside),
        "positive": sum(one.mood.positive for one in inside),
    }


def _members(tools: Toolbox, profiles: list[Profile]) -> tuple[Member, ...]:
    names = tools.names(tuple(one.customer_id for one in profiles))
    return tuple(Member(one, names[one.customer_id]) for one in profiles)
