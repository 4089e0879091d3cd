"""The cards of customers at risk: posting them, and what a click on one does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.answers.compose.figures import money
from bot.jobs.contacts import contacted_for_case
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
LEVERS = 2


class CaseDesk:
    """Posts cards and takes the steps that clicks ask for; each step once, whoever clicks first."""

    def __init__(self, wired: Application, poster: Poster) -> None:
        self._wired = wired
        self._poster = poster
        self._language = wired.settings.digest_language

    def post(self, channel: str, entry: AtRisk, case: Case, *, thread: str) -> None:
        """Post one customer's card."""
        blocks = self._blocks(entry, case)
        self._poster.post(channel, blocks, text=entry.name, key=f"card:{case.id}", thread=thread)

    def click(self, heard: Mapping[str, Any], at: datetime) -> str | None:
        """Take the step and redraw the card; a marked sentence for a click without effect."""
        words = read("slack", self._language)
        case = self._wired.store.cases.get(heard["case"])
        if case is None:
            return words.say("click.gone")
        taken = self._take(case, heard, at)
        after = self._wired.store.cases.get(heard["case"]) or case
        state = state_line(after, words)
        if not self._redraw(heard, after):
            return words.say("click.unseen", state=state)
        return None if taken or self._repeats(heard) else words.say("click.late", state=state)

    def _take(self, case: Case, heard: Mapping[str, Any], at: datetime) -> bool:
        if len(self._wired.store.cases.updates(case.id)) != heard["version"]:
            return False
        try:
            taken = step(case, heard["action"], actor=heard["user"], at=at, version=heard["version"])
        except UserError:
            return False
        done = self._wired.store.cases.act(
            taken.update, state=taken.state, assignee=taken.assignee, until=taken.until
        )
        if done and heard["action"] == "contact":
            contacted_for_case(self._wired.store, case, taken.update)
        return done

    def _repeats(self, heard: Mapping[str, Any]) -> bool:
        """Whether the step asked for is the last one taken, by the same person: a button pressed twice."""
        last = self._wired.store.cases.updates(heard["case"])[-1:]
        return any((one.actor, one.action) == (heard["user"], heard["action"]) for one in last)

    def _redraw(self, heard: Mapping[str, Any], case: Case) -> bool:
        """Show the card as the case stands now; False where there is no card any more."""
        from slack_sdk.errors import SlackApiError

        tools = self._wired.toolbox
        profile = tools.store.judgements.profile(case.customer_id)
        if profile is None:
            return False
        entry = at_risk_entry(tools, profile, self._language)
        try:
            self._poster.update(
                heard["channel"], heard["message"], self._blocks(entry, case), text=entry.name
            )
        except SlackApiError as refused:
            if refused.response.get("error") not in ("message_not_found", "cant_update_message"):
                raise
            return False
        return True

    def _blocks(self, entry: AtRisk, case: Case) -> list[dict[str, Any]]:
        card = Card(
            case=case,
            version=len(self._wired.store.cases.updates(case.id)),
            name=entry.name,
            headline=headline(entry, self._wired.settings.currency, self._language),
            reasons=_reasons(entry),
            quotes=[quote.shown for quote in entry.quotes[:QUOTES]],
            action=entry.action,
            levers=entry.levers[:LEVERS],
        )
        return case_card(card, read("slack", self._language))


def headline(entry: AtRisk, currency: str, language: str) -> str:
    """How likely it is to come, and what is at stake."""
    return read("risk" if entry.cancels else "slack", language).say(
        "cancels.card" if entry.cancels else "card.headline",
        probability=f"{entry.probability:.0%}",
        days=entry.horizon_days,
        value=money(entry.value_at_risk, currency),
    )


def _reasons(entry: AtRisk) -> list[str]:
    """What speaks for leaving, each once and the strongest first; what is left over is left out."""
    told = [one.text for one in entry.reasons if not one.feature.startswith("rest")]
    return list(dict.fromkeys(told))[:REASONS]
