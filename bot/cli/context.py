"""What every command needs before it starts: settings, the application and the day."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from datetime import datetime

    from bot.bootstrap import Application
    from bot.cli.terminal import Terminal


@contextmanager
def application(terminal: Terminal) -> Iterator[Application]:
    """The wired application, closed afterwards."""
    from bot.bootstrap import build
    from bot.settings import read_settings

    wired = build(read_settings(), building=terminal.note)
    try:
        yield wired
    finally:
        wired.close()


def remind(terminal: Terminal, wired: Application) -> None:
    """Say what is still to be done where a list would only be empty."""
    from bot.jobs.stages import LAST_STAGE

    if wired.store.runs.stage(LAST_STAGE) is None:
        terminal.warn("Nothing has been judged yet: run `earful ingest FILES`, then `earful refresh`.")


def today(args: Namespace, wired: Application) -> datetime:
    """The moment up to which a refresh reads: ``--as-of``, else the end of today."""
    from bot.clock import end_of_day, now, read_moment

    zone = wired.settings.zone
    if args.as_of:
        return read_moment(args.as_of, zone)
    return end_of_day(now().astimezone(zone).date(), zone)


def moment(args: Namespace, wired: Application) -> datetime:
    """The moment an answer speaks of: ``--as-of``, else that of the last refresh."""
    return today(args, wired) if args.as_of else wired.as_of
