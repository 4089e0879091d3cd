"""The refresh: read what is new, find themes, judge every customer, raise alerts. Restartable anywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.jobs.alerting import alert
from bot.jobs.discovering import discover_themes
from bot.jobs.drifting import note_drifts
from bot.jobs.judging import judge, judging_settings
from bot.jobs.stages import LAST_STAGE, Show, StageReport, StageWork, run_stage, silent
from bot.jobs.texts import index_vectors, read_texts

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bot.bootstrap import Application

Stop = Callable[[], bool]


@dataclass(frozen=True)
class RefreshReport:
    """What a refresh did, and what stands in the store after it."""

    stages: tuple[StageReport, ...]
    scored: int
    themes: int
    segments: int
    customers: int
    at_risk: int
    alerts: int
    edits_lost: tuple[int, ...] = ()
    """Analysts' edits of themes that do not hold for the themes as they are now."""

    def document(self) -> dict[str, object]:
        """The report as JSON."""
        return {
            "feedback": {"scored": self.scored},
            "themes": self.themes,
            "segments": self.segments,
            "customers": self.customers,
            "at_risk": self.at_risk,
            "alerts": self.alerts,
            "edits_lost": list(self.edits_lost),
            "stages": [
                {
                    "name": one.name,
                    "seconds": round(one.seconds, 3),
                    "items": one.items,
                    "skipped": one.skipped,
                }
                for one in self.stages
            ],
        }


def refresh(
    wired: Application,
    as_of: datetime,
    *,
    full: bool = False,
    show: Show = silent,
    stop: Stop = lambda: False,
) -> RefreshReport:
    """Bring everything up to ``as_of``; stages whose inputs have not changed are passed over.

    ``stop`` is asked between batches and stages; what was done by then stays done.
    """
    reports: list[StageReport] = []
    for stage in _stages(wired, as_of, full=full, show=show, stop=stop):
        if stop():
            break
        again = full and stage.name not in ("read", "index")
        reports.append(run_stage(wired.store, stage, as_of, full=again, stop=stop))
    return _report(wired, reports)


def _stages(
    wired: Application, as_of: datetime, *, full: bool, show: Show, stop: Stop
) -> Sequence[StageWork]:
    from segmentation.definitions import read_axes

    chosen = wired.settings
    model = wired.encoder_spec
    rules = f"{chosen.rates}|{judging_settings(chosen)}|{read_axes(chosen.customer_file)}"
    plays = _digest_of(chosen.playbook_file)
    customers = ("customers", "orders", "events", "feedback", "analyses", "themes")
    return (
        StageWork("read", ("feedback",), model, lambda _: read_texts(wired, as_of, show, stop)),
        StageWork("index", ("analyses",), model, lambda _: index_vectors(wired, show, stop)),
        StageWork(
            "themes",
            ("feedback", "analyses"),
            model,
            lambda before: discover_themes(wired, as_of, before, full=full, show=show),
        ),
        StageWork("drift", ("themes",), model, lambda _: note_drifts(wired, as_of)),
        StageWork(
            "customers",
            customers,
            f"{model}|{rules}|{plays}",
            lambda before: judge(wired, as_of, before, full=full, show=show),
        ),
        StageWork(LAST_STAGE, ("profiles",), rules, lambda _: alert(wired, as_of)),
    )


def _digest_of(file: Path | None) -> str:
    """Changes with the file's contents; the judging itself says what is wrong with a missing one."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file and file.is_file() else str(file)


def _report(wired: Application, reports: Sequence[StageReport]) -> RefreshReport:
    by_name = {one.name: one for one in reports}

    def figure(stage: str, name: str) -> int:
        found = by_name[stage].document.get(name, 0) if stage in by_name else 0
        return int(str(found))

    def fresh(stage: str) -> int:
        return by_name[stage].items if stage in by_name else 0

    return RefreshReport(
        stages=tuple(reports),
        scored=fresh("read"),
        themes=figure("themes", "themes"),
        segments=figure("customers", "segments"),
        customers=figure("customers", "customers"),
        at_risk=figure("customers", "at_risk"),
        alerts=figure("customers", "raised") if fresh("customers") else 0,
        edits_lost=tuple(edit.id for edit in wired.store.themes.edits() if edit.problem is not None),
    )
