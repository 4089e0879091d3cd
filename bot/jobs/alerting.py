"""The last stage of a refresh: resolved cases are checked against what customers did since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.jobs.stages import Outcome
from index.records import LOW_RISK
from segmentation.cases import step

if TYPE_CHECKING:
    from datetime import datetime

    from bot.bootstrap import Application
    from index.records import Case, Profile

ACTOR = "earful"


def alert(wired: Application, as_of: datetime) -> Outcome:
    """Verify resolved cases that held, and open those again that did not."""
    verified = reopened = 0
    for case in wired.store.cases.resolved():
        held = since_held(wired.store.judgements.profile(case.customer_id), case, wired.settings.high_risk)
        if held is None:
            continue
        _take(wired, case, "verify" if held else "reopen", as_of)
        verified += held
        reopened += not held
    waiting = wired.store.cases.pending(as_of)
    return Outcome(verified + reopened, {"pending": len(waiting), "verified": verified, "reopened": reopened})


def since_held(profile: Profile | None, case: Case, high: float) -> bool | None:
    """Whether the customer is out of danger since, neither at risk nor gone; None while too early to tell."""
    if profile is None or profile.risk is None or case.closed_at is None:
        return None
    days = (profile.as_of - case.closed_at).days
    if profile.risk.stands(high) == LOW_RISK:
        return True if days >= 1 else None
    return False if days >= profile.risk.horizon_days // 3 else None


def _take(wired: Application, case: Case, action: str, as_of: datetime) -> None:
    store = wired.store
    version = len(store.cases.updates(case.id))
    taken = step(case, action, actor=ACTOR, at=as_of, version=version)
    store.cases.act(taken.update, state=taken.state, assignee=taken.assignee, until=taken.until)
