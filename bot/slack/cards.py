"""The cards of customers at risk: posting them, and what a click on one does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.blocks.case import Card, case_card, state_line
from bot.views import AtRisk, at_risk_entry
from nlp.failures import UserError
from prompts import read
from segmentation.cases import step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.bootstrap import Application
    from bot.slack.posting import Poster
    from index.records import Case

QUOTES = 2
REASONS = 4


class CaseDesk:
    """Posts cards and takes the steps that clicks ask for; each step once, whoever clicks first."""

    def __init__(self, wired: Application, poster: Poster) -> None:
        self._wired = wired
        self._poster = poster
        self._language = wired.settings.digest_language

    def post(self, channel: str, entry: AtRisk, case: Case, *, thread: str) -> None:
        """Post one customer's card."""
        self._poster.post(channel, self._blocks(entry, case), text=entry.name, thread=thread)

    def click(self, heard: Mapping[str, Any], at: datetime) -> str | None:
        """Take the step and redraw the card; a marked sentence for a click without effect."""
        words = read("slack", self._language)
        case = self._wired.store.cases.get(heard["case"])
        if case is None:
            return words.say("click.gone")
        taken = self._take(case, heard, at)
        after = self._wired.store.cases.get(heard["case"]) or case
        self._redraw(heard, after)
        return None if taken else words.say("click.late", state=state_line(after, words))

    def _take(self, case: Case, heard: Mapping[str, Any], at: datetime) -> bool:
        if len(self._wired.store.cases.updates(case.id)) != heard["version"]:
            return False
        try:
            taken = step(case, heard["action"], actor=heard["user"], at=at, version=heard["version"])
        except UserError:
            return False
        return self._wired.store.cases.act(
            taken.update, state=taken.state, assignee=taken.assignee, until=taken.until
        )

    def _redraw(self, heard: Mapping[str, Any], case: Case) -> None:
        tools = self._wired.toolbox
        profile = tools.store.judgements.profile(case.customer_id)
        if profile is None:
            return
        entry = at_risk_entry(tools, profile, self._language)
        self._poster.update(heard["channel"], heard["message"], self._blocks(entry, case), text=entry.name)

    def _blocks(self, entry: AtRisk, case: Case) -> list[dict[str, Any]]:
        words = read("slack", self._language)
        card = Card(
            case=case,
            version=len(self._wired.store.cases.updates(case.id)),
            name=entry.name,
            headline=words.say(
                "card.headline",
                probability=f"{entry.probability:.0%}",
                days=entry.horizon_days,
                value=money(entry.value_at_risk, self._wired.settings.currency),
            ),
            reasons=[reason.text for reason in entry.reasons[:REASONS]],
            quotes=[quote.shown for quote in entry.quotes[:QUOTES]],
            action=entry.action,
        )
        return case_card(card, words)


def money(amount: float, currency: str) -> str:
    """An amount of the reporting currency, without pence."""
    return f"{currency} {amount:,.0f}"
