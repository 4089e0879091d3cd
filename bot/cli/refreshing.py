"""``earful refresh``: read what is new, then judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.terminal import options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from bot.cli.terminal import Terminal


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the command."""
    refresh = commands.add_parser("refresh", help="read what is new, then judge every customer")
    refresh.add_argument("--full", action="store_true", help="discover themes and segments anew, train anew")
    options(refresh, as_of=True)
    refresh.set_defaults(run=run_refresh)


def run_refresh(args: Namespace, terminal: Terminal) -> int:
    """Bring every judgement up to the day; can be stopped and started again at any point."""
    from bot.cli.context import application, today
    from bot.jobs.refresh import refresh
    from bot.views import edit_documents

    with application(terminal) as wired:
        report = refresh(wired, today(args, wired), full=args.full, show=terminal.progress)
        for one in edit_documents(wired.toolbox, wired.settings.digest_language):
            if one["id"] in report.edits_lost:
                terminal.warn(f"{one['id']}: {one['text']} – {one['state_text']}")
    if terminal.json:
        terminal.emit(report.document())
        return 0
    rows = [(one.name, one.items, "unchanged" if one.skipped else "", one.seconds) for one in report.stages]
    terminal.table(("stage", "items", "", "seconds"), rows)
    terminal.say(
        f"{report.customers} customers, {report.at_risk} at risk, {report.alerts} new alerts; "
        f"{report.themes} themes, {report.segments} segments; {report.scored} texts read."
    )
    return 0
