"""The digest on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompts import read

if TYPE_CHECKING:
    from bot.cli.terminal import Terminal
    from bot.views import AtRisk, Digest

SIGNS = {"up": "▲", "down": "▽"}


def show_digest(terminal: Terminal, digest: Digest, currency: str) -> None:
    """Write who is at risk, why, what they said and what to do, then what people talk about."""
    words = read("terminal", digest.language)
    totals = digest.totals
    terminal.say(words.say("digest.title", day=digest.date), "bold underline")
    terminal.say(
        words.say(
            "digest.totals",
            count=f"{totals['at_risk']:,.0f}",
            all=f"{totals['customers']:,.0f}",
            value=f"{currency} {totals['value_at_risk']:,.0f}",
        )
    )
    if capacity := digest.today.told(digest.language):
        terminal.say(capacity)
    for place, entry in enumerate(digest.customers, 1):
        terminal.say()
        _entry(terminal, place, entry, digest.language, currency)
    if digest.themes:
        terminal.say()
        terminal.say(words.say("digest.themes"), "bold")
    for theme in digest.themes:
        terminal.say(
            words.say(
                "digest.theme",
                name=theme.names[words.language],
                size=theme.size,
                before=theme.before,
                negative=theme.negative,
            )
        )
        if told := theme.told(words.language):
            terminal.say(f"  {told}", "yellow")


def _entry(terminal: Terminal, place: int, entry: AtRisk, language: str, currency: str) -> None:
    words = read("terminal", language)
    headline = (read("risk", language) if entry.cancels else words).say(
        "cancels.entry" if entry.cancels else "digest.entry",
        place=place,
        name=entry.name,
        id=entry.customer_id,
        probability=f"{entry.probability:.0%}",
        value=f"{currency} {entry.value_at_risk:,.0f}",
    )
    terminal.say(headline, "bold")
    if entry.change:
        terminal.say(f"   {entry.change}", "yellow")
    for reason in entry.reasons:
        terminal.say(f"   {SIGNS.get(reason.direction, '•')} {reason.text}")
    for quote in entry.quotes:
        terminal.say(f"   “{quote.shown}” [{quote.feedback_id}]", "italic")
    terminal.say(f"   → {entry.action}", "green")
