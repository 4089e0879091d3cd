"""What the clock starts: the daily refresh and the daily digest, in the owner's time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.logs import log_failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from apscheduler.schedulers.background import BackgroundScheduler

    from bot.settings import Settings

GRACE_SECONDS = 3600
"""A job that was missed (a sleeping machine) still runs within the hour."""


def start_schedule(
    settings: Settings, *, refresh: Callable[[], None], digest: Callable[[], None] | None
) -> BackgroundScheduler:
    """Start the daily jobs; a failure is logged and the next day tries again."""
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(
        timezone=settings.zone, job_defaults={"misfire_grace_time": GRACE_SECONDS}
    )
    if settings.refresh_time:
        _daily(scheduler, settings, settings.refresh_time, "EARFUL_REFRESH_TIME", refresh)
    if digest is not None:
        _daily(scheduler, settings, settings.digest_time, "EARFUL_DIGEST_TIME", digest)
    scheduler.start()
    return scheduler


def _daily(
    scheduler: BackgroundScheduler, settings: Settings, at: str, variable: str, job: Callable[[], None]
) -> None:
    moment = settings.clock(at, variable)
    scheduler.add_job(_safely, "cron", args=(job,), hour=moment.hour, minute=moment.minute)


def _safely(job: Callable[[], None]) -> None:
    try:
        job()
    except Exception as failure:  # the scheduler's thread: nobody above it would see the failure
        log_failure(failure)
