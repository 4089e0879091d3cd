"""The digest in a channel: a summary once a day, the cards with buttons in its thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.blocks.text import bullets, context, divider, escape, header, section
from bot.slack.cards import money
from bot.views import Digest, make_digest
from prompts import Words, read
from segmentation.alerts import digest_alert

if TYPE_CHECKING:
    from datetime import datetime

    from bot.bootstrap import Application
    from bot.slack.cards import CaseDesk
    from bot.slack.posting import Poster
    from index.records import Case

KIND = "digest"


class DigestDesk:
    """Posts the digest once a day and channel, whoever asks for it and however often."""

    def __init__(self, wired: Application, poster: Poster, cases: CaseDesk) -> None:
        self._wired = wired
        self._poster = poster
        self._cases = cases

    def post(self, channel: str, as_of: datetime, at: datetime) -> bool:
        """Post it; False when the channel has the day's digest already."""
        settings = self._wired.settings
        day = as_of.astimezone(settings.zone).date()
        runs = self._wired.store.runs
        if not runs.claim_posting(KIND, day, channel, at):
            return False
        try:
            digest = make_digest(
                self._wired.toolbox_at(as_of), as_of, settings.digest_language, limit=settings.digest_size
            )
            words = read("slack", settings.digest_language)
            message = self._poster.post(
                channel,
                digest_blocks(digest, words, settings.currency),
                text=_fallback(digest, words, settings.currency),
            )
        except Exception:
            # Nothing was posted: give the claim back, so that the next try may.
            runs.note_posting(KIND, day, channel, None)
            raise
        runs.note_posting(KIND, day, channel, message)
        opened = self._opened(digest, as_of)
        for entry in digest.customers:
            if entry.customer_id in opened:
                self._cases.post(channel, entry, opened[entry.customer_id], thread=message)
        return True

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
    return words.say(
        "digest.theme",
        name=theme.names[words.language],
        size=theme.size,
        change=f"{theme.size - theme.before:+d}",
        negative=theme.negative,
    )


def _fallback(digest: Digest, words: Words, currency: str) -> str:
    return words.say(
        "digest.text",
        day=digest.date,
        count=digest.totals["at_risk"],
        value=money(float(digest.totals["value_at_risk"]), currency),
    )
