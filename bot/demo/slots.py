"""What fills the slots of a sentence: the article, days, places, money, and now and then personal data."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from bot.demo.catalogue import CURRENCIES
from bot.demo.dice import Dice
from bot.demo.opinions import Opinion
from bot.demo.people import names, places

_FORMS = {"GBP": "£{:.2f}", "HKD": "${:,.0f}", "TWD": "{:,.0f}元", "CNY": "{:.0f}块"}
_FORMS_EN = {"GBP": "£{:.2f}", "HKD": "HK${:,.0f}", "TWD": "NT${:,.0f}", "CNY": "¥{:.0f}"}


@cache
def _lists() -> Mapping[str, Mapping[str, list[str]]]:
    """Words by voice and slot."""
    return tomllib.loads(files("bot.demo").joinpath("data", "words.toml").read_text(encoding="utf-8"))


def slots(opinion: Opinion, dice: Dice) -> Mapping[str, Callable[[], str]]:
    """A filler for each slot's name, in the words of the person who has the opinion."""
    person, voice = opinion.person, opinion.person.voice
    region = places()[person.region]
    cities = region.get({"en": "english_cities"}.get(voice, f"{voice}_cities"), region["cities"])
    listed = {name: _in_turn(words, dice) for name, words in _lists()[voice].items()}
    return {
        **listed,
        "who": _same(listed["who"]),
        "product": lambda: opinion.product.words[voice],
        "days": lambda: str(dice.whole(4, 16)),
        "few": lambda: str(dice.whole(2, 4)),
        "weeks": lambda: str(dice.whole(2, 7)),
        "hour": lambda: str(dice.whole(2, 9)),
        "percent": lambda: str(dice.pick([5, 10, 15, 20, 25, 30, 40])),
        "amount": _same(lambda: _amount(opinion, dice)),
        "order": lambda: opinion.order_id or f"LL{dice.whole(200001, 209999)}",
        "city": _in_turn(_spelt(cities, voice), dice),
        **_private(opinion, dice),
    }


def _in_turn(words: Sequence[str], dice: Dice) -> Callable[[], str]:
    """Draws without saying the same word twice in a text while there are others."""
    left: list[str] = []

    def draw() -> str:
        if not left:
            left.extend(dice.shuffled(words))
        return left.pop()

    return draw


def _same(draw: Callable[[], str]) -> Callable[[], str]:
    """Draws once: the person or the sum that a text speaks of stays the same to its end."""
    return cache(draw)


def _spelt(cities: Sequence[str], voice: str) -> Sequence[str]:
    """Whoever writes English names only places that have Latin letters."""
    latin = [city for city in cities if city.isascii()]
    return (latin or ["town"]) if voice == "en" else cities


def _amount(opinion: Opinion, dice: Dice) -> str:
    currency = CURRENCIES[opinion.person.region]
    price = opinion.product.price(currency, dice.pick([1.0, 1.0, 2.0, 0.9, 1.5]))
    return (_FORMS_EN if opinion.person.voice == "en" else _FORMS)[currency].format(price)


def _private(opinion: Opinion, dice: Dice) -> Mapping[str, Callable[[], str]]:
    account, region = opinion.account, opinion.person.region
    own_name = opinion.person.accounts[0].name
    return {
        "person": lambda: own_name if dice.chance(0.6) else names(region, dice)[opinion.person.voice == "en"],
        "agent": lambda: dice.pick(_lists()[opinion.person.voice]["agent"]),
        "mail": lambda: account.email,
        "phone": lambda: _spoken(account.phone or opinion.person.accounts[0].phone, dice),
        "address": lambda: _address(region, dice),
        "idnumber": lambda: _identity(region, dice),
        "card": lambda: _card(dice),
        "handle": lambda: "@" + next(iter(account.handles.values()), account.email.partition("@")[0]),
    }


def _spoken(number: str, dice: Dice) -> str:
    """People leave the country code out, or the blanks."""
    prefix, _, rest = number.replace("-", " ").partition(" ")
    if not rest:
        return number
    local = ("0" if prefix in ("+44", "+886") else "") + rest
    return dice.pick([number, local, local.replace(" ", "")])


def _address(region: str, dice: Dice) -> str:
    place = places()[region]
    number, floor, flat = dice.whole(2, 198), dice.whole(2, 28), dice.pick("ABCDEF")
    street = dice.pick(place["streets"])
    if region == "GB":
        at = dice.whole(0, len(place["postcodes"]) - 1)
        return f"{number} {street}, {place['cities'][at]} {place['postcodes'][at]}"
    if region == "HK":
        return f"{street}{number}號{floor}樓{flat}室"
    if region == "TW":
        return f"{street}{number}號{dice.whole(2, 12)}樓"
    return f"{street}{number}号{dice.whole(1, 9)}栋{floor}0{dice.whole(1, 4)}室"


def _card(dice: Dice) -> str:
    """A card number with a right check digit (Luhn) in a range kept for tests."""
    digits = [4, 1, 1, 1, 1, 1, *(dice.whole(0, 9) for _ in range(9))]
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 == 0 else digit for place, digit in enumerate(digits)]
    digits.append(-sum(doubled) % 10)
    text = "".join(map(str, digits))
    return " ".join(text[start : start + 4] for start in range(0, 16, 4))


def _identity(region: str, dice: Dice) -> str:
    """An identity number in the region's form with a right check digit."""
    if region == "HK":
        return _hong_kong(dice)
    if region == "TW":
        return _taiwan(dice)
    if region == "CN":
        return _mainland(dice)
    return f"QQ {dice.whole(10, 99)} {dice.whole(10, 99)} {dice.whole(10, 99)} C"


def _hong_kong(dice: Dice) -> str:
    letter, digits = dice.pick("ACDGHKRYZ"), [dice.whole(0, 9) for _ in range(6)]
    values = [36, ord(letter) - 55, *digits]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    check = -total % 11
    return f"{letter}{''.join(map(str, digits))}({'A' if check == 10 else check})"


def _taiwan(dice: Dice) -> str:
    letter = dice.pick("ABCDEFGH")
    code = ord(letter) - 55
    digits = [dice.pick([1, 2]), *(dice.whole(0, 9) for _ in range(7))]
    total = code // 10 + code % 10 * 9 + sum(d * w for d, w in zip(digits, range(8, 0, -1), strict=True))
    return f"{letter}{''.join(map(str, digits))}{-total % 10}"


def _mainland(dice: Dice) -> str:
    born = f"{dice.whole(1958, 2003)}{dice.whole(1, 12):02d}{dice.whole(1, 28):02d}"
    body = f"{dice.pick(['310104', '330106', '510107', '440305', '110105'])}{born}{dice.whole(1, 999):03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]
