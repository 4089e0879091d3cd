"""Reads a playbook from TOML, and says of every mistake where it stands and what to do."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from nlp.owned import owned_document, owned_text
from prompts.reading import LANGUAGES, read
from segmentation.journey import STAGES as JOURNEY
from segmentation.lifecycle import STAGES
from segmentation.playbooks.causes import CAUSES
from segmentation.playbooks.checks import Place, choice, days, members, number, switch, whole, words
from segmentation.playbooks.phrases import fault
from segmentation.playbooks.plays import BASES, CHANNELS, OWNERS, Play, Playbook
from segmentation.risk.reasons import SIGNALS
from segmentation.tiers import TIERS

SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")
CLOSED: Mapping[str, tuple[str, ...]] = {
    "signals": tuple(SIGNALS),
    "lifecycles": STAGES,
    "tiers": TIERS,
    "classes": ("A", "B", "C"),
    "stages": JOURNEY,
    "causes": (*CAUSES, "none"),
}
"""Lists whose members are known beforehand."""
OPEN = ("levels", "because")
NUMBERS = ("segments", "themes")
SHARES = ("effect", "risk_from", "risk_below")
DAYS = ("cooldown_days",)
SWITCHES = ("reply", "risk_high", "gone")
KEYS = (
    "key", "channel", "owner", "priority", "basis", "value_from", "wording",
    *CLOSED, *OPEN, *NUMBERS, *SHARES, *DAYS, *SWITCHES,
)  # fmt: skip
SECTIONS = ("version", "cooldown", "owner", "play")
COOLDOWN: Mapping[str, int] = {"any": 3, "phone": 30, "email": 7, "message": 7}


@cache
def default_playbook() -> Playbook:
    """The plays that come with the product."""
    text = files("segmentation.playbooks").joinpath("default.toml").read_text(encoding="utf-8")
    return parse_playbook(text, "default.toml")


def read_playbook(path: Path) -> Playbook:
    """The playbook of a file.

    Raises:
        UserError: the file cannot be read, or something in it cannot be understood.
    """
    return parse_playbook(owned_text(path, "EARFUL_PLAYBOOKS"), str(path))


def parse_playbook(text: str, source: str) -> Playbook:
    """The playbook that a TOML text tells; ``source`` is what mistakes are told of.

    Raises:
        UserError: names the line and the key, and what to write instead.
    """
    document = owned_document(text, source)
    lines = text.splitlines()
    top = Place(source, 1, "top")
    _known(document, SECTIONS, top, lines, 0)
    owners = _owners(document.get("owner", {}), Place(source, _line(lines, "[owner", 0), "[owner]"))
    cooldown = _cooldown(document.get("cooldown", {}), source, lines)
    listed = document.get("play", [])
    if not isinstance(listed, list) or not listed:
        raise top.wrong("write each play under a heading [[play]], with two brackets, and at least one")
    starts = [place for place, line in enumerate(lines) if re.match(r"\s*\[\[\s*play\s*\]\]", line)]
    plays = []
    for place, raw in enumerate(listed):
        start = starts[place] if place < len(starts) else 0
        plays.append(_play(raw, source, lines, start, (*OWNERS, *owners)))
    if not any(_always(play) for play in plays):
        raise top.wrong(
            'no play holds for everybody; end with one that has no conditions, such as key = "grow"'
        )
    return Playbook(tuple(plays), cooldown, owners)


def _always(play: Play) -> bool:
    plain = Play(play.key, play.channel, play.owner)
    conditions = (*CLOSED, "levels", *NUMBERS, "risk_high", "gone", "risk_from", "risk_below", "value_from")
    return all(getattr(play, name) == getattr(plain, name) for name in conditions)


def _play(raw: Any, source: str, lines: list[str], start: int, owners: tuple[str, ...]) -> Play:
    key = raw.get("key") if isinstance(raw, dict) else None
    place = Place(source, start + 1, f"play {key!r}" if isinstance(key, str) else "a play")
    if not isinstance(raw, dict) or not isinstance(key, str) or not SLUG.fullmatch(key):
        raise place.wrong('give it a key of small letters, digits and _, such as key = "win_back"')
    _known(raw, KEYS, place, lines, start)

    def at(name: str) -> Place:
        return Place(source, _line(lines, name, start), f"play {key!r}, {name}")

    values: dict[str, Any] = {"key": key}
    values["channel"] = choice(raw.get("channel"), CHANNELS, at("channel"))
    values["owner"] = choice(raw.get("owner"), owners, at("owner"))
    if "basis" in raw:
        values["basis"] = choice(raw["basis"], BASES, at("basis"))
    for name in (*CLOSED, *OPEN):
        if name in raw:
            values[name] = words(raw[name], CLOSED.get(name), at(name))
    values["because"] = tuple(raw.get("because", ()))
    for name in NUMBERS:
        if name in raw:
            values[name] = frozenset(whole(one, at(name)) for one in members(raw[name], at(name)))
    values |= {name: number(raw[name], 0.0, 1.01, at(name)) for name in SHARES if name in raw}
    values |= {name: days(raw[name], at(name)) for name in DAYS if name in raw}
    values |= {name: switch(raw[name], at(name)) for name in SWITCHES if name in raw}
    if "priority" in raw:
        values["priority"] = whole(raw["priority"], at("priority"))
    if "value_from" in raw:
        values["value_from"] = number(raw["value_from"], 0.0, 1e12, at("value_from"))
    values["wording"] = _wording(raw.get("wording"), key, at("wording"))
    return Play(**values)


def _wording(raw: Any, key: str, place: Place) -> dict[str, str]:
    if raw is None:
        if not read("playbooks", "en").has(f"action.{key}"):
            raise place.wrong(
                "this key is not one of ours, so say what is to be done: "
                'wording = { en = "…", zh-Hans = "…", zh-Hant = "…" }'
            )
        return {}
    return _sentences(raw, place)


def _sentences(raw: Any, place: Place) -> dict[str, str]:
    if not isinstance(raw, dict) or set(raw) != set(LANGUAGES):
        raise place.wrong('write it in all three languages: { en = "…", zh-Hans = "…", zh-Hant = "…" }')
    for language, sentence in raw.items():
        problem = fault(sentence) if isinstance(sentence, str) else "is no text; put it in quotes"
        if problem is not None:
            raise place.wrong(f"the sentence in {language} {problem}")
    return dict(raw)


def _owners(raw: Any, place: Place) -> dict[str, dict[str, str]]:
    if not isinstance(raw, dict) or not all(SLUG.fullmatch(name) for name in raw):
        raise place.wrong('name your own roles as [owner.sales_lead] with en = "…", zh-Hans and zh-Hant')
    return {
        name: _sentences(named, Place(place.source, place.line, f"[owner.{name}]"))
        for name, named in raw.items()
    }


def _cooldown(raw: Any, source: str, lines: list[str]) -> dict[str, int]:
    start = _line(lines, "[cooldown", 0) - 1
    place = Place(source, start + 1, "[cooldown]")
    if not isinstance(raw, dict):
        raise place.wrong("write it as a table: [cooldown], then phone = 30")
    _known(raw, tuple(COOLDOWN), place, lines, start)
    found = {
        name: days(value, Place(source, _line(lines, name, start), f"[cooldown], {name}"))
        for name, value in raw.items()
    }
    return {**COOLDOWN, **found}


def _known(
    raw: Mapping[str, Any], known: tuple[str, ...], place: Place, lines: list[str], start: int
) -> None:
    for name in raw:
        if name not in known:
            close = get_close_matches(name, known, 1)
            hint = f"did you mean {close[0]}" if close else f"known are {', '.join(known)}"
            here = Place(place.source, _line(lines, name, start), place.what)
            raise here.wrong(f"{name} is not understood; {hint}")


def _line(lines: list[str], name: str, start: int) -> int:
    """The number of the first line from ``start`` on that begins with ``name``; else that of ``start``."""
    for place in range(start, len(lines)):
        if lines[place].lstrip().strip('"').startswith(name):
            return place + 1
    return start + 1
