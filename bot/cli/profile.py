"""One customer on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cli.digest import SIGNS
from prompts import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.cli.terminal import Terminal
    from prompts import Words


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
        ("expected", f"{currency} {one['expected_value']:,.2f}"),
    ):
        terminal.say(f"{words.say(f'profile.{key}')}: {value}")
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
    sentence = words.say("profile.risk", probability=f"{risk['probability']:.0%}", days=risk["horizon_days"])
    terminal.say(sentence, "bold")
    if risk["basis"] == "rules":
        terminal.say(words.say("profile.rules"), "yellow")
    for reason in risk["reasons"]:
        terminal.say(f"   {SIGNS.get(reason['direction'], '•')} {reason['text']}")
