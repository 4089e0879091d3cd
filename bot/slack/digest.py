"""The digest in a channel: a summary once a day, the cards with buttons in its thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from bot.answers.compose.figures import money
from bot.slack.blocks.text import bullets, context, divider, escape, header, section
from bot.views import Digest, make_digest
from nlp.failures import UserError
from prompts import Words, read
from segmentation.alerts import digest_alert

if TYPE_CHECKING:
    from bot.bootstrap import Application
    from bot.slack.access import Access
    from bot.slack.cards import CaseDesk
    from bot.slack.posting import Poster
    from index.ports import Runs
    from index.records import Case

KIND = "digest"
CARDS = "digest.cards"
"""What is noted once all cards of a summary are posted."""


class DigestDesk:
    """Posts the digest once a day and channel, whoever asks for it and however often."""

    def __init__(self, wired: Application, poster: Poster, cases: CaseDesk, access: Access) -> None:
        self._wired = wired
        self._poster = poster
        self._cases = cases
        self._access = access

    def today(self, at: datetime) -> date:
        """The calendar day of a moment, where the owner lives."""
        return at.astimezone(self._wired.settings.zone).date()

    def post(self, channel: str, as_of: datetime, at: datetime, *, day: date | None = None) -> bool:
        """Post the digest of ``day`` (that of ``as_of``), or what an earlier try left of it.

        Returns:
            False when the channel has the day's digest already.

        Raises:
            UserError: the channel is none for customers' data.
        """
        verdict = self._access.audience(channel)
        if verdict.refusal is not None:
            raise UserError(read("slack", self._wired.settings.digest_language).say(verdict.refusal))
        day = day or self.today(as_of)
        claimed = self._runs.claim_posting(KIND, day, channel, at)
        message = None if claimed else self._runs.posted(KIND, day, channel)
        if not claimed and (message is None or self._whole(day, channel, message)):
            return False
        digest = self._digest(as_of, day)
        message = message or self._summary(digest, day, channel)
        self._cards(digest, day, channel, message, as_of, at)
        return claimed

    @property
    def _runs(self) -> Runs:
        return self._wired.store.runs

    def _whole(self, day: date, channel: str, message: str) -> bool:
        return self._runs.posted(CARDS, day, f"{channel}:{message}") is not None

    def _digest(self, as_of: datetime, day: date) -> Digest:
        settings = self._wired.settings
        tools = self._wired.toolbox_at(as_of)
        digest = make_digest(
            tools,
            as_of,
            settings.digest_language,
            limit=settings.digest_size,
            capacity=settings.day_holds,
        )
        return replace(digest, date=day.isoformat())

    def _summary(self, digest: Digest, day: date, channel: str) -> str:
        settings = self._wired.settings
        words = read("slack", settings.digest_language)
        key = f"{KIND}:{day.isoformat()}"
        midnight = datetime.combine(day, time.min, tzinfo=settings.zone).timestamp()
        try:
            message = self._poster.sent(channel, key, since=midnight) or self._poster.post(
                channel,
                digest_blocks(digest, words, settings.currency),
                text=_fallback(digest, words, settings.currency),
                key=key,
            )
        except Exception:
            # Nothing was posted: give the claim back, so that the next try may.
            self._runs.note_posting(KIND, day, channel, None)
            raise
        self._runs.note_posting(KIND, day, channel, message)
        return message

    def _cards(
        self, digest: Digest, day: date, channel: str, message: str, as_of: datetime, at: datetime
    ) -> None:
        """Each card once, whoever else is posting them and however often it is begun."""
        place, opened = f"{channel}:{message}", self._opened(digest, as_of)
        for entry in digest.customers:
            case = opened.get(entry.customer_id)
            if case is None or not self._runs.claim_posting(f"card:{entry.customer_id}", day, place, at):
                continue
            try:
                self._cases.post(channel, entry, case, thread=message)
            except Exception:
                self._runs.note_posting(f"card:{entry.customer_id}", day, place, None)
                raise
            self._runs.note_posting(f"card:{entry.customer_id}", day, place, case.id)
        self._runs.claim_posting(CARDS, day, place, at)
        self._runs.note_posting(CARDS, day, place, message)

    def _opened(self, digest: Digest, as_of: datetime) -> dict[str, Case]:
        """Pending cases by customer; one is opened for whoever is shown and has none."""
        cases = self._wired.store.cases
        waiting = {case.customer_id: case for case in cases.pending(as_of)}
        lacking = [one for one in digest.customers if one.customer_id not in waiting]
        profiles = [self._wired.toolbox.store.judgements.profile(one.customer_id) for one in lacking]
        cases.open([digest_alert(profile) for profile in profiles if profile is not None])
        return {case.customer_id: case for case in cases.pending(as_of)}


def digest_blocks(digest: Digest, words: Words, currency: str) -> list[dict[str, Any]]:
    """The summary: who matters most, and what people talk about."""
    blocks = [header(words.say("digest.title", day=digest.date))]
    if not digest.customers:
        blocks.append(section(escape(words.say("digest.none"))))
    else:
        blocks.append(section(escape(_lead(digest, words, currency))))
        blocks += bullets([_line(digest, place, words, currency) for place in range(len(digest.customers))])
        capacity = digest.today.told(words.language)
        blocks += [context(capacity)] if capacity else []
        blocks.append(context(words.say("digest.cards")))
    if digest.themes:
        blocks += [divider(), section(f"*{escape(words.say('digest.themes'))}*")]
        blocks += bullets([_theme(theme, words) for theme in digest.themes])
    return blocks


def _lead(digest: Digest, words: Words, currency: str) -> str:
    return words.say(
        "digest.lead",
        count=digest.totals["at_risk"],
        value=money(float(digest.totals["value_at_risk"]), currency),
        shown=len(digest.customers),
    )


def _line(digest: Digest, place: int, words: Words, currency: str) -> str:
    entry = digest.customers[place]
    return words.say(
        "digest.line",
        name=entry.name,
        probability=f"{entry.probability:.0%}",
        value=money(entry.value_at_risk, currency),
        reason=entry.reasons[0].text if entry.reasons else "",
    )


def _theme(theme: Any, words: Words) -> str:
    told = theme.told(words.language)
    line = words.say(
        "digest.theme",
        name=theme.names[words.language],
        size=theme.size,
        change=f"{theme.size - theme.before:+d}",
        negative=theme.negative,
    )
    return f"{line}\n   {told}" if told else line


def _fallback(digest: Digest, words: Words, currency: str) -> str:
    return words.say(
        "digest.text",
        day=digest.date,
        count=digest.totals["at_risk"],
        value=money(float(digest.totals["value_at_risk"]), currency),
    )
