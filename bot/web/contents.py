"""What each page shows: one view a page, asked for the day of the last refresh."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from bot.clock import now
from bot.web.forms import token
from prompts import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from bot.bootstrap import Application
    from index.records import Profile

LISTED = 100
FOUND = 12
HISTORY = 8
"""Events of segments shown."""
QUOTES = 10
LONGEST_QUESTION = 500
AUDITED = "page"


def digest(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """Who may leave."""
    from bot.views import make_digest

    del request
    made = make_digest(
        wired.toolbox,
        wired.as_of,
        language,
        limit=wired.settings.digest_size,
        capacity=wired.settings.day_holds,
    )
    return {"title": read("web", language).say("digest.title"), "digest": made}


def customers(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """Customers by value at risk: all, those of a segment or tier, or those that a name may mean."""
    from segmentation.tiers import TIERS

    tools, wanted = wired.toolbox, asked(request, "q")
    segment = _known_segment(wired, request)
    tier, level = asked(request, "tier"), asked(request, "level")
    if wanted:
        likely = [one.customer_id for one in tools.candidates(wanted)][:FOUND]
        found = [one for one in map(tools.store.judgements.profile, likely) if one is not None]
    else:
        every = tools.profiles(wired.as_of, segment)
        found = [one for one in every if tier in ("", one.tier) and level in ("", one.level)]
    shown = found[:LISTED]
    return {
        "title": read("web", language).say("nav.customers"),
        "customers": _rows(wired, shown),
        "all": len(found),
        "question": wanted,
        "segment": segment,
        "level": level if any(one.level == level for one in found) else "",
        "levels": [
            one.id
            for one in tools.levels
            if any(one.id == held.level for held in tools.profiles(wired.as_of))
        ],
        "tier": tier if any(one.tier == tier for one in found) else "",
        "tiers": [one for one in TIERS if any(one == held.tier for held in tools.profiles(wired.as_of))],
    }


def customer(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """One customer whole; that it was looked at is kept in the audit."""
    from bot.views import hear, profile_document
    from index.ports import Narrowing

    store, wanted = wired.store, request.path_params["customer_id"]
    found = None if "\0" in wanted else store.customers.get(wanted)
    profile = None if found is None else store.judgements.profile(found.id)
    if found is None or profile is None:
        raise HTTPException(404)
    document = profile_document(wired.toolbox, found.id, language)
    store.runs.audit(now(), AUDITED, "view", found.id, request.url.path, {})
    mine = Narrowing(customer_id=found.id, until=wired.as_of + timedelta(seconds=1))
    return {
        "title": document["name"] or found.id,
        "one": document,
        "quotes": hear(wired.toolbox, mine, QUOTES),
    }


def segments(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """What kinds of customers there are."""
    from bot.views import segment_documents, segment_history

    del request
    return {
        "title": read("web", language).say("nav.segments"),
        "segments": segment_documents(wired.toolbox),
        "history": segment_history(wired.toolbox, language)[:HISTORY],
    }


def segment(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """One segment."""
    from bot.views import segment_detail

    known = {str(one.id): one.id for one in wired.store.judgements.segments()}
    chosen = _known(known, request.path_params["segment_id"])
    detail = segment_detail(wired.toolbox, chosen, wired.as_of, language)
    title = detail.segment.names.get(language) or detail.segment.names["en"]
    return {
        "title": title,
        "one": detail,
        "medoids": _rows(wired, [one.profile for one in detail.medoids]),
        "members": _rows(wired, [one.profile for one in detail.members]),
    }


def themes(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """What people talk about, by areas; what is news stands before all."""
    from bot.views import theme_documents
    from index.ports import Narrowing

    del request
    found = [one for one in theme_documents(wired.toolbox, wired.as_of, Narrowing()) if one["id"] >= 0]
    moving = [one for one in found if one["trend"] and one["trend"]["kind"] in ("new", "rising")]
    return {
        "title": read("web", language).say("nav.themes"),
        "themes": found,
        "moving": moving,
        "areas": _by_area(found),
    }


def _by_area(themes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Areas with their themes, the one with most texts first; themes in none come last."""
    areas: dict[int, dict[str, Any]] = {}
    for one in themes:
        number = one["area"]["id"] if one["area"] else -1
        name = one["area"]["name"] if one["area"] else {}
        areas.setdefault(number, {"id": number, "name": name, "themes": []})["themes"].append(one)
    return sorted(
        areas.values(), key=lambda area: (area["id"] < 0, -sum(one["size"] for one in area["themes"]))
    )


def journey(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """At which stage of the journey it hurts."""
    from bot.views import journey as stages
    from bot.views.journey import DAYS

    del request
    rows = stages(wired.toolbox, wired.as_of, language)
    return {
        "title": read("standing", language).say("journey.title"),
        "rows": rows,
        "total": sum(row.texts for row in rows),
        "days": DAYS,
    }


def theme(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """One theme, and the forms to change it."""
    from bot.views import theme_detail

    every = wired.toolbox.themes(wired.as_of)
    known = {str(one.id): one.id for one in every}
    chosen = _known(known, request.path_params["theme_id"])
    detail = theme_detail(wired.toolbox, chosen, wired.as_of)
    title = detail.theme.names.get(language) or detail.theme.names["en"]
    keywords = detail.theme.keywords.get(language) or detail.theme.keywords.get("en", ())
    return {
        "title": title,
        "one": detail,
        "keywords": keywords,
        "course": detail.course.told(language) if detail.course else "",
        "others": sorted((one for one in every if one.id != chosen), key=lambda one: one.id),
        "token": token(request.url.path),
    }


def ask(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """A question and its answer; whom or what was asked about is kept in the audit, the words are not."""
    from bot.answers import Question, answer

    text = asked(request, "q")[:LONGEST_QUESTION]
    words = read("web", language)
    shown: dict[str, Any] = {"title": words.say("nav.ask"), "question": text, "answer": None}
    if not text:
        return shown | {"examples": [words.say(f"ask.example_{place}") for place in (1, 2, 3, 4)]}
    at = now()
    found = answer(
        Question(text=text, as_of=wired.as_of, asked_at=at, thread=None, user=AUDITED), wired.toolbox
    )
    subject = str(found.arguments.get("customer", found.intent))
    document = {"intent": found.intent, "status": found.status, "language": found.language}
    wired.store.runs.audit(at, AUDITED, "ask", subject, request.url.path, document)
    return shown | {"answer": found}


def asked(request: Request, name: str) -> str:
    """A value of the address's query, without control characters, which no database takes."""
    value = request.query_params.get(name, "")
    return "".join(sign for sign in value if sign >= " " and sign != "\x7f").strip()


def _known_segment(wired: Application, request: Request) -> int | None:
    wanted = asked(request, "segment")
    known = {str(one.id): one.id for one in wired.store.judgements.segments()}
    return _known(known, wanted) if wanted else None


def _known(known: Mapping[str, int], wanted: str) -> int:
    if wanted not in known:
        raise HTTPException(404)
    return known[wanted]


def _rows(wired: Application, profiles: list[Profile]) -> list[dict[str, Any]]:
    from bot.answers.tools.customer import at_risk
    from bot.views import customer_row

    names = wired.toolbox.names(tuple(one.customer_id for one in profiles))
    return [
        customer_row(one, names[one.customer_id]) | {"high": at_risk(one, wired.toolbox)} for one in profiles
    ]
