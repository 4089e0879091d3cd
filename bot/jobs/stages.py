"""A refresh is a row of stages; each knows whether anything it reads has changed since it last ran."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Protocol

from index.ports import Stage, Store

LAST_STAGE = "alerts"
"""Done only when all before it are: its mark tells of which day the stored judgements are."""

Advance = Callable[[int], None]


class Show(Protocol):
    """Shows that a stage is at work; gives the function that advances its bar."""

    def __call__(self, title: str, total: int | None = None) -> AbstractContextManager[Advance]:
        """Open a bar."""


def silent(title: str, total: int | None = None) -> AbstractContextManager[Advance]:
    """Show nothing."""
    del title, total
    return nullcontext(lambda _: None)


@dataclass(frozen=True)
class Outcome:
    """What one stage did: how many items it worked on, and what it tells the next run."""

    items: int
    document: Mapping[str, object]
    blob: bytes | None = None


@dataclass(frozen=True)
class StageReport:
    """One line of a refresh's report."""

    name: str
    seconds: float
    items: int
    skipped: bool
    document: Mapping[str, object]


@dataclass(frozen=True)
class StageWork:
    """A stage: the parts of the memory it reads, what else it depends on, and what it does."""

    name: str
    reads: Sequence[str]
    depends: str
    work: Callable[[Stage | None], Outcome]


def run_stage(
    store: Store, stage: StageWork, as_of: datetime, *, full: bool, stop: Callable[[], bool]
) -> StageReport:
    """Run the stage unless nothing it reads has changed; its mark is set only when it is through."""
    start = perf_counter()
    before = store.runs.stage(stage.name)
    current = _fingerprint(store, stage, as_of)
    if before is not None and not full and before.fingerprint == current:
        return StageReport(stage.name, perf_counter() - start, 0, True, before.document)
    outcome = stage.work(before)
    report = StageReport(stage.name, perf_counter() - start, outcome.items, False, outcome.document)
    if stop():
        # Not marked: what the stop left undone must be found undone by the next run.
        return report
    # Read again: a stage such as reading changes what it looks at, and that change is its own.
    mark = Stage(_fingerprint(store, stage, as_of), as_of, outcome.document, outcome.blob)
    store.runs.finish_stage(stage.name, mark)
    return report


def _fingerprint(store: Store, stage: StageWork, as_of: datetime) -> str:
    text = "|".join((store.runs.fingerprint(as_of, stage.reads), as_of.isoformat(), stage.depends))
    return hashlib.sha256(text.encode()).hexdigest()
