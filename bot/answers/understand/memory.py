"""What is remembered of a turn, so that the next one can build on it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.answers.question import Arguments, Candidate, Period, Plan, Scope


@dataclass(frozen=True)
class Memory:
    """The turn before: its plan, and the customers it listed, in their order."""

    intent: str
    language: str
    arguments: Arguments
    listed: tuple[Candidate, ...] = ()


def to_document(plan: Plan, listed: tuple[Candidate, ...]) -> dict[str, object]:
    """The turn as JSON values; customers' words are not kept."""
    return {
        "intent": plan.intent,
        "language": plan.language,
        "arguments": _plain(asdict(plan.arguments)),
        "listed": [asdict(one) for one in listed],
    }


def from_document(document: Mapping[str, Any]) -> Memory | None:
    """The turn as it was; None when the document is of another making."""
    try:
        arguments = dict(document["arguments"])
        scope = dict(arguments.pop("scope"))
        period, baseline = _period(scope.pop("period")), arguments.pop("baseline")
        candidates = tuple(Candidate(**one) for one in arguments.pop("candidates"))
        return Memory(
            str(document["intent"]),
            str(document["language"]),
            Arguments(
                **arguments,
                scope=Scope(period=period, **scope),
                candidates=candidates,
                baseline=_period(baseline) if baseline else None,
            ),
            tuple(Candidate(**one) for one in document["listed"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _period(document: Mapping[str, str | None]) -> Period:
    since, until = document["since"], document["until"]
    return Period(
        datetime.fromisoformat(since) if since else None, datetime.fromisoformat(until) if until else None
    )


def _plain(value: Any) -> Any:  # JSON values nest
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime) else value
