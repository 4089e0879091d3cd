"""One customer whole, and one line of a list of customers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.answers.toolbox import Toolbox
from bot.answers.tools.customer import at_risk
from bot.answers.tools.quotes import choose
from bot.views.advice import action_document, suggestion_documents
from bot.views.digest import told_reasons
from bot.views.kind import kind_document, response_document
from bot.views.moved import moves
from bot.views.risk import risk_document
from bot.views.voice import voice_document
from index.ports import Narrowing
from index.records import Customer, Profile
from nlp.failures import UserError
from segmentation import wording
from segmentation.levels import level_name

QUOTES = 4
AHEAD = 0.06
"""A best match is the one meant when it is this much better than the second."""


def find_customer(tools: Toolbox, text: str) -> str:
    """The id of the one customer that ``text`` (id, mail, phone, handle or name) means.

    Raises:
        UserError: nobody fits, or several do.
    """
    exact = tools.store.customers.get(text)
    if exact is not None:
        return exact.id
    found = tools.candidates(text)
    if not found:
        raise UserError(
            f"There is no customer {text!r}; try another id, mail or name (see earful customers)."
        )
    if len(found) > 1 and found[1].score + AHEAD >= found[0].score:
        options = ", ".join(f"{one.name} ({one.customer_id})" for one in found)
        raise UserError(f"{text!r} may be one of several customers: {options}. Give the id.")
    return found[0].customer_id


def customer_row(profile: Profile, name: str) -> dict[str, Any]:
    """One line of a list."""
    return {
        "customer_id": profile.customer_id,
        "name": name,
        "tier": profile.tier,
        "level": profile.level,
        "lifecycle": profile.lifecycle,
        "abc": profile.abc,
        "rfm": profile.rfm.label,
        "segment": profile.segment.segment_id,
        "probability": round(profile.risk.probability, 4) if profile.risk else None,
        "expected_value": round(profile.expected_value, 2),
        "value_at_risk": round(profile.value_at_risk, 2),
        "monetary": round(profile.rfm.monetary, 2),
        "frequency": profile.rfm.frequency,
    }


def profile_document(tools: Toolbox, customer_id: str, language: str) -> dict[str, Any]:
    """Everything judged of a customer, keys as in the contract; ``…_text`` beside a key is it in words.

    Raises:
        UserError: the customer is unknown, or has not been judged.
    """
    store = tools.store
    customer, profile = store.customers.get(customer_id), store.judgements.profile(customer_id)
    if customer is None:
        raise UserError(f"There is no customer {customer_id!r} (see earful customers).")
    if profile is None:
        raise UserError(f"{customer_id} has not been judged yet; run earful refresh.")
    return {
        "customer_id": customer.id,
        "name": customer.name,
        "as_of": profile.as_of.isoformat(),
        "identities": _identities(tools, customer),
        **_standing(profile, language),
        "level": _level(profile, tools, language),
        "risk": _risk(profile, language, tools),
        "expected_value": round(profile.expected_value, 2),
        **kind_document(profile, language, tools.currency),
        "response": response_document(tools, profile, language),
        "expected_value_interval": _interval(profile),
        "expected_purchases": profile.expectation.purchases if profile.expectation else None,
        "value_at_risk": round(profile.value_at_risk, 2),
        "segment": _segment(profile, tools, language),
        "psychographics": [
            {
                "axis": one.axis,
                "score": round(one.score, 4),
                "support": one.support,
                "evidence": list(one.evidence),
                "names": dict(one.names),
            }
            for one in profile.psychographics
        ],
        "sentiment": _sentiment(profile),
        "themes": _themes(profile, tools),
        **voice_document(tools, customer.id, profile.as_of, language),
        "quotes": _quotes(tools, customer.id, profile.as_of),
        "changes": moves(tools, customer.id, profile.as_of, language),
        "cases": _cases(tools, customer.id),
        "next_action": action_document(profile.action, language, tools.currency),
        "recommendations": list(profile.recommendations),
        "suggestions": suggestion_documents(profile, language, tools.currency),
        "nps": profile.nps,
        "csat": profile.csat,
    }


def _standing(profile: Profile, language: str) -> dict[str, Any]:
    rfm, axes = profile.rfm, profile.axes
    return {
        "rfm": {
            "recency_days": rfm.recency_days,
            "frequency": rfm.frequency,
            "monetary": round(rfm.monetary, 2),
            "r": rfm.r,
            "f": rfm.f,
            "m": rfm.m,
            "label": rfm.label,
            "label_text": wording.name("rfm", rfm.label, language),
        },
        "abc": profile.abc,
        "lifecycle": profile.lifecycle,
        "lifecycle_text": wording.name("lifecycle", profile.lifecycle, language),
        "tier": profile.tier,
        "tier_text": wording.name("tier", profile.tier, language),
        "axes": {"activity": axes.activity, "value": axes.value, "intent": axes.intent, "risk": axes.risk},
    }


def _interval(profile: Profile) -> dict[str, Any] | None:
    """Where the spend of the horizon lies, from the posterior predictive distribution."""
    found = profile.expectation
    if found is None:
        return None
    return {"low": found.low, "high": found.high, "level": found.level, "basis": "posterior predictive"}


def _level(profile: Profile, tools: Toolbox, language: str) -> dict[str, str] | None:
    if profile.level is None:
        return None
    return {"id": profile.level, "name_text": level_name(tools.levels, profile.level, language)}


def _identities(tools: Toolbox, customer: Customer) -> list[dict[str, str]]:
    return [
        {"kind": one.kind, "value": one.value, "source": one.source, "reason": one.reason}
        for one in tools.store.customers.identities(customer.id)
    ]


def _risk(profile: Profile, language: str, tools: Toolbox) -> dict[str, Any] | None:
    if profile.risk is None:
        return None
    evidence = {one.feature: one.evidence for one in profile.risk.reasons}
    return {
        "probability": round(profile.risk.probability, 4),
        "horizon_days": profile.risk.horizon_days,
        "at_risk": at_risk(profile, tools),
        "basis": profile.risk.basis,
        **risk_document(profile.risk, language),
        "reasons": [
            {
                "feature": one.feature,
                "text": one.text,
                "direction": one.direction,
                "evidence": list(evidence[one.feature]),
            }
            for one in told_reasons(profile, language, tools.currency)
        ],
    }


def _segment(profile: Profile, tools: Toolbox, language: str) -> dict[str, Any]:
    place = profile.segment
    names: Mapping[str, str] = next(
        (one.names for one in tools.store.judgements.segments() if one.id == place.segment_id), {}
    )
    return {
        "id": place.segment_id,
        "name": dict(names),
        "name_text": names.get(language) or names.get("en"),
        "membership": round(place.membership, 4),
        "forced": place.forced,
    }


def _sentiment(profile: Profile) -> dict[str, Any]:
    mood = profile.mood
    return {
        "negative": mood.negative,
        "neutral": mood.neutral,
        "positive": mood.positive,
        "mean": mood.mean,
        "recent": mood.recent,
    }


def _themes(profile: Profile, tools: Toolbox) -> list[dict[str, Any]]:
    named = {theme.id: theme.names for theme in tools.store.themes.all()}
    return [{"id": theme, "name": dict(named[theme])} for theme in profile.themes if theme in named]


def _quotes(tools: Toolbox, customer_id: str, as_of: datetime) -> list[dict[str, Any]]:
    mine = Narrowing(customer_id=customer_id, until=as_of + timedelta(seconds=1))
    return [
        {**one.document(), "channel": one.channel, "at": one.at.date().isoformat()}
        for one in choose(tools.store.said.listing(mine, limit=40), QUOTES)
    ]


def _cases(tools: Toolbox, customer_id: str) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "state": one.state,
            "opened_at": one.opened_at.isoformat(),
            "assignee": one.assignee,
            "closed_at": one.closed_at.isoformat() if one.closed_at else None,
        }
        for one in tools.store.cases.of(customer_id)
    ]
