"""One customer: what is judged, what happened, what was said."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.answers.evidence import Citation, Evidence, Fact
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox, shown_name
from bot.answers.tools.quotes import choose
from bot.answers.tools.voice import READ, Voice, voice
from index.ports import Narrowing
from index.records import GONE, HIGH_RISK, Case, Customer, Order, Profile, ProfileChange

QUOTES = 3
LOOKED_AT = 40
"""Quotes are chosen among so many of the newest."""
LOOK_BACK = timedelta(days=90)
"""How far back a change still counts as news."""


@dataclass(frozen=True)
class CustomerEvidence(Evidence):
    """Everything an answer about one customer may need."""

    customer: Customer | None = None
    profile: Profile | None = None
    segment: str | None = None
    themes: tuple[str, ...] = ()
    changes: tuple[ProfileChange, ...] = ()
    last_order: Order | None = None
    cases: tuple[Case, ...] = ()
    said: int = 0
    later: bool = False
    """The profile was judged after the moment asked about."""
    personal: bool = False
    voice: Voice = field(default_factory=Voice)
    """What the customer's words do and feel."""


def look(
    arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str, *, personal: bool
) -> CustomerEvidence:
    """Gather what is known of ``arguments.customer`` up to ``as_of``."""
    assert arguments.customer is not None
    store = toolbox.store
    customer = store.customers.get(arguments.customer)
    if customer is None:
        return CustomerEvidence()
    profile = store.judgements.profile(customer.id)
    orders = store.activity.orders_of(customer.id, as_of, limit=1)
    mine = Narrowing(customer_id=customer.id, until=as_of + timedelta(seconds=1))
    counts = store.said.count(mine)
    found = store.said.listing(mine, limit=READ)
    heard = voice(found)
    quotes = choose(
        found[:LOOKED_AT],
        arguments.limit or QUOTES,
        label=_mood(profile, toolbox),
        language=language,
    )
    changes = store.judgements.changes(customer.id, as_of - LOOK_BACK)
    return CustomerEvidence(
        facts=(
            *_facts(customer, profile, sum(counts.values()), orders[0] if orders else None, toolbox),
            *(Fact(f"signal:{one.kind}", one.texts, None, customer.id) for one in heard.signals),
            *(Fact(f"emotion:{emotion}", texts, None, customer.id) for emotion, texts in heard.emotions),
        ),
        quotes=quotes,
        listed=((customer.id, shown_name(customer)),),
        customer=customer,
        profile=profile,
        segment=_segment(profile, toolbox, language),
        themes=_themes(profile, toolbox, language),
        changes=tuple(change for change in changes if change.at <= as_of),
        last_order=orders[0] if orders else None,
        cases=store.cases.of(customer.id),
        said=sum(counts.values()),
        later=profile is not None and profile.as_of > as_of,
        personal=personal,
        voice=heard,
    )


def at_risk(profile: Profile, toolbox: Toolbox) -> bool:
    """Whether the risk is high enough to act on, and the customer not gone already."""
    return profile.risk is not None and profile.risk.stands(toolbox.risk_high) == HIGH_RISK


def is_gone(profile: Profile) -> bool:
    """Whether the customer has left already, and can only be won back."""
    return profile.risk is not None and profile.risk.level == GONE


def reason_quotes(
    profile: Profile, toolbox: Toolbox, as_of: datetime, limit: int, language: str | None = None
) -> tuple[Citation, ...]:
    """Unhappy words behind the reasons for the risk; else the customer's latest ones; never others."""
    reasons = profile.risk.reasons if profile.risk else ()
    ids = [evidence for reason in reasons if reason.direction == "up" for evidence in reason.evidence]
    behind = [one for one in toolbox.store.said.get(ids[:40]) if one.feedback.at <= as_of]
    found = choose(behind, limit, label="negative", language=language, only=True)
    if found:
        return found
    mine = Narrowing(
        customer_id=profile.customer_id, until=as_of + timedelta(seconds=1), labels=("negative",)
    )
    latest = toolbox.store.said.listing(mine, limit=10)
    return choose(latest, limit, label="negative", language=language, only=True)


def _mood(profile: Profile | None, toolbox: Toolbox) -> str | None:
    return "negative" if profile is not None and at_risk(profile, toolbox) else None


def _facts(
    customer: Customer, profile: Profile | None, said: int, last: Order | None, toolbox: Toolbox
) -> tuple[Fact, ...]:
    money, who = toolbox.currency, customer.id
    found = [Fact("feedback", said, None, who)]
    if last is not None:
        found.append(Fact("last_order", last.at.date().isoformat(), None, who))
    if profile is None:
        return tuple(found)
    found += [
        Fact("orders", profile.rfm.frequency, None, who),
        Fact("spent", round(profile.rfm.monetary, 2), money, who),
        Fact("expected_value", round(profile.expected_value, 2), money, who),
        Fact("value_at_risk", round(profile.value_at_risk, 2), money, who),
        Fact("abc", profile.abc, None, who),
        Fact("lifecycle", profile.lifecycle, None, who),
        Fact("tier", profile.tier, None, who),
        Fact("rfm", profile.rfm.label, None, who),
        *(
            Fact(name, getattr(profile.axes, name), "of 100", who)
            for name in ("activity", "value", "intent", "risk")
        ),
    ]
    if profile.rfm.recency_days is not None:
        found.append(Fact("recency_days", profile.rfm.recency_days, "days", who))
    if profile.risk is not None:
        found.append(Fact("risk_probability", round(profile.risk.probability, 3), "probability", who))
        found.append(Fact("horizon_days", profile.risk.horizon_days, "days", who))
    found += [
        Fact(name, getattr(profile, name), None, who)
        for name in ("nps", "csat")
        if getattr(profile, name) is not None
    ]
    return tuple(found)


def _segment(profile: Profile | None, toolbox: Toolbox, language: str) -> str | None:
    if profile is None or profile.segment.segment_id < 0:
        return None
    for segment in toolbox.store.judgements.segments():
        if segment.id == profile.segment.segment_id:
            return segment.names.get(language) or segment.names.get("en")
    return None


def _themes(profile: Profile | None, toolbox: Toolbox, language: str) -> tuple[str, ...]:
    if profile is None or not profile.themes:
        return ()
    named = {
        theme.id: theme.names.get(language) or theme.names.get("en", "")
        for theme in toolbox.themes(profile.as_of)
    }
    return tuple(named[theme] for theme in profile.themes if theme in named)[:3]
