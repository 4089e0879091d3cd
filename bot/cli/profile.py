"""One customer on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cli.digest import SIGNS
from prompts import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.cli.terminal import Terminal
    from prompts import Words


CHANGES = 3


def show_profile(terminal: Terminal, one: Mapping[str, Any], language: str, currency: str) -> None:
    """Write the whole profile: standing, risk and why, what was said, what to do."""
    words = read("terminal", language)
    terminal.say(f"{one['name'] or one['customer_id']} ({one['customer_id']})", "bold underline")
    rfm = one["rfm"]
    for key, value in (
        (
            "standing",
            f"{rfm['label_text']} · {one['lifecycle_text']} · {one['tier_text']} · ABC {one['abc']}",
        ),
        ("rfm", f"{rfm['r']}-{rfm['f']}-{rfm['m']}: {_spent(rfm, currency, words)}"),
        ("axes", ", ".join(f"{words.say(f'axis.{name}')} {score}" for name, score in one["axes"].items())),
        ("segment", one["segment"]["name_text"] or "–"),
        ("expected", f"{currency} {one['expected_value']:,.2f}{_interval(one, currency, language)}"),
    ):
        terminal.say(f"{words.say(f'profile.{key}')}: {value}")
    _kind(terminal, one, language)
    _risk(terminal, one, words)
    _voice(terminal, one, read("heard", language))
    for quote in one["quotes"]:
        terminal.say(
            f"   “{quote['quote']}” [{quote['feedback_id']}, {quote['channel']}, {quote['at']}]", "italic"
        )
    terminal.say(f"→ {one['next_action']['text']}", "green")


def _voice(terminal: Terminal, one: Mapping[str, Any], said: Words) -> None:
    """What the customer's words do and feel, what they like and dislike."""
    for signal in one["signals"]:
        words = [said.say("spoken.words", words=" ".join(signal["words"].split()))] if signal["words"] else []
        times = said.say("page.texts", texts=signal["texts"])
        terminal.say(f"   {' · '.join((signal['kind_text'], times, *words, signal['at']))}")
    felt = [f"{said.say(f'emotion.{name}')} {texts}" for name, texts in one["emotions"]["counts"].items()]
    lines = [(said.say("page.tone"), felt)]
    for key, side in (("liked", "positive"), ("disliked", "negative")):
        judged = [f"{each['category_text']} {each[side]}" for each in one["aspects"][key]]
        lines.append((said.say(f"page.{key}"), judged))
    for title, parts in lines:
        if parts:
            terminal.say(f"   {title}: {', '.join(parts)}")


def _interval(one: Mapping[str, Any], currency: str, language: str) -> str:
    found = one["expected_value_interval"]
    if found is None:
        return ""
    low, high = (f"{currency} {found[end]:,.2f}" for end in ("low", "high"))
    return " · " + read("standing", language).say(
        "value.interval", low=low, high=high, level=f"{found['level']:.0%}"
    )


def _kind(terminal: Terminal, one: Mapping[str, Any], language: str) -> None:
    """Level, tags, loyalty and what changed lately."""
    words = read("standing", language)
    if one["level"]:
        terminal.say(f"{words.say('list.level')}: {one['level']['name_text']}")
    if one["loyalty"]:
        terminal.say(f"{words.say('kind.loyalty')}: {words.say('kind.score', score=one['loyalty']['score'])}")
    for tag in one["tags"]:
        terminal.say(f"   • {tag['name_text']}: {tag['text']}")
    for change in one["changes"][:CHANGES]:
        terminal.say(f"   {change['text']}")


def _spent(rfm: Mapping[str, Any], currency: str, words: Any) -> str:
    days = "–" if rfm["recency_days"] is None else rfm["recency_days"]
    return str(
        words.say(
            "profile.spent", days=days, orders=rfm["frequency"], value=f"{currency} {rfm['monetary']:,.2f}"
        )
    )


def _risk(terminal: Terminal, one: Mapping[str, Any], words: Any) -> None:
    risk = one["risk"]
    if risk is None:
        terminal.say(words.say("profile.no_risk"))
        return
    told = read("risk", words.language)
    cancels = risk["churn"] == "cancellation"
    say = told.say if cancels else words.say
    key = "profile.cancels" if cancels else "profile.risk"
    sentence = say(key, probability=f"{risk['probability']:.0%}", days=risk["horizon_days"])
    terminal.say(sentence, "bold")
    if risk["basis"] == "rules":
        terminal.say(words.say("profile.rules"), "yellow")
    for reason in risk["reasons"]:
        terminal.say(f"   {SIGNS.get(reason['direction'], '•')} {reason['text']}")
    if risk["sure_text"]:
        terminal.say(f"   {risk['sure_text']}")
    if risk["levers"]:
        terminal.say(f"   {told.say('levers.lead')}")
    for lever in risk["levers"]:
        terminal.say(f"   → {lever['text']}")
