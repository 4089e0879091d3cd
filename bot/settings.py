"""The settings: one typed table with name, default and help. The README's list is generated from it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from math import isfinite
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.capacity import Capacity
from nlp.failures import UserError
from prompts import LANGUAGES

_CURRENCY = re.compile("[A-Z]{3}")


def _setting(default: object, variable: str, text: str) -> Any:  # a dataclass field of any type
    return field(default=default, metadata={"variable": variable, "help": text})


RFM_MODES = ("quantile", "fixed", "manual")
"""As segmentation.rfm names them; a test compares, so that reading settings needs no heavy import."""
NEVER = "never"
"""In place of a time of day: the job is not started by the clock."""


CHURNS = ("auto", "silence", "cancellation")


@dataclass(frozen=True)
class Settings:
    """Everything that can be set from outside, read once at start."""

    home: str = _setting("", "EARFUL_HOME", "Folder of all data; empty: the platform's user data folder")
    database_url: str = _setting(
        "",
        "EARFUL_DATABASE_URL",
        "sqlite:///… or postgresql+psycopg://…; empty: earful.db in the data folder",
    )
    chroma_url: str = _setting(
        "", "EARFUL_CHROMA_URL", "http://host:port of a Chroma server; empty: embedded"
    )
    models: str = _setting("", "EARFUL_MODELS", "Folder of built models; empty: the platform's cache folder")
    embedder: str = _setting(
        "e5-small", "EARFUL_EMBEDDER", "e5-small (shipped), or any sentence-transformers model id or folder"
    )
    runtime: Literal["onnx", "torch"] = _setting(
        "onnx", "EARFUL_RUNTIME", "onnx (int8, fast) or torch (float32)"
    )
    threads: int = _setting(0, "EARFUL_THREADS", "Threads of the encoder; 0: as many as there are cores")
    categories: str = _setting(
        "",
        "EARFUL_CATEGORIES",
        "TOML file of your own aspect categories; empty: categories.toml in the data folder, if there is one",
    )
    customers: str = _setting(
        "",
        "EARFUL_CUSTOMERS",
        "TOML file of your own definitions (RFM bounds, ABC, lifecycle and axes thresholds, levels); empty: "
        "customers.toml in the data folder, if there is one",
    )
    rfm: str = _setting(
        "quantile",
        "EARFUL_RFM",
        "How RFM scores are given: quantile (fifths of the customers), fixed (fifths of the range) or manual "
        "(your bounds)",
    )
    text_weight: float = _setting(
        1.0, "EARFUL_TEXT_WEIGHT", "What customers' words weigh in segments; 0: not looked at"
    )
    behaviour_weight: float = _setting(
        1.0,
        "EARFUL_BEHAVIOUR_WEIGHT",
        "What customers' orders and visits weigh in segments; 0: not looked at",
    )
    goods_weight: float = _setting(
        1.0, "EARFUL_GOODS_WEIGHT", "What the kinds of goods bought weigh in segments; 0: not looked at"
    )
    values_weight: float = _setting(
        0.5, "EARFUL_VALUES_WEIGHT", "What the values that words show weigh in segments; 0: not looked at"
    )
    minimum_segment: int = _setting(12, "EARFUL_MINIMUM_SEGMENT", "Customers in the smallest segment")
    segment_sample: int = _setting(
        20_000,
        "EARFUL_SEGMENT_SAMPLE",
        "Above so many customers segments are sought in a sample of that size, and all others placed",
    )
    playbooks: str = _setting(
        "",
        "EARFUL_PLAYBOOKS",
        "TOML file of your own playbooks; empty: playbooks.toml in the data folder, if there is one",
    )
    holdout: float = _setting(
        0.0,
        "EARFUL_HOLDOUT",
        "Share of customers left uncontacted at random, 0 to 0.5: then `earful outcomes` is an honest test",
    )
    currency: str = _setting(
        "GBP", "EARFUL_CURRENCY", "Reporting currency, and the one of amounts that name none"
    )
    rates: str = _setting(
        "USD=0.79,EUR=0.86,CNY=0.109,HKD=0.101,TWD=0.0245",
        "EARFUL_RATES",
        "Units of the reporting currency for one unit of each other currency",
    )
    timezone: str = _setting(
        "UTC", "EARFUL_TIMEZONE", "Time zone of the digest and of words such as yesterday"
    )
    horizon_days: int = _setting(
        90, "EARFUL_HORIZON_DAYS", "Days within which a customer at risk buys nothing"
    )
    churn: Literal["auto", "silence", "cancellation"] = _setting(
        "auto",
        "EARFUL_CHURN",
        "What leaving means: silence (no order within the horizon), cancellation (of a contract), or auto",
    )
    high_risk: float = _setting(
        0.5, "EARFUL_HIGH_RISK", "Risk probability from which a customer is at risk, 0..1"
    )
    digest_channel: str = _setting(
        "", "EARFUL_DIGEST_CHANNEL", "Slack channel id of the daily digest; empty: none"
    )
    digest_time: str = _setting("09:00", "EARFUL_DIGEST_TIME", "Local time of the daily digest, HH:MM")
    digest_language: str = _setting("en", "EARFUL_DIGEST_LANGUAGE", "en, zh-Hans or zh-Hant")
    digest_size: int = _setting(10, "EARFUL_DIGEST_SIZE", "Customers in a digest")
    capacity: str = _setting(
        "",
        "EARFUL_CAPACITY",
        "Customers that can be called a day, in all or by owner role: 12, or account=5,support=8; empty: all",
    )
    refresh_time: str = _setting(
        "06:00", "EARFUL_REFRESH_TIME", "Local time of the daily refresh under serve; never: not at all"
    )
    slack_bot_token: str = _setting("", "SLACK_BOT_TOKEN", "Bot token (xoxb-…)")
    slack_app_token: str = _setting(
        "", "SLACK_APP_TOKEN", "App token (xapp-…): Socket Mode; empty: signed HTTP"
    )
    slack_signing_secret: str = _setting("", "SLACK_SIGNING_SECRET", "Signing secret for HTTP events")
    slack_api_url: str = _setting("", "SLACK_API_URL", "Base URL of the Slack Web API; empty: slack.com")
    competitors: str = _setting(
        "",
        "EARFUL_COMPETITORS",
        "Competitors to listen for, comma-separated, the names of one joined by /: Amazon/亚马逊,JD/京东",
    )
    slack_users: str = _setting(
        "", "EARFUL_SLACK_USERS", "User ids that may ask, comma-separated; empty: every full member"
    )
    slack_channels: str = _setting(
        "",
        "EARFUL_SLACK_CHANNELS",
        "Channel ids it may answer in, comma-separated; empty: every internal channel",
    )
    web_token: str = _setting(
        "", "EARFUL_WEB_TOKEN", "Password of the pages; required when serving beyond this machine"
    )

    def __post_init__(self) -> None:
        """Refuse what would only fail later.

        Raises:
            UserError: a setting has a value that nothing understands.
        """
        for variable, value, fits, form in self._forms():
            if not fits:
                raise UserError(f"{variable}={value} is not understood; use {form}")
        self.clock(self.digest_time, "EARFUL_DIGEST_TIME")
        if self.refresh_time != NEVER:
            self.clock(self.refresh_time, "EARFUL_REFRESH_TIME")
        _ = self.zone, self.rate_table, self.day_holds

    def _weights(self) -> tuple[tuple[str, object, bool, str], ...]:
        """The same for what is set about segments."""
        weights = {
            "EARFUL_TEXT_WEIGHT": self.text_weight,
            "EARFUL_BEHAVIOUR_WEIGHT": self.behaviour_weight,
            "EARFUL_GOODS_WEIGHT": self.goods_weight,
            "EARFUL_VALUES_WEIGHT": self.values_weight,
        }
        sizes = {
            "EARFUL_MINIMUM_SEGMENT": (self.minimum_segment, 5),
            "EARFUL_SEGMENT_SAMPLE": (self.segment_sample, 1000),
        }
        return (
            *((name, weight, 0 <= weight <= 10, "a number from 0 to 10") for name, weight in weights.items()),
            *(
                (name, size, size >= least, f"a number from {least} on")
                for name, (size, least) in sizes.items()
            ),
        )

    def _forms(self) -> tuple[tuple[str, object, bool, str], ...]:
        """Variable, value, whether it fits, and what would."""
        return (
            ("EARFUL_RUNTIME", self.runtime, self.runtime in ("onnx", "torch"), "onnx or torch"),
            ("EARFUL_RFM", self.rfm, self.rfm in RFM_MODES, ", ".join(RFM_MODES)),
            ("EARFUL_THREADS", self.threads, self.threads >= 0, "0 or the number of threads"),
            ("EARFUL_HORIZON_DAYS", self.horizon_days, self.horizon_days > 0, "a number of days above 0"),
            ("EARFUL_CHURN", self.churn, self.churn in CHURNS, ", ".join(CHURNS)),
            *self._weights(),
            ("EARFUL_HIGH_RISK", self.high_risk, 0 < self.high_risk < 1, "a number between 0 and 1"),
            ("EARFUL_HOLDOUT", self.holdout, 0 <= self.holdout <= 0.5, "a share from 0 to 0.5"),
            ("EARFUL_DIGEST_SIZE", self.digest_size, self.digest_size > 0, "a number above 0"),
            (
                "EARFUL_DIGEST_LANGUAGE",
                self.digest_language,
                self.digest_language in LANGUAGES,
                ", ".join(LANGUAGES),
            ),
            (
                "EARFUL_CURRENCY",
                self.currency,
                bool(_CURRENCY.fullmatch(self.currency)),
                "three capital letters such as GBP",
            ),
            (
                "EARFUL_CHROMA_URL",
                self.chroma_url,
                not self.chroma_url or self.chroma_url.startswith(("http://", "https://")),
                "http://host:port, or leave it empty",
            ),
        )

    @property
    def folder(self) -> Path:
        """The data folder."""
        if self.home:
            return Path(self.home).expanduser()
        from platformdirs import user_data_path

        return user_data_path("earful")

    @property
    def model_folder(self) -> Path:
        """Where built models are kept; shared by all data folders."""
        if self.models:
            return Path(self.models).expanduser()
        from platformdirs import user_cache_path

        return user_cache_path("earful") / "models"

    @property
    def category_file(self) -> Path | None:
        """The owner's aspect categories; None where there are none."""
        if self.categories:
            return Path(self.categories).expanduser()
        usual = self.folder / "categories.toml"
        return usual if usual.is_file() else None

    @property
    def customer_file(self) -> Path | None:
        """The owner's definitions of customers; None where there are none."""
        if self.customers:
            return Path(self.customers).expanduser()
        usual = self.folder / "customers.toml"
        return usual if usual.is_file() else None

    @property
    def playbook_file(self) -> Path | None:
        """The owner's playbooks; None where there are none."""
        if self.playbooks:
            return Path(self.playbooks).expanduser()
        usual = self.folder / "playbooks.toml"
        return usual if usual.is_file() else None

    @property
    def url(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.folder / 'earful.db'}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone people here live in."""
        try:
            return ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            message = f"EARFUL_TIMEZONE={self.timezone} is no time zone; use a name such as Asia/Hong_Kong"
            raise UserError(message) from unknown

    @property
    def rate_table(self) -> dict[str, float]:
        """Units of the reporting currency by currency code, the reporting currency itself included."""
        table = {self.currency: 1.0}
        for pair in filter(None, (part.strip() for part in self.rates.split(","))):
            code, _, rate = pair.partition("=")
            worth = _number(rate, "EARFUL_RATES", "such as USD=0.79,HKD=0.1")
            if worth <= 0:
                raise UserError(f"EARFUL_RATES holds {pair}; a rate is above 0, such as USD=0.79,HKD=0.1")
            table.setdefault(code.strip().upper(), worth)
        return table

    @property
    def day_holds(self) -> Capacity:
        """How many customers can be called in a day."""
        try:
            return Capacity.parse(self.capacity)
        except ValueError as wrong:
            message = f"EARFUL_CAPACITY={self.capacity} is not understood; use 12, or account=5,support=8"
            raise UserError(message) from wrong

    def clock(self, value: str, variable: str) -> time:
        """A setting such as ``09:00`` as a time of day."""
        try:
            return time.fromisoformat(value)
        except ValueError as wrong:
            raise UserError(f"{variable}={value} is no time of day; write it as HH:MM, e.g. 09:00") from wrong


def _number(text: str, variable: str, example: str) -> float:
    try:
        number = float(text)
        if not isfinite(number):
            raise ValueError(text)
        return number
    except ValueError as wrong:
        raise UserError(f"{variable} holds {text!r}, which is no number; use something {example}") from wrong


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from environment variables.

    Raises:
        UserError: a value does not have the setting's type.
    """
    values: dict[str, object] = {}
    for one in fields(Settings):
        raw = environment.get(one.metadata["variable"], "")
        if raw == "":
            continue
        variable = one.metadata["variable"]
        if isinstance(one.default, int):
            values[one.name] = int(_number(raw, variable, "such as 90"))
        elif isinstance(one.default, float):
            values[one.name] = _number(raw, variable, "such as 0.6")
        else:
            values[one.name] = raw
    return Settings(**values)  # type: ignore[arg-type]  # each value was converted to its field's type above


def settings_table() -> str:
    """The settings as a Markdown table, for the README."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for one in fields(Settings):
        shown = f"`{one.default}`" if one.default != "" else ""
        rows.append(f"| `{one.metadata['variable']}` | {shown} | {one.metadata['help']} |")
    return "\n".join(rows)
