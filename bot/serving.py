"""``earful serve``: the Slack bot, the pages and the schedule in one process."""

from __future__ import annotations

import ipaddress
from contextlib import ExitStack
from typing import TYPE_CHECKING

from bot.clock import now
from bot.settings import NEVER
from nlp.failures import UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.bootstrap import Application
    from bot.settings import Settings
    from bot.slack.door import SlackDoor


def serve(wired: Application, *, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until the process is told to stop; what is being answered then is answered first.

    Raises:
        UserError: the pages would be open to a network without a password, or a setting is missing.
    """
    import uvicorn

    from bot.web.app import build_web

    refuse_open_pages(wired.settings, host)
    wired.store.ping()
    with ExitStack() as stack:
        door = _slack(wired, stack, say)
        _schedule(wired, door, stack)
        web = build_web(wired, host, door.http if door is not None else None)
        say(f"Pages at http://{host}:{port}/ – stop with Ctrl-C.")
        uvicorn.run(web, host=host, port=port, log_level="warning", access_log=False)


def refuse_open_pages(settings: Settings, host: str) -> None:
    """Customers' words are not shown to a whole network without a password."""
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = host == "localhost"
    if not local and not settings.web_token:
        raise UserError(f"--host {host} opens the pages to other machines: set EARFUL_WEB_TOKEN first.")


def _slack(wired: Application, stack: ExitStack, say: Callable[[str], None]) -> SlackDoor | None:
    settings = wired.settings
    if not settings.slack_bot_token:
        say("No SLACK_BOT_TOKEN: the pages alone are served.")
        return None
    if not settings.slack_app_token and not settings.slack_signing_secret:
        raise UserError(
            "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for signed HTTP events."
        )
    from bot.slack.door import open_door

    door = open_door(wired)
    stack.callback(door.close)
    say(f"Slack: connected as {door.bot_user} by {'Socket Mode' if settings.slack_app_token else 'HTTP'}.")
    return door


def _schedule(wired: Application, door: SlackDoor | None, stack: ExitStack) -> None:
    from bot.schedule import start_schedule

    scheduler = start_schedule(daily_jobs(wired, door), now)
    stack.callback(scheduler.shutdown)


def daily_jobs(wired: Application, door: SlackDoor | None) -> list[Callable[[datetime], object]]:
    """What is done each day by the settings, and each minute for Slack; each is called with the moment."""
    from bot.clock import end_of_day
    from bot.jobs.refresh import refresh
    from bot.schedule import Daily

    settings = wired.settings

    def refresh_day(day: date, moment: datetime) -> None:
        del moment
        refresh(wired, end_of_day(day, settings.zone))

    jobs: list[Callable[[datetime], object]] = []
    if settings.refresh_time != NEVER:
        at = settings.clock(settings.refresh_time, "EARFUL_REFRESH_TIME")
        jobs.append(Daily(at, settings.zone, refresh_day).tick)
    if door is None:
        return jobs
    desk = door.desk

    def post_digest(day: date, moment: datetime) -> None:
        if not desk.gone.is_set():
            desk.digests.post(settings.digest_channel, wired.as_of, moment, day=day)

    if settings.digest_channel:
        at = settings.clock(settings.digest_time, "EARFUL_DIGEST_TIME")
        jobs.append(Daily(at, settings.zone, post_digest).tick)
    return [*jobs, lambda _: desk.resume()]
