"""The composition root: settings in, a wired application out. Nothing opens before it is asked for."""

from __future__ import annotations

import os
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.logs import start_log
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.answers import Toolbox
    from bot.jobs.outcomes import Outcomes
    from bot.jobs.stages import Show
    from index.ports import Hit, Narrowing, Stage, Store, VectorIndex
    from index.search import Search
    from index.store import SqlStore
    from nlp.aspects import Finder, OwnCategory
    from nlp.encoder import Perceiver
    from nlp.findings import Vectors
    from nlp.reader import Reader
    from segmentation.levels import Level


class Application:
    """Everything that is wired once; each part is made when it is first used."""

    def __init__(self, settings: Settings, *, building: Callable[[str], None] = lambda _: None) -> None:
        self.settings = settings
        self._building = building
        start_log(settings.folder)

    @cached_property
    def store(self) -> SqlStore:
        """The database, migrated to this version."""
        from index.store import open_store

        self.settings.folder.mkdir(parents=True, exist_ok=True)
        return open_store(self.settings.url, rates=self.settings.rate_table, currency=self.settings.currency)

    @property
    def as_of(self) -> datetime:
        """The moment of the last refresh, whose judgements are stored; before the first one, now."""
        from bot.clock import now

        done = self._last_refresh
        return done.as_of if done is not None else now()

    @property
    def _last_refresh(self) -> Stage | None:
        from bot.jobs.stages import LAST_STAGE

        return self.store.runs.stage(LAST_STAGE)

    @cached_property
    def bare_encoder(self) -> Perceiver:
        """The encoder itself, built into the model folder when it is not there yet."""
        from nlp.encoder import EncoderSpec, load

        spec = EncoderSpec(
            model=self.settings.embedder,
            runtime=self.settings.runtime,
            cache=self.settings.model_folder,
            threads=self.settings.threads or os.cpu_count() or 1,
        )
        return load(spec, progress=self._building)

    @property
    def encoder_spec(self) -> str:
        """What decides the encoder's name, known without loading it."""
        from nlp.encoder.small import VERSION

        return f"{self.settings.embedder}/{self.settings.runtime}/{version('earful')}/{VERSION}"

    @property
    def reading_spec(self) -> str:
        """What decides what is found in a text, without loading anything."""
        own = self.settings.category_file
        changed = own.stat().st_mtime_ns if own and own.exists() else 0
        return f"{self.encoder_spec}/{self.settings.competitors}/{own}/{changed}"

    @cached_property
    def encoder_name(self) -> str:
        """The encoder's name; from the last reading where nothing has changed, so that nothing is loaded."""
        done = self.store.runs.stage("read")
        if done is not None and done.document.get("spec") == self.encoder_spec:
            return str(done.document["model"])
        return self.bare_encoder.name

    @property
    def subjects_name(self) -> str:
        """The name under which vectors of subjects are kept, which themes are found in."""
        from nlp.encoder.small import NAME, SUBJECTS

        return SUBJECTS if self.encoder_name == NAME else self.encoder_name

    @property
    def reading_name(self) -> str:
        """The name under which analyses are kept: that of what reads stands in it, not only of vectors."""
        from nlp.encoder.small import NAME

        return NAME if self.encoder_name == NAME else f"{self.encoder_name} read by {NAME}"

    @cached_property
    def encoder(self) -> Perceiver:
        """The encoder behind the store's memory of vectors."""
        from index.enrich import RememberingEncoder

        return RememberingEncoder(self.bare_encoder, self.store.said)

    @cached_property
    def reader(self) -> Reader:
        """The one reading pass."""
        return self._reader(self.encoder)

    @cached_property
    def bare_reader(self) -> Reader:
        """The reading pass without a store, for plain files."""
        return self._reader(self.bare_encoder)

    def _reader(self, encoder: Perceiver) -> Reader:
        from nlp import emotions, sentiment, signals
        from nlp.reader import Reader

        heard = signals.load_head(signals.Rivals.parse(self.settings.competitors))
        return Reader(encoder, sentiment.load_head(), emotions.load_head(), heard, self._finder)

    @cached_property
    def _finder(self) -> Finder:
        """What finds aspects, with the owner's own categories."""
        from nlp.aspects import Finder, load_tagger

        return Finder(load_tagger(), self._categories)

    @cached_property
    def _categories(self) -> tuple[OwnCategory, ...]:
        """The owner's own categories of aspects."""
        from nlp.aspects import read_categories

        path = self.settings.category_file
        return read_categories(path) if path else ()

    @cached_property
    def vectors(self) -> VectorIndex:
        """The vector index: embedded, or a server."""
        from index.vectors import open_index

        return open_index(self.settings.chroma_url or self.settings.folder / "chroma")

    @cached_property
    def search(self) -> Search:
        """Words and meaning together."""
        from index.search import Search

        return Search(self.store, self.vectors, self.encoder)

    @cached_property
    def toolbox(self) -> Toolbox:
        """What answering works with, as of the last refresh."""
        return self._toolbox(self.store)

    def toolbox_at(self, as_of: datetime, show: Show | None = None) -> Toolbox:
        """The toolbox as of another moment: everyone is judged anew, in memory, from what was known then."""
        done = self._last_refresh
        if done is None or done.as_of == as_of:
            return self.toolbox
        from bot.jobs.judging import judge_now
        from bot.jobs.stages import silent
        from bot.retrospect import StoreThen

        judgement = judge_now(self, as_of, self.store.runs.stage("customers"), show=show or silent)
        return self._toolbox(StoreThen(self.store, judgement.judged, as_of))

    def _encode(self, texts: Sequence[str]) -> Vectors:
        return self.encoder.encode(texts)

    def _toolbox(self, store: Store) -> Toolbox:
        from bot.answers import Toolbox
        from nlp.signals import Rivals

        return Toolbox(
            store=store,
            search=_LaterSearch(self),
            encode=self._encode,
            currency=self.settings.currency,
            risk_high=self.settings.high_risk,
            zone=self.settings.zone,
            rivals=Rivals.parse(self.settings.competitors),
            categories=self._categories,
            levels=self._levels,
            contacting=self._contacting,
        )

    def _contacting(self, as_of: datetime) -> Outcomes:
        from bot.jobs.outcomes import measure

        return measure(self, as_of)

    @cached_property
    def _levels(self) -> tuple[Level, ...]:
        """The owner's levels of customers."""
        from bot.jobs.judging import judging_settings

        return judging_settings(self.settings).levels

    def close(self) -> None:
        """Give back what was opened."""
        if "store" in self.__dict__:
            self.store.close()


class _LaterSearch:
    """A search whose encoder and vector index are opened by the first question that needs them."""

    def __init__(self, wired: Application) -> None:
        self._wired = wired

    def find(self, query: str, narrowing: Narrowing, limit: int) -> tuple[Hit, ...]:
        """Best first."""
        return self._wired.search.find(query, narrowing, limit)


def build(settings: Settings, *, building: Callable[[str], None] = lambda _: None) -> Application:
    """The application for these settings; ``building`` is told about slow first-time work."""
    return Application(settings, building=building)
