"""What became of segments, told newest first."""

from typing import Any

from bot.answers.compose.figures import day
from bot.answers.toolbox import Toolbox
from index.records import SegmentEvent
from prompts import LANGUAGES
from segmentation.wording import tell_event


def segment_history(tools: Toolbox, language: str, segment_id: int | None = None) -> tuple[str, ...]:
    """Births, ends, splits and mergers of all segments, or those that one was part of."""
    return tuple(
        _told(event, tools, language)
        for event in tools.store.judgements.events()
        if segment_id in (None, event.segment, *event.others)
    )


def event_documents(tools: Toolbox, segment_id: int) -> list[dict[str, Any]]:
    """The same of one segment, for machines."""
    return [
        {
            "at": event.at.isoformat(),
            "what": event.what,
            "segment": event.segment,
            "others": list(event.others),
            "told": {language: _told(event, tools, language) for language in LANGUAGES},
        }
        for event in tools.store.judgements.events()
        if segment_id in (event.segment, *event.others)
    ]


def _told(event: SegmentEvent, tools: Toolbox, language: str) -> str:
    return tell_event(event, language, day(event.at.astimezone(tools.zone), language))
