"""What the demo company sells: products with names in three languages, and their prices by currency."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

COMPANY_NAMES = {"en": "Lantern & Loom", "zh-Hans": "灯织家居", "zh-Hant": "燈織家居"}
VOICES = {"en": "en", "hans": "zh-Hans", "tw": "zh-Hant", "hk": "zh-Hant"}
"""Who writes, and the language tag of what they write: Hong Kong and Taiwan share a script, not a tone."""
CURRENCIES = {"GB": "GBP", "HK": "HKD", "TW": "TWD", "CN": "CNY"}
_PER_POUND = {"GBP": 1.0, "HKD": 9.9, "TWD": 41.0, "CNY": 9.1}
_STEP = {"GBP": 0.5, "HKD": 1.0, "TWD": 10.0, "CNY": 1.0}


@dataclass(frozen=True, slots=True)
class Product:
    """One article: full names by language, the short word people use for it by voice, price in pounds."""

    sku: str
    category: str
    pounds: float
    names: Mapping[str, str]
    words: Mapping[str, str]

    def price(self, currency: str, share: float = 1.0) -> float:
        """The price in a currency, rounded as shops there round; ``share`` is what a discount leaves."""
        step = _STEP[currency]
        return max(step, round(self.pounds * _PER_POUND[currency] * share / step) * step)


def in_pounds(amount: float, currency: str) -> float:
    """An amount at the demo's fixed rates."""
    return amount / _PER_POUND[currency]


@cache
def products() -> tuple[Product, ...]:
    """The whole catalogue, in the order of its file."""
    text = files("bot.demo").joinpath("data", "products.csv").read_text(encoding="utf-8")
    return tuple(_product(row) for row in csv.DictReader(io.StringIO(text)))


def _product(row: Mapping[str, str]) -> Product:
    names = {"en": row["en"], "zh-Hans": row["hans"], "zh-Hant": row["hant"]}
    words = {voice: row[f"{voice}_short"] for voice in VOICES}
    return Product(row["sku"], row["category"], float(row["pounds"]), names, words)
