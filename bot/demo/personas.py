"""The planted kinds of customers: how they buy and what they talk about."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Persona:
    """A way of being a customer; weights are relative, ``months`` multiply the rhythm from January on."""

    key: str
    names: Mapping[str, str]
    share: float
    orders_per_month: float
    lines: float
    spend: float
    discount: float
    visits_per_month: float
    leave: float
    """Chance of leaving after an ordinary order."""
    months: tuple[float, ...]
    topics: Mapping[str, float]
    categories: Mapping[str, float]
    channels: Mapping[str, float]


@cache
def personas() -> Mapping[str, Persona]:
    """All personas by key."""
    text = files("bot.demo").joinpath("data", "personas.toml").read_text(encoding="utf-8")
    return {key: _persona(key, table) for key, table in tomllib.loads(text).items()}


def _persona(key: str, table: Mapping[str, Any]) -> Persona:
    return Persona(key=key, **{**table, "months": tuple(table["months"])})
