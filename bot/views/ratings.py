"""NPS, CSAT and stars by segment, theme, channel, place and language, as terminal and pages show them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.answers.toolbox import Toolbox
from index.ports import Narrowing, Rated
from prompts import Words, read
from segmentation.ratings import LEAST, SCALES, GroupRating, ratings_by

BY = ("all", "segment", "theme", "channel", "place", "language")
DAYS = 90


def rating_documents(
    tools: Toolbox,
    as_of: datetime,
    by: str,
    language: str,
    *,
    scale: str | None = None,
    days: int = DAYS,
    rated: Sequence[Rated] | None = None,
) -> list[dict[str, Any]]:
    """One a group, most ratings first; ``change`` is against the same span before.

    Args:
        tools: what views work with.
        as_of: nothing later is read.
        by: one of ``BY``.
        language: of ``text`` and names.
        scale: nps, csat or stars; None: the one that most customers gave.
        days: the span.
        rated: of these; None: of all.
    """
    if rated is None:
        rated = tools.store.said.rated(Narrowing(until=as_of + timedelta(seconds=1)))
    if not rated:
        return []
    chosen = scale or max(SCALES, key=lambda one: sum(each.scale == one for each in rated))
    groups, names = _grouping(tools, by, language)
    words = read("ratings", language)
    found = ratings_by(rated, chosen, groups, as_of, days)
    return [_document(one, chosen, by, names, days, words) for one in found]


def _grouping(
    tools: Toolbox, by: str, language: str
) -> tuple[Callable[[Rated], Sequence[str]], Mapping[str, str]]:
    """The groups that a rating counts in, and how they are called."""
    web = read("web", language)
    if by == "channel":
        return lambda one: (one.channel,), _worded("channel", web)
    if by == "language":
        return lambda one: (one.language,), _worded("tongue", web)
    if by == "theme":
        themes = {
            str(one.id): _named(one.names, language) for one in tools.store.themes.all() if not one.hidden
        }
        return lambda one: (str(one.theme_id),) if str(one.theme_id) in themes else (), themes
    if by == "segment":
        segments = {str(one.id): _named(one.names, language) for one in tools.store.judgements.segments()}
        mine = {one.customer_id: str(one.segment.segment_id) for one in tools.store.judgements.profiles()}
        return lambda one: _known(mine.get(one.customer_id or ""), segments), segments
    if by == "place":
        people = tools.store.customers.many(tools.store.customers.ids())
        places = {key: one.country for key, one in people.items() if one.country}
        return lambda one: _known(places.get(one.customer_id or "")), {}
    return lambda _: ("",), {"": read("ratings", language).say("table.all")}


def _known(group: str | None, among: Mapping[str, str] | None = None) -> tuple[str, ...]:
    return () if group is None or (among is not None and group not in among) else (group,)


def _worded(kind: str, words: Words) -> dict[str, str]:
    begin = f"{kind}."
    return {key.removeprefix(begin): text for key, text in words.sentences.items() if key.startswith(begin)}


def _named(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or names.get("en") or ""


def _document(
    one: GroupRating, scale: str, by: str, names: Mapping[str, str], days: int, words: Words
) -> dict[str, Any]:
    measure, change = one.measure, one.change
    document: dict[str, Any] = {
        "by": by,
        "group": one.group or None,
        "name": names.get(one.group, one.group),
        "scale": scale,
        "days": days,
        "n": one.n,
        "value": round(measure.value, 1) if measure else None,
        "low": round(measure.low, 1) if measure else None,
        "high": round(measure.high, 1) if measure else None,
        "before": round(one.before.value, 1) if one.before else None,
        "before_n": one.before.n if one.before else None,
        "change": round(change.points, 1) if change else None,
        "change_low": round(change.low, 1) if change else None,
        "change_high": round(change.high, 1) if change else None,
        "change_p": round(change.probability, 4) if change else None,
        "months": [{"month": month, "value": round(value, 1), "n": n} for month, value, n in one.months],
        "kendall_tau": round(one.tau, 3) if one.tau is not None else None,
        "kendall_p": round(one.tau_probability, 4) if one.tau_probability is not None else None,
        "verdict": one.verdict,
    }
    return document | {"text": _told(document, words)}


def _told(one: Mapping[str, Any], words: Words) -> str:
    if one["value"] is None:
        return words.say("verdict.too_few", n=one["n"], least=LEAST)
    unit = "" if one["scale"] == "nps" else "%"
    change = f"{one['change']:+.1f}" if one["change"] is not None else ""
    return words.say(
        f"verdict.{one['verdict']}",
        value=f"{one['value']:.0f}{unit}",
        low=f"{one['low']:.0f}",
        high=f"{one['high']:.0f}",
        n=one["n"],
        change=change,
    )
