"""Who the customers really are: the segments, one of them, and who is in it."""

from dataclasses import dataclass
from datetime import datetime

from bot.answers.evidence import Evidence, Fact
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox
from bot.answers.tools.customer import at_risk
from bot.answers.tools.quotes import choose
from index.records import Profile, Segment

SHOWN = 10
MEMBERS = 8


@dataclass(frozen=True)
class SegmentsEvidence(Evidence):
    """All segments, or one with its members, surest first."""

    segments: tuple[Segment, ...] = ()
    one: Segment | None = None
    members: tuple[tuple[Profile, str], ...] = ()
    unplaced: int = 0
    """Judged customers that belong to no segment."""


def segments(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> SegmentsEvidence:
    """The list, or the segment that the arguments name."""
    every = toolbox.store.judgements.segments()
    chosen = next((one for one in every if one.id == arguments.scope.segment), None)
    if chosen is not None:
        return _one(chosen, every, arguments, toolbox, as_of, language)
    unplaced = sum(one.segment.segment_id < 0 for one in toolbox.profiles(as_of))
    return SegmentsEvidence(
        facts=(
            Fact("segments", len(every)),
            *(Fact(f"segment:{segment_name(one, language)}", one.size, "customers") for one in every),
            *((Fact("customers_without_segment", unplaced),) if unplaced else ()),
        ),
        rows=tuple(segment_row(one, language) for one in every),
        segments=every[: arguments.limit or SHOWN],
        unplaced=unplaced,
    )


def segment_name(segment: Segment, language: str) -> str:
    """The segment's name in a language, English where it has none."""
    return segment.names.get(language) or segment.names.get("en") or str(segment.id)


def segment_row(segment: Segment, language: str) -> dict[str, object]:
    """One line of a list of segments."""
    name = segment_name(segment, language)
    return {"segment": segment.id, "name": name, "size": segment.size, "share": round(segment.share, 4)}


def _one(
    chosen: Segment,
    every: tuple[Segment, ...],
    arguments: Arguments,
    toolbox: Toolbox,
    as_of: datetime,
    language: str,
) -> SegmentsEvidence:
    members = toolbox.profiles(as_of, chosen.id)
    surest = sorted(members, key=lambda one: (-one.segment.membership, one.customer_id))
    if arguments.focus == "members":
        surest = sorted(members, key=lambda one: (-one.rfm.monetary, one.customer_id))
    surest = surest[: arguments.limit or MEMBERS]
    names = toolbox.names(tuple(one.customer_id for one in surest))
    evidence = [feedback for reason in chosen.reasons for feedback in reason.evidence]
    risky = sum(at_risk(one, toolbox) for one in members)
    return SegmentsEvidence(
        facts=(
            Fact("segment_size", len(members) or chosen.size, "customers"),
            Fact("segment_share", round(100 * chosen.share, 1), "percent"),
            Fact("segment_at_risk", risky, "customers"),
            Fact("segment_spend", round(sum(one.rfm.monetary for one in members), 2), toolbox.currency),
        ),
        rows=tuple(
            {
                "customer_id": one.customer_id,
                "name": names[one.customer_id],
                "membership": round(one.segment.membership, 3),
                "spent": round(one.rfm.monetary, 2),
            }
            for one in surest
        ),
        quotes=choose(toolbox.store.said.get(evidence[:30]), 2),
        listed=tuple(names.items()),
        segments=every,
        one=chosen,
        members=tuple((one, names[one.customer_id]) for one in surest),
    )
