"""What words do and feel, as documents: of one customer, and as shares of a theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.answers.question import Arguments, Scope
from bot.answers.toolbox import Toolbox
from bot.answers.tools.aspects import AspectCount, category_name, counted
from bot.answers.tools.gathering import carrying, words_of
from bot.answers.tools.voice import READ, SignalSeen, emotions_felt, signals_seen, voice
from index.ports import Narrowing
from index.records import ReadFeedback
from prompts import read

ASPECTS = 6


@dataclass(frozen=True)
class Shares:
    """What the texts of a theme do, feel and judge: of ``texts`` that were looked at, the newest."""

    texts: int
    signals: tuple[SignalSeen, ...]
    emotions: tuple[tuple[str, int], ...]
    aspects: tuple[AspectCount, ...]


def voice_document(tools: Toolbox, customer_id: str, as_of: datetime, language: str) -> dict[str, Any]:
    """``signals``, ``emotions`` and ``aspects`` of a customer; ``…_text`` is a name in the language."""
    mine = Narrowing(customer_id=customer_id, until=as_of + timedelta(seconds=1))
    heard = voice(tools.store.said.listing(mine, limit=READ))
    said = read("heard", language)
    return {
        "signals": [
            {
                "kind": one.kind,
                "kind_text": said.say(f"signal.{one.kind}"),
                "texts": one.texts,
                "words": one.words,
                "at": one.at.date().isoformat(),
                "feedback_id": one.feedback_id,
            }
            for one in heard.signals
        ],
        "emotions": {
            "counts": dict(heard.emotions),
            "months": [{"month": one.month, "counts": dict(one.emotions)} for one in heard.months],
        },
        "aspects": {
            "liked": [_aspect(one, tools, language) for one in heard.liked],
            "disliked": [_aspect(one, tools, language) for one in heard.disliked],
        },
    }


def said_by(tools: Toolbox, kind: str, as_of: datetime) -> dict[str, dict[str, Any]]:
    """By customer: in how many texts a signal of ``kind`` was carried, and its latest words."""
    arguments = Arguments(scope=Scope(signal=kind))
    texts: dict[str, list[ReadFeedback]] = {}
    for one in carrying(arguments, tools, as_of):
        if one.feedback.customer_id is not None:
            texts.setdefault(one.feedback.customer_id, []).append(one)
    return {
        who: {
            "signal": kind,
            "texts": len(own),
            "words": next(iter(words_of(own[0], arguments.scope, tools)), ""),
            "at": own[0].feedback.at.date().isoformat(),
            "feedback_id": own[0].feedback.id,
        }
        for who, own in texts.items()
    }


def shares(found: Sequence[ReadFeedback]) -> Shares:
    """What the texts (newest first) do, feel and judge."""
    return Shares(
        texts=len(found),
        signals=tuple(sorted(signals_seen(found), key=lambda one: -one.texts)),
        emotions=emotions_felt(found),
        aspects=tuple(counted(one for one in found if one.feedback.duplicate_of is None))[:ASPECTS],
    )


def _aspect(one: AspectCount, tools: Toolbox, language: str) -> dict[str, Any]:
    return {
        "category": one.category,
        "category_text": category_name(one.category, tools, language),
        "texts": one.n,
        "negative": one.negative,
        "neutral": one.neutral,
        "positive": one.positive,
        "terms": list(one.terms),
    }
