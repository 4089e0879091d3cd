"""The three planted incidents: when they happen, whom they hit and the words their complaints use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.demo.calendar import Period

KETTLE = "TE-101"


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that went wrong for a while; ``hit`` is the chance that an order in its way is spoilt."""

    name: str
    kind: str
    topic: str
    period: Period
    hit: float
    leave: float
    """Chance that a customer it has hit stops buying."""
    keywords: Mapping[str, tuple[str, ...]]
    region: str = ""
    sku: str = ""

    def meets(self, day: date, region: str, skus: frozenset[str]) -> bool:
        """Whether an order of that day, region and content stands in its way."""
        if not self.period.holds(day):
            return False
        return self.region in ("", region) and (not self.sku or self.sku in skus)


def incidents(period: Period) -> tuple[Incident, ...]:
    """The incidents of the demo's eighteen months, placed from its last day backwards."""
    return _leak(period), _courier(period), _charge(period)


def _leak(period: Period) -> Incident:
    words = {
        "en": ("lid", "leak", "drip", "kettle"),
        "zh-Hans": ("漏水", "壶盖", "水壶"),
        "zh-Hant": ("漏水", "壺蓋", "煲蓋", "水壺", "水煲"),
    }
    weeks = _weeks(period, 56, 48)
    return Incident("kettle lid leak", "product", "leak", weeks, 0.62, 0.36, words, sku=KETTLE)


def _courier(period: Period) -> Incident:
    words = {
        "en": ("courier", "Skylark", "late", "lost"),
        "zh-Hans": ("云雀", "速递", "丢件", "延误"),
        "zh-Hant": ("雲雀", "速遞", "寄失", "遲"),
    }
    weeks = _weeks(period, 34, 26)
    return Incident("new courier in Hong Kong", "delivery", "courier", weeks, 0.72, 0.3, words, region="HK")


def _charge(period: Period) -> Incident:
    words = {
        "en": ("charged", "charges", "twice", "double", "billed"),
        "zh-Hans": ("重复扣款", "多扣", "两次", "两笔", "扣款"),
        "zh-Hant": ("重複扣款", "多扣", "兩次", "兩筆", "扣款"),
    }
    weeks = _weeks(period, 7, 2)
    return Incident("double charging at checkout", "payment", "charge", weeks, 0.14, 0.34, words)


def _weeks(period: Period, since: int, until: int) -> Period:
    return Period(period.last - timedelta(weeks=since), period.last - timedelta(weeks=until))
