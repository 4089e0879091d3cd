"""Puts judgements into words: reasons, actions and names, in the language asked for."""

from collections.abc import Mapping
from datetime import date

from index.records import Action, Alternative, Reason, SegmentEvent
from prompts.reading import Words, nearest, read

WHOLE = frozenset({"gap", "recency", "rhythm", "days", "ago", "count", "share", "now", "before"})
"""Values told without decimals."""
CATALOGUES = {"trait": "segments", "moved": "standing", "tag": "standing"}
"""Where reasons that begin so are told; all others in ``reasons``."""
MONEY = ("worth.", "spend.", "moved.spend", "trait.net.", "trait.mean_order.")
"""Beginnings of the sentences whose numbers are amounts."""
SIGNS = {"GBP": "£", "USD": "$", "EUR": "€", "CNY": "¥", "HKD": "HK$", "TWD": "NT$", "JPY": "JP¥"}
SIGNED = frozenset({"now_mood", "before_mood"})
LEADING = ("count", "recency")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def tell(reason: Reason, language: str) -> str:
    """One reason as a manager would say it, amounts with the ``currency`` among its values.

    Values are inserted as they are and never interpreted.
    """
    words = read(CATALOGUES.get(reason.feature.partition(".")[0], "reasons"), language)
    currency = str(reason.values.get("currency", "")) if reason.feature.startswith(MONEY) else ""
    values = {
        name: amount(value, currency)
        if currency and not isinstance(value, str)
        else _value(name, value, language)
        for name, value in reason.values.items()
        if not name.startswith("theme.")
    }
    theme = reason.values.get(f"theme.{nearest(language)}")
    if isinstance(theme, str) and theme:
        values["theme"] = theme
    axis = reason.values.get("axis")
    if isinstance(axis, str):
        own = reason.values.get(f"axis_{nearest(language)}") or reason.values.get("axis_en")
        values["axis"] = str(own or name("psychographics", axis, language))
    return words.say(_key(words, reason.feature, values), **values)


def tell_action(action: Action, language: str) -> str:
    """The next best action with who does it and how; where the customer is to be left alone, until when."""
    words = read("playbooks", language)
    told = _told(action, words)
    if action.wait_because is None:
        return told
    why = tell(action.wait_because, language)
    if action.wait_until is None:
        if action.wait_because.feature != "quiet.channel":
            return words.say("whole.quiet", why=why, action=told)
        channel = words.say(f"channel.{action.channel}")
        return words.say("whole.quiet_channel", channel=channel, why=why, action=told)
    return words.say("whole.wait", until=day(action.wait_until, language), why=why, action=told)


def tell_alternative(other: Alternative, language: str) -> str:
    """Another action that fits, with who does it and how."""
    return _told(other, read("playbooks", language))


def _told(action: Action | Alternative, words: Words) -> str:
    """Whole sentence; the owner's own words are inserted as they are and never interpreted."""
    key = f"action.{action.key}"
    # A play that was dropped from the owner's file since the last refresh has no sentence any more.
    ours = words.say(key) if words.has(key) else action.key.replace("_", " ")
    role = f"owner.{action.owner}"
    return words.say(
        "whole.action",
        sentence=action.wording.get(words.language, ours),
        owner=action.owner_names.get(words.language, words.say(role) if words.has(role) else action.owner),
        channel=words.say(f"channel.{action.channel}"),
    )


def tell_event(event: SegmentEvent, language: str, on: str) -> str:
    """What became of a segment.

    Args:
        event: as kept.
        language: a BCP 47 tag.
        on: its day, in words.
    """
    words = read("segments", language)

    def part(segment: int) -> str:
        names = event.names.get(str(segment), {})
        called = names.get(language) or names.get("en")
        return words.say("event.part", id=segment, name=called) if called else str(segment)

    ids = (event.segment, *event.others) if event.what == "split" else event.others
    parts = [part(segment) for segment in ids]
    joined = parts[0] if len(parts) > 1 else ""
    for one in parts[1:-1]:
        joined = words.say("event.between", left=joined, right=one)
    if parts:
        joined = words.say("event.last", left=joined, right=parts[-1]) if joined else parts[-1]
    return words.say(f"event.{event.what}", segment=part(event.segment), parts=joined, day=on)


def name(kind: str, key: str, language: str) -> str:
    """What a judgement is called; a key that the catalogue lacks is its own name.

    Args:
        kind: rfm, abc, lifecycle, tier, axis, psychographics, risk_level, change or alert.
        key: for instance ``champions``.
        language: a BCP 47 tag.
    """
    words = read("playbooks" if kind in ("alert", "cause") else "segments", language)
    full = f"{kind}.{key}"
    return words.say(full) if words.has(full) else key


def number(value: float, *, decimals: int = 1) -> str:
    """Thousands apart; decimals only for small numbers that have them."""
    if abs(value) >= 10 or float(value).is_integer() or decimals == 0:
        return f"{value:,.0f}"
    return f"{value:.{decimals}f}"


def amount(value: float, currency: str) -> str:
    """Money with the sign of its currency (an ISO code); pence only below a hundred."""
    minus = "-" if value < 0 else ""
    figure = f"{abs(value):,.0f}" if abs(value) >= 100 else f"{abs(value):,.2f}"
    sign = SIGNS.get(currency)
    return f"{minus}{sign}{figure}" if sign else f"{minus}{figure} {currency}"


def day(value: str, language: str) -> str:
    """An ISO day as one says it: 4 May, 5月4日."""
    told = date.fromisoformat(value)
    if nearest(language) == "en":
        return f"{told.day} {MONTHS[told.month - 1]}"
    return f"{told.month}月{told.day}日"


def _key(words: Words, feature: str, values: Mapping[str, str]) -> str:
    about = f"{feature}_about"
    feature = about if "theme" in values and words.has(about) else feature
    table, _, sentence = feature.partition(".")
    single = f"{table}_one.{sentence}"
    leading = next((values[name] for name in LEADING if name in values), "")
    return single if leading in ("0", "1") and words.has(single) else feature


def _value(name: str, value: float | str, language: str) -> str:
    if name == "since":
        return day(str(value), language)
    if isinstance(value, str):
        return value
    if name in SIGNED:
        return f"{value:+.1f}"
    return number(value, decimals=0 if name in WHOLE else 2 if abs(value) < 1 else 1)
