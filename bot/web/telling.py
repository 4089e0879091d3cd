"""How figures, days and names are told on the pages, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bot.answers.compose import figures
from bot.answers.tools.aspects import category_name
from prompts import read
from segmentation import wording
from segmentation.levels import level_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.bootstrap import Application
    from prompts import Words


class Telling:
    """The page's words and forms; templates see it as ``tell``."""

    def __init__(self, wired: Application, language: str) -> None:
        self.language = language
        self.words: Words = read("web", language)
        self._levels = wired.toolbox.levels
        self._tools = wired.toolbox
        self._heard: Words = read("heard", language)
        self._zone = wired.settings.zone
        self._currency = wired.settings.currency
        self._segments: Mapping[int, Mapping[str, str]] = {
            one.id: one.names for one in wired.store.judgements.segments()
        }
        self._themes: Mapping[int, Mapping[str, str]] = {
            one.id: one.names for one in wired.toolbox.themes(wired.as_of)
        }

    def money(self, amount: float) -> str:
        """An amount in the reporting currency, without pence."""
        return figures.money(round(amount), self._currency)

    def count(self, number: float) -> str:
        """A whole number, thousands apart."""
        return f"{number:,.0f}"

    def percent(self, share: float) -> str:
        """A share 0..1."""
        return figures.percent(share)

    def day(self, moment: datetime | date | str) -> str:
        """A day with its year, in the settings' time zone; text is an ISO day or time."""
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment)
        if isinstance(moment, datetime) and moment.tzinfo is not None:
            moment = moment.astimezone(self._zone)
        return figures.day(datetime(moment.year, moment.month, moment.day), self.language)  # noqa: DTZ001  # a bare day

    def name(self, kind: str, key: str) -> str:
        """What a judgement is called, begun with a capital letter."""
        told = wording.name(kind, key, self.language)
        return told[:1].upper() + told[1:]

    def level(self, key: str) -> str:
        """What the owner calls a level."""
        return level_name(self._levels, key, self.language)

    def standing(self, key: str, /, **values: object) -> str:
        """A sentence of the catalogue ``standing``."""
        return read("standing", self.language).say(key, **values)

    def risk(self, key: str, /, **values: object) -> str:
        """A sentence of the catalogue ``risk``."""
        return read("risk", self.language).say(key, **values)

    def channel(self, key: str) -> str:
        """What a channel is called."""
        return self._word("channel", key)

    def tongue(self, key: str) -> str:
        """What a language is called."""
        return self._word("tongue", key)

    def segment(self, segment_id: int) -> str:
        """A segment's name; empty for none."""
        return _named(self._segments.get(segment_id, {}), self.language)

    def theme(self, theme_id: int) -> str:
        """A theme's name; empty for one that is no longer in use."""
        return _named(self._themes.get(theme_id, {}), self.language)

    def heard(self, key: str, **values: object) -> str:
        """A sentence about what words do and feel."""
        return self._heard.say(key, **values)

    def felt(self, counts: Mapping[str, int]) -> str:
        """Emotions with their counts, in one line."""
        return ", ".join(f"{self.heard(f'emotion.{name}')} {texts}" for name, texts in counts.items())

    def aspect(self, category: str) -> str:
        """What a category of aspects is called."""
        return category_name(category, self._tools, self.language)

    def _word(self, kind: str, key: str) -> str:
        full = f"{kind}.{key}"
        return self.words.say(full) if self.words.has(full) else key


def _named(names: Mapping[str, Any], language: str) -> str:
    return str(names.get(language) or names.get("en") or "")
