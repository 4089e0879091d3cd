"""The at-risk digest: who may leave, why, what changed, what to do, and what people talk about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.answers.compose.customer import told_change
from bot.answers.compose.leaving import tell_lever
from bot.answers.compose.reasons import REST, tell
from bot.answers.evidence import Citation
from bot.answers.question import Arguments, Period, Scope
from bot.answers.toolbox import Toolbox, narrowing
from bot.answers.tools.course import Course, courses
from bot.answers.tools.customer import at_risk, is_gone, reason_quotes
from bot.answers.tools.themes import trends_in
from bot.capacity import Capacity
from bot.views.capacity import Today, today
from index.records import Case, Profile
from prompts import LANGUAGES
from segmentation import wording

WEEK = timedelta(days=7)
NEWS = timedelta(days=30)
"""How far back a change of a customer is still told."""
REASONS = 5
QUOTES = 2
THEMES = 5
CHANGES = ("risk", "lifecycle", "tier")
"""What changes are told, the most telling first."""


@dataclass(frozen=True)
class ToldReason:
    """A reason in words; ``direction`` up speaks for leaving, down against."""

    feature: str
    text: str
    direction: str


@dataclass(frozen=True)
class AtRisk:
    """One customer at risk, as it is shown everywhere."""

    customer_id: str
    name: str
    probability: float
    horizon_days: int
    value_at_risk: float
    reasons: tuple[ToldReason, ...]
    change: str | None
    """What changed of late, in words; None when nothing did."""
    action: str
    quotes: tuple[Citation, ...]
    levers: tuple[str, ...] = ()
    """What would change it, in words, the most helpful first."""
    churn: str = "silence"
    """What leaving means: ``silence`` or ``cancellation``."""

    @property
    def cancels(self) -> bool:
        """Whether leaving is a cancellation."""
        return self.churn == "cancellation"

    def document(self) -> dict[str, object]:
        """As JSON."""
        return {
            "customer_id": self.customer_id,
            "name": self.name,
            "probability": round(self.probability, 4),
            "horizon_days": self.horizon_days,
            "value_at_risk": round(self.value_at_risk, 2),
            "reasons": [
                {"feature": one.feature, "text": one.text, "direction": one.direction} for one in self.reasons
            ],
            "change": self.change,
            "action": self.action,
            "quotes": [quote.document() for quote in self.quotes],
            "levers": list(self.levers),
            "churn": self.churn,
        }


@dataclass(frozen=True)
class DigestTheme:
    """A theme of the last seven days, with the seven days before."""

    theme_id: int
    names: Mapping[str, str]
    size: int
    before: int
    negative: int
    course: Course | None = None
    """How it goes, measured against its own history."""

    def told(self, language: str) -> str:
        """In a phrase, if it is news."""
        return self.course.told(language) if self.course is not None else ""

    @property
    def name(self) -> Mapping[str, str]:
        """By language, as in the listings."""
        return self.names

    def document(self) -> dict[str, object]:
        """As JSON."""
        return {
            "id": self.theme_id,
            "name": dict(self.names),
            "size": self.size,
            "before": self.before,
            "negative": self.negative,
            "trend": self.course.document() if self.course is not None else None,
        }


@dataclass(frozen=True)
class Digest:
    """What a day's digest says; ``totals`` holds customers, at_risk, value_at_risk, feedback and negative."""

    date: str
    language: str
    customers: tuple[AtRisk, ...]
    themes: tuple[DigestTheme, ...]
    totals: Mapping[str, float]
    today: Today = field(default_factory=Today)
    """Whom the staff can call."""

    def document(self) -> dict[str, object]:
        """As JSON."""
        return {
            "date": self.date,
            "customers": [one.document() for one in self.customers],
            "themes": [one.document() for one in self.themes],
            "totals": dict(self.totals),
            "capacity": self.today.document(),
        }


def make_digest(
    tools: Toolbox, as_of: datetime, language: str, *, limit: int, capacity: Capacity | None = None
) -> Digest:
    """Customers at risk by value at risk, as many as the day holds, and the week's themes.

    Left out are those whose case rests, who were contacted of late, and who left already.
    """
    judged = [one for one in tools.profiles(as_of) if one.risk is not None]
    risky = [one for one in judged if at_risk(one, tools)]
    day = as_of.astimezone(tools.zone).date()
    chosen = today(_awake(tools, risky, as_of), capacity or Capacity(), day, limit)
    week = narrowing(Scope(period=Period(as_of - WEEK)), as_of)
    counts = tools.store.said.count(week)
    return Digest(
        date=day.isoformat(),
        language=language,
        customers=tuple(at_risk_entry(tools, one, language, as_of=as_of) for one in chosen.chosen),
        themes=_themes(tools, as_of),
        totals={
            "customers": len(judged),
            "at_risk": len(risky),
            "gone": sum(1 for one in judged if is_gone(one)),
            "value_at_risk": round(sum(one.value_at_risk for one in risky), 2),
            "feedback": sum(counts.values()),
            "negative": counts.get("negative", 0),
        },
        today=chosen,
    )


def at_risk_entry(
    tools: Toolbox, profile: Profile, language: str, *, as_of: datetime | None = None
) -> AtRisk:
    """One customer's entry; ``as_of`` defaults to when the profile was judged."""
    moment = as_of or profile.as_of
    customer = tools.store.customers.get(profile.customer_id)
    return AtRisk(
        customer_id=profile.customer_id,
        name=(customer.name if customer else None) or profile.customer_id,
        probability=profile.risk.probability if profile.risk else 0.0,
        horizon_days=profile.risk.horizon_days if profile.risk else 0,
        value_at_risk=profile.value_at_risk,
        reasons=told_reasons(profile, language, tools.currency)[:REASONS],
        change=_change(tools, profile, moment, language),
        action=wording.tell_action(profile.action, language),
        quotes=reason_quotes(profile, tools, moment, QUOTES, language),
        levers=tuple(tell_lever(one, language) for one in (profile.risk.levers if profile.risk else ())),
        churn=profile.risk.churn if profile.risk else "silence",
    )


def told_reasons(profile: Profile, language: str, currency: str) -> tuple[ToldReason, ...]:
    """All reasons of the risk in words: those for it first, what says what happened before bare figures."""
    reasons = profile.risk.reasons if profile.risk else ()
    ordered = sorted(
        reasons,
        key=lambda one: (one.feature.startswith(REST), one.direction != "up", one.feature.endswith(".plain")),
    )
    return tuple(ToldReason(one.feature, tell(one, language, currency), one.direction) for one in ordered)


def _awake(tools: Toolbox, risky: list[Profile], as_of: datetime) -> Iterator[Profile]:
    for profile in risky:
        cases = tools.store.cases.of(profile.customer_id)
        if not any(_rests(case, as_of) for case in cases):
            yield profile


def _rests(case: Case, as_of: datetime) -> bool:
    """Whether nobody need look at the case now: it is snoozed, or resolved and to be verified later."""
    snoozed = case.snoozed_until is not None and case.snoozed_until > as_of
    return snoozed or case.state == "resolved"


def _change(tools: Toolbox, profile: Profile, as_of: datetime, language: str) -> str | None:
    changes = tools.store.judgements.changes(profile.customer_id, as_of - NEWS)
    told = [one for one in changes if one.what in CHANGES and one.at <= as_of]
    if not told:
        return None
    latest = min(told, key=lambda one: (-one.at.timestamp(), CHANGES.index(one.what)))
    return told_change(latest, language)


def _themes(tools: Toolbox, as_of: datetime) -> tuple[DigestTheme, ...]:
    """The themes of the week, those that are news before the others."""
    named = {theme.id: theme.names for theme in tools.themes(as_of)}
    arguments = Arguments(scope=Scope(period=Period(as_of - WEEK)))
    going = courses(tools, as_of + timedelta(seconds=1))
    found = [
        DigestTheme(
            one.theme_id, named[one.theme_id], one.size, one.before, one.negative, going.get(one.theme_id)
        )
        for one in trends_in(arguments, tools, as_of, LANGUAGES[0])
    ]
    news = [one for one in found if one.course is not None and one.course.kind in ("new", "rising")]
    return tuple([*news, *(one for one in found if one not in news)][:THEMES])
