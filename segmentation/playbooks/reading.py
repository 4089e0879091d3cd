"""Reads a playbook from TOML, and says of every mistake where it stands and what to do."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from nlp.failures import UserError
from prompts.reading import LANGUAGES, read
from segmentation.lifecycle import STAGES
from segmentation.playbooks.causes import CAUSES
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
    "causes": (*CAUSES, "none"),
}
"""Lists whose members are known beforehand."""
OPEN = ("levels", "stages", "because")
NUMBERS = ("segments", "themes")
SHARES = ("effect", "risk_from", "risk_below")
DAYS = ("cooldown_days",)
SWITCHES = ("reply", "risk_high")
KEYS = (
    "key", "channel", "owner", "priority", "basis", "value_from", "wording",
    *CLOSED, *OPEN, *NUMBERS, *SHARES, *DAYS, *SWITCHES,
)  # fmt: skip
SECTIONS = ("version", "cooldown", "owner", "play")
COOLDOWN: Mapping[str, int] = {"any": 3, "phone": 30, "email": 7, "message": 7}


@dataclass(frozen=True)
class _Place:
    """Where a mistake stands."""

    source: str
    line: int
    what: str

    def wrong(self, problem: str) -> UserError:
        return UserError(f"{self.source}, line {self.line}, {self.what}: {problem}.")


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
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as missing:
        raise UserError(f"{path} cannot be read: {missing.strerror}. Check EARFUL_PLAYBOOKS.") from missing
    except UnicodeDecodeError as wrong:
        raise UserError(f"{path} is not UTF-8 text. Save it as UTF-8.") from wrong
    return parse_playbook(text, str(path))


def parse_playbook(text: str, source: str) -> Playbook:
    """The playbook that a TOML text tells; ``source`` is what mistakes are told of.

    Raises:
        UserError: names the line and the key, and what to write instead.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise UserError(f"{source} is not TOML: {wrong}. Correct that line.") from wrong
    lines = text.splitlines()
    top = _Place(source, 1, "top")
    _known(document, SECTIONS, top, lines, 0)
    owners = _owners(document.get("owner", {}), _Place(source, _line(lines, "[owner", 0), "[owner]"))
    cooldown = _cooldown(document.get("cooldown", {}), source, lines)
    listed = document.get("play", [])
    if not isinstance(listed, list) or not listed:
        raise top.wrong("write each play under a heading [[play]], with two brackets, and at least one")
    starts = [place for place, line in enumerate(lines) if re.match(r"\s*\[\[\s*play\s*\]\]", line)]
    plays = []
    for number, raw in enumerate(listed):
        start = starts[number] if number < len(starts) else 0
        plays.append(_play(raw, source, lines, start, (*OWNERS, *owners)))
    if not any(_always(play) for play in plays):
        raise top.wrong(
            'no play holds for everybody; end with one that has no conditions, such as key = "grow"'
        )
    return Playbook(tuple(plays), cooldown, owners)


def _always(play: Play) -> bool:
    plain = Play(play.key, play.channel, play.owner)
    conditions = (*CLOSED, "levels", "stages", *NUMBERS, "risk_high", "risk_from", "risk_below", "value_from")
    return all(getattr(play, name) == getattr(plain, name) for name in conditions)


def _play(raw: Any, source: str, lines: list[str], start: int, owners: tuple[str, ...]) -> Play:
    key = raw.get("key") if isinstance(raw, dict) else None
    place = _Place(source, start + 1, f"play {key!r}" if isinstance(key, str) else "a play")
    if not isinstance(raw, dict) or not isinstance(key, str) or not SLUG.fullmatch(key):
        raise place.wrong('give it a key of small letters, digits and _, such as key = "win_back"')
    _known(raw, KEYS, place, lines, start)

    def at(name: str) -> _Place:
        return _Place(source, _line(lines, name, start), f"play {key!r}, {name}")

    values: dict[str, Any] = {"key": key}
    values["channel"] = _choice(raw.get("channel"), CHANNELS, at("channel"))
    values["owner"] = _choice(raw.get("owner"), owners, at("owner"))
    if "basis" in raw:
        values["basis"] = _choice(raw["basis"], BASES, at("basis"))
    for name in (*CLOSED, *OPEN):
        if name in raw:
            values[name] = _words(raw[name], CLOSED.get(name), at(name))
    values["because"] = tuple(raw.get("because", ()))
    for name in NUMBERS:
        if name in raw:
            values[name] = frozenset(_whole(one, at(name)) for one in _list(raw[name], at(name)))
    values |= {name: _number(raw[name], 0.0, 1.01, at(name)) for name in SHARES if name in raw}
    values |= {name: _days(raw[name], at(name)) for name in DAYS if name in raw}
    values |= {name: _switch(raw[name], at(name)) for name in SWITCHES if name in raw}
    if "priority" in raw:
        values["priority"] = _whole(raw["priority"], at("priority"))
    if "value_from" in raw:
        values["value_from"] = _number(raw["value_from"], 0.0, 1e12, at("value_from"))
    values["wording"] = _wording(raw.get("wording"), key, at("wording"))
    return Play(**values)


def _wording(raw: Any, key: str, place: _Place) -> dict[str, str]:
    if raw is None:
        if not read("playbooks", "en").has(f"action.{key}"):
            raise place.wrong(
                "this key is not one of ours, so say what is to be done: "
                'wording = { en = "…", zh-Hans = "…", zh-Hant = "…" }'
            )
        return {}
    return _sentences(raw, place)


def _sentences(raw: Any, place: _Place) -> dict[str, str]:
    if not isinstance(raw, dict) or set(raw) != set(LANGUAGES):
        raise place.wrong('write it in all three languages: { en = "…", zh-Hans = "…", zh-Hant = "…" }')
    for language, sentence in raw.items():
        problem = fault(sentence) if isinstance(sentence, str) else "is no text; put it in quotes"
        if problem is not None:
            raise place.wrong(f"the sentence in {language} {problem}")
    return dict(raw)


def _owners(raw: Any, place: _Place) -> dict[str, dict[str, str]]:
    if not isinstance(raw, dict) or not all(SLUG.fullmatch(name) for name in raw):
        raise place.wrong('name your own roles as [owner.sales_lead] with en = "…", zh-Hans and zh-Hant')
    return {
        name: _sentences(named, _Place(place.source, place.line, f"[owner.{name}]"))
        for name, named in raw.items()
    }


def _cooldown(raw: Any, source: str, lines: list[str]) -> dict[str, int]:
    start = _line(lines, "[cooldown", 0) - 1
    place = _Place(source, start + 1, "[cooldown]")
    if not isinstance(raw, dict):
        raise place.wrong("write it as a table: [cooldown], then phone = 30")
    _known(raw, tuple(COOLDOWN), place, lines, start)
    found = {
        name: _days(value, _Place(source, _line(lines, name, start), f"[cooldown], {name}"))
        for name, value in raw.items()
    }
    return {**COOLDOWN, **found}


def _known(
    raw: Mapping[str, Any], known: tuple[str, ...], place: _Place, lines: list[str], start: int
) -> None:
    for name in raw:
        if name not in known:
            close = get_close_matches(name, known, 1)
            hint = f"did you mean {close[0]}" if close else f"known are {', '.join(known)}"
            here = _Place(place.source, _line(lines, name, start), place.what)
            raise here.wrong(f"{name} is not understood; {hint}")


def _line(lines: list[str], name: str, start: int) -> int:
    """The number of the first line from ``start`` on that begins with ``name``; else that of ``start``."""
    for place in range(start, len(lines)):
        if lines[place].lstrip().strip('"').startswith(name):
            return place + 1
    return start + 1


def _choice(value: Any, known: tuple[str, ...], place: _Place) -> str:
    if value not in known:
        shown = "missing" if value is None else f"{value!r}"
        raise place.wrong(f"is {shown}; use one of {', '.join(known)}")
    return str(value)


def _list(value: Any, place: _Place) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise place.wrong("is a list with at least one member, in square brackets")
    return value


def _words(value: Any, known: tuple[str, ...] | None, place: _Place) -> frozenset[str]:
    members = _list(value, place)
    for one in members:
        if not isinstance(one, str) or (known is not None and one not in known):
            raise place.wrong(
                f"holds {one!r}; " + (f"use {', '.join(known)}" if known else "use texts in quotes")
            )
    return frozenset(members)


def _whole(value: Any, place: _Place) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise place.wrong(f"is {value!r}; use whole numbers without quotes")
    return value


def _days(value: Any, place: _Place) -> int:
    if not 0 <= _whole(value, place) <= 3650:
        raise place.wrong(f"is {value}; use days from 0 to 3650")
    return int(value)


def _number(value: Any, least: float, most: float, place: _Place) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise place.wrong(f"is {value!r}; use a number from {least:g} to {1 if most < 2 else most:g}")
    return float(value)


def _switch(value: Any, place: _Place) -> bool:
    if not isinstance(value, bool):
        raise place.wrong(f"is {value!r}; use true or false")
    return value
