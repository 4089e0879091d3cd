"""What contacting brought, as terminal, pages and answers show it."""

from datetime import datetime
from typing import Any

from bot.jobs.outcomes import Outcomes
from prompts import Words, read
from segmentation.outcomes import Outcome


def outcome_documents(found: Outcomes, as_of: datetime, language: str) -> dict[str, Any]:
    """Shares 0..1; ``text`` says what can be concluded and how sure that is."""
    words = read("outcomes", language)
    drawn = _document(found.drawn, words) if found.drawn is not None else None
    return {
        "as_of": as_of.date().isoformat(),
        "holdout": found.holdout,
        "randomised": drawn,
        "plays": [_document(one, words) for one in found.plays],
        "note": words.say("note.randomised" if drawn else "note.observed"),
    }


def _document(one: Outcome, words: Words) -> dict[str, Any]:
    effect = one.effect
    low, high = effect.interval() if effect else (None, None)
    document: dict[str, Any] = {
        "play": one.play or None,
        "name": _name(one, words),
        "contacted": one.contacted,
        "waiting": one.waiting,
        "compared": one.others,
        "horizon_days": one.horizon_days,
        "came_back": effect.contacted if effect else None,
        "comparable_came_back": effect.comparable if effect else None,
        "difference": effect.difference if effect else None,
        "low": low,
        "high": high,
        "randomised": one.randomised,
        "verdict": one.verdict,
    }
    document |= {key: round(value, 4) for key, value in document.items() if isinstance(value, float)}
    return document | {"text": _told(one, document, words)}


def _name(one: Outcome, words: Words) -> str:
    if one.randomised:
        return words.say("name.drawn")
    if not one.play:
        return words.say("name.all")
    return words.say(f"play.{one.play}") if words.has(f"play.{one.play}") else one.play.replace("_", " ")


def _told(one: Outcome, shown: dict[str, Any], words: Words) -> str:
    if one.effect is None:
        return words.say("verdict.too_few", contacted=one.contacted, waiting=one.waiting, others=one.others)
    return words.say(
        f"verdict.{one.verdict}",
        contacted=one.contacted,
        came=f"{shown['came_back']:.0%}",
        days=one.horizon_days,
        others=f"{max(shown['comparable_came_back'], 0.0):.0%}",
        difference=f"{100 * shown['difference']:+.1f}",
        low=f"{100 * shown['low']:+.1f}",
        high=f"{100 * shown['high']:+.1f}",
    )
