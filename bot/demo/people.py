"""The demo company's customers: people, and the accounts each of them holds."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from bot.demo.calendar import Period
from bot.demo.dice import Dice
from bot.demo.personas import personas

CUSTOMERS = 800
REGIONS = {"GB": 39.0, "HK": 23.0, "TW": 14.0, "CN": 24.0}
_VOICES = {
    "GB": {"en": 97.0, "hans": 3.0},
    "HK": {"hk": 56.0, "en": 26.0, "hans": 18.0},
    "TW": {"tw": 96.0, "en": 4.0},
    "CN": {"hans": 98.0, "en": 2.0},
}
_MORE_ACCOUNTS = {1: 0.045, 2: 0.01}
"""Share of the people who hold this many accounts besides their first."""


@dataclass(frozen=True, slots=True)
class Account:
    """One row of the customers' export."""

    customer_id: str
    name: str
    email: str
    phone: str
    joined: date
    handles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody real behind one or more accounts; ``haste`` in 0..1 is how carelessly they type."""

    number: int
    persona: str
    region: str
    voice: str
    haste: float
    accounts: tuple[Account, ...]


@cache
def places() -> Mapping[str, Mapping[str, Any]]:
    """Names, cities and streets by region."""
    return tomllib.loads(files("bot.demo").joinpath("data", "people.toml").read_text(encoding="utf-8"))


_FICTION = (
    "7700 900",
    "1632 960",
    "20 7946 0",
    "113 496 0",
    "114 496 0",
    "115 496 0",
    "116 496 0",
    "117 496 0",
    "118 496 0",
    "121 496 0",
    "131 496 0",
    "141 496 0",
    "151 496 0",
    "161 496 0",
    "191 498 0",
)
"""Numbers that Ofcom gives to nobody, without their last three digits."""


def names(region: str, dice: Dice) -> tuple[str, str]:
    """A name as its owner writes it, and in Latin letters."""
    lists = places()[region]
    family, given = dice.pick(lists["family"]), dice.pick(lists["given"])
    if region == "GB":
        return f"{given} {family}", f"{given} {family}"
    return f"{family[0]}{given[0]}", f"{given[1]} {family[1]}"


def phone(region: str, number: int, dice: Dice) -> str:
    """A phone number in the region's form; British ones lie in the ranges kept for fiction.

    Those are small, so a person's ``number`` and not chance picks one: two people share no phone.
    """
    tail = f"{dice.whole(0, 9999):04d}"
    if region == "GB":
        return f"+44 {_FICTION[number // 1000 % len(_FICTION)]}{number % 1000:03d}"
    if region == "HK":
        return f"+852 {dice.pick('569')}{dice.whole(100, 999)} {tail}"
    if region == "TW":
        return f"+886 9{dice.whole(10, 88)} {dice.whole(100, 999)} {dice.whole(100, 999)}"
    return f"+86 1{dice.pick(['38', '59', '86', '35', '77'])} {tail} {dice.whole(1000, 9999)}"


def populate(period: Period, dice: Dice, scale: int) -> list[Person]:
    """All people, their accounts numbered in the order in which they joined."""
    count = CUSTOMERS * scale
    people = [_person(number, period, dice) for number in range(count)]
    return _numbered(people)


def _person(number: int, period: Period, dice: Dice) -> Person:
    region = dice.weighted(REGIONS)
    voice = dice.weighted(_VOICES[region])
    persona = dice.weighted({key: kind.share for key, kind in personas().items()})
    first = _account(region, voice, number, _joined(period, dice), dice)
    accounts = [first, *_further(first, period, dice)]
    return Person(number, persona, region, voice, dice.unit() ** 1.5, tuple(accounts))


def _joined(period: Period, dice: Dice) -> date:
    length = (period.last - period.first).days
    if dice.chance(0.62):
        return period.first - timedelta(days=dice.whole(1, 900))
    return period.first + timedelta(days=dice.whole(0, length - 20))


def _account(region: str, voice: str, number: int, joined: date, dice: Dice) -> Account:
    written, latin = names(region, dice)
    name = latin if voice == "en" else written
    base = latin.lower().replace(" ", dice.pick([".", "_", ""])).replace("-", "")
    mail = f"{base}{number}@{dice.pick(['mail.example.com', 'post.example.org', 'example.net'])}"
    return Account("", name, mail, phone(region, number, dice), joined, _handles(region, base, number, dice))


def _handles(region: str, base: str, number: int, dice: Dice) -> Mapping[str, str]:
    kinds = {"GB": ["twitter", "instagram"], "HK": ["instagram", "facebook"], "TW": ["line", "facebook"]}
    mine = dice.some(kinds.get(region, ["weibo", "wechat"]), dice.pick([1, 1, 2]))
    stem = base.replace(".", "_")
    ending = {
        "twitter": "",
        "instagram": ".home",
        "facebook": ".fb",
        "line": "_tw",
        "weibo": "_wb",
        "wechat": "_wx",
    }
    return {kind: f"{stem}{number}{ending[kind]}" for kind in mine}


def _further(first: Account, period: Period, dice: Dice) -> list[Account]:
    draw, count = dice.unit(), 0
    for more, share in sorted(_MORE_ACCOUNTS.items(), reverse=True):
        if draw < share:
            count = more
            break
    latest = period.last - timedelta(days=30)
    joined = [max(period.first, first.joined) + timedelta(days=dice.whole(20, 200)) for _ in range(count)]
    return [_again(first, min(day, latest), step, dice) for step, day in enumerate(joined)]


def _again(first: Account, joined: date, step: int, dice: Dice) -> Account:
    """The same person signs up again: same mail or same phone, the rest new."""
    stem, _, domain = first.email.partition("@")
    name = first.name if dice.chance(0.6) else _shorter(first.name)
    if dice.chance(0.5):
        handles = {kind: f"{handle}{step + 2}" for kind, handle in first.handles.items()}
        return replace(
            first, name=name, email=f"{stem.upper()}@{domain}", phone="", joined=joined, handles=handles
        )
    number = first.phone.replace(" ", "-" if dice.chance(0.5) else "")
    return replace(
        first, name=name, email=f"{stem}.{step + 2}@{domain}", phone=number, joined=joined, handles={}
    )


def _shorter(name: str) -> str:
    """A name as people write it in a hurry: ``J. Smith``; a Chinese one has no shorter form."""
    given, _, rest = name.partition(" ")
    return f"{given[0]}. {rest}" if rest and given.isascii() else name


def _numbered(people: list[Person]) -> list[Person]:
    slots = [
        (account.joined, person.number, place)
        for person in people
        for place, account in enumerate(person.accounts)
    ]
    ids = {(number, place): f"C{10001 + rank}" for rank, (_, number, place) in enumerate(sorted(slots))}
    return [
        replace(
            person,
            accounts=tuple(
                replace(account, customer_id=ids[person.number, place])
                for place, account in enumerate(person.accounts)
            ),
        )
        for person in people
    ]
