"""What the clock starts: the daily refresh and the daily digest, in the owner's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.logs import log_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apscheduler.schedulers.background import BackgroundScheduler

GRACE = timedelta(hours=1)
"""How long after its time a missed or failed job still runs: a restart, a sleeping machine, Slack away."""
TICK_SECONDS = 60


@dataclass
class Daily:
    """A job of every day at ``at`` in ``zone``, told its day and the moment; tried until it succeeds once."""

    at: time
    zone: ZoneInfo
    job: Callable[[date, datetime], None]
    done: date | None = None

    def tick(self, moment: datetime) -> bool:
        """Run the job where it is due at ``moment`` and has not succeeded on its day; whether it ran."""
        day = self.due(moment)
        if day is None or day == self.done:
            return False
        self.job(day, moment)
        self.done = day
        return True

    def due(self, moment: datetime) -> date | None:
        """The day whose time was at ``moment`` or within the grace before; the grace may pass midnight."""
        today = moment.astimezone(self.zone).date()
        for day in (today, today - timedelta(days=1)):
            # Compared in UTC, where no hour is missing or comes twice.
            start = datetime.combine(day, self.at, tzinfo=self.zone).astimezone(UTC)
            if start <= moment < start + GRACE:
                return day
        return None


def start_schedule(
    jobs: Sequence[Callable[[datetime], object]], clock: Callable[[], datetime]
) -> BackgroundScheduler:
    """Call every job once a minute with the moment, none beside itself; a failure is logged."""
    from apscheduler.schedulers.background import BackgroundScheduler

    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults)
    for job in jobs:
        scheduler.add_job(_safely, "interval", args=(job, clock), seconds=TICK_SECONDS)
    scheduler.start()
    return scheduler


def _safely(job: Callable[[datetime], object], clock: Callable[[], datetime]) -> None:
    try:
        job(clock())
    except Exception as failure:  # the scheduler's thread: nobody above it would see the failure
        log_failure(failure)
