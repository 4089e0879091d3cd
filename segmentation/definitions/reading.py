"""The owner's definitions of customers: a TOML file of bounds, thresholds and levels over the defaults.

[rfm]                         # EARFUL_RFM=manual
recency = [7, 30, 90, 180]    # days: up to 7 scores 5, up to 30 scores 4 … over 180 scores 1
frequency = [2, 3, 5, 10]     # orders: from 2 scores 2 … from 10 scores 5
monetary = [50, 100, 500, 1000]

[abc]
a = 0.80
b = 0.95

[lifecycle]                   # slip, lapse, slip_days, lapse_days, loyal_purchases
slip = 1.5

[axes]                        # high (activity, intent) and high_value, 0-100
high = 60

[[level]]                     # the first that fits; ids and names are your own
id = "vip_club"
names = { en = "VIP", zh-Hans = "VIP会员" }
tier = ["vip"]
spend = 1000
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any

from nlp.failures import UserError
from nlp.owned import each_once, owned_document, owned_tables, owned_text
from segmentation.levels import Level
from segmentation.lifecycle import STAGES
from segmentation.rfm import LABELS, MODES, PROSPECT
from segmentation.settings import RfmBounds, Settings
from segmentation.tiers import TIERS

TONGUES = ("en", "zh-Hans", "zh-Hant")
TABLES = {
    "abc": {"a": "abc_a", "b": "abc_b"},
    "lifecycle": {name: name for name in ("slip", "lapse", "slip_days", "lapse_days", "loyal_purchases")},
    "axes": {"high": "high", "high_value": "high_value"},
}
"""By table of the file: its keys, and the settings they stand for."""
CHOICES = {
    "tier": TIERS,
    "abc": ("A", "B", "C"),
    "lifecycle": STAGES,
    "rfm": (*dict.fromkeys(name for row in LABELS for name in row), PROSPECT),
}
LEAST = ("activity", "value", "intent", "risk", "orders", "spend", "silent")


def read_definitions(settings: Settings, path: Path | None, mode: str = "quantile") -> Settings:
    """``settings`` with what the owner defines; without a file only the way of scoring is taken.

    Raises:
        UserError: the file cannot be read, or holds what nothing understands.
    """
    if mode not in MODES:
        raise UserError(f"EARFUL_RFM={mode} is not understood; use {', '.join(MODES)}")
    document = {} if path is None else read_document(path)
    where = str(path)
    chosen = replace(settings, rfm=mode, rfm_bounds=_bounds(document.get("rfm"), where))
    if mode == "manual" and chosen.rfm_bounds is None:
        raise UserError(
            "EARFUL_RFM=manual needs bounds: write [rfm] with recency, frequency and monetary into "
            f"{path or 'customers.toml in the data folder (or the file that EARFUL_CUSTOMERS names)'}."
        )
    for table, known in TABLES.items():
        chosen = replace(chosen, **_thresholds(document.get(table, {}), table, known, where))
    _check(chosen, where)
    levels = _levels(owned_tables(document, "level", where), where)
    return replace(chosen, levels=levels) if levels else chosen


def read_document(path: Path) -> Mapping[str, Any]:
    """The file as plain tables, of which only known ones are let through.

    Raises:
        UserError: it cannot be read, is no TOML, or has a table that nothing understands.
    """
    document = owned_document(owned_text(path, "EARFUL_CUSTOMERS"), str(path))
    # [[axis]] is read where psychographics are.
    known = {"rfm", "level", "axis", *TABLES}
    strange = sorted(set(document) - known)
    if strange:
        raise UserError(f"{path}: [{strange[0]}] is not known; there are {', '.join(sorted(known))}.")
    return document


def _bounds(table: Any, where: str) -> RfmBounds | None:
    if table is None:
        return None
    parts = ("recency", "frequency", "monetary")
    if not isinstance(table, dict) or set(table) != set(parts):
        raise UserError(f"{where}, [rfm]: give bounds for {', '.join(parts)} and nothing else.")
    return RfmBounds(**{part: _four(table[part], f"{where}, [rfm] {part}") for part in parts})


def _four(values: Any, where: str) -> tuple[float, ...]:
    example = "such as [7, 30, 90, 180]"
    if not isinstance(values, list) or len(values) != 4 or not all(map(_is_number, values)):
        raise UserError(f"{where}: write four numbers between the five scores, {example}.")
    if any(left >= right for left, right in pairwise(values)):
        raise UserError(f"{where} = {values}: each bound must be above the one before, {example}.")
    return tuple(float(value) for value in values)


def _thresholds(table: Any, title: str, known: Mapping[str, str], where: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise UserError(f"{where}: write [{title}] as a heading with its values below.")
    for key, value in table.items():
        if key not in known:
            raise UserError(f"{where}, [{title}]: {key} is not known; there are {', '.join(known)}.")
        if not _is_number(value):
            raise UserError(f"{where}, [{title}] {key} = {value!r}: give a number.")
    whole = {one.name for one in fields(Settings) if one.type is int}
    return {
        known[key]: int(value) if known[key] in whole and float(value).is_integer() else value
        for key, value in table.items()
    }


def _check(chosen: Settings, where: str) -> None:
    """What only makes sense together."""
    wrong = (
        (not 0 < chosen.abc_a < chosen.abc_b <= 1, "[abc]: a and b are shares of value, 0 < a < b <= 1"),
        (not 0 < chosen.slip < chosen.lapse, "[lifecycle]: slip and lapse are multiples, 0 < slip < lapse"),
        (
            not 0 <= chosen.slip_days <= chosen.lapse_days,
            "[lifecycle]: slip_days is at least 0 and at most lapse_days",
        ),
        (chosen.loyal_purchases < 2, "[lifecycle]: loyal_purchases is at least 2"),
        (not 0 < chosen.high <= 100 or not 0 < chosen.high_value <= 100, "[axes]: 1 to 100"),
    )
    for found, sentence in wrong:
        if found:
            raise UserError(f"{where}, {sentence}.")


def _levels(listed: Sequence[Any], where: str) -> tuple[Level, ...]:
    levels = tuple(_level(one, f"{where}, level {number}") for number, one in enumerate(listed, 1))
    each_once([level.id for level in levels], "levels", where)
    return levels


def _level(document: Any, where: str) -> Level:
    if not isinstance(document, dict) or not _is_text(document.get("id")):
        raise UserError(f'{where}: give it an id, such as id = "gold".')
    if document["id"] in TIERS:
        raise UserError(f"{where}: {document['id']} is a combined tier; give the level another id.")
    names = document.get("names", {})
    if (
        not isinstance(names, dict)
        or not set(names) <= set(TONGUES)
        or not all(map(_is_text, names.values()))
    ):
        raise UserError(f'{where}: names = {{ en = "…", zh-Hans = "…", zh-Hant = "…" }}.')
    asked: dict[str, Any] = {"id": document["id"].strip(), "names": dict(names)}
    for key, value in document.items():
        if key not in ("id", "names"):
            asked[key] = _condition(key, value, where)
    return Level(**asked)


def _condition(key: str, value: Any, where: str) -> tuple[str, ...] | float:
    if key in CHOICES:
        known = CHOICES[key]
        if not isinstance(value, list) or not value or not set(map(str, value)) <= set(known):
            raise UserError(f"{where}: {key} is a list of any of {', '.join(known)}.")
        return tuple(map(str, value))
    if key not in LEAST:
        raise UserError(f"{where}: {key} is not known; there are {', '.join((*CHOICES, *LEAST))}.")
    if not _is_number(value):
        raise UserError(f"{where}: {key} = {value!r}: give a number.")
    return float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
