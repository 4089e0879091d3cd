"""``earful journey``: at which stage of the journey it hurts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.terminal import above_zero, options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from bot.cli.terminal import Terminal


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the command."""
    journey = commands.add_parser(
        "journey", help="stages of the journey: texts, unhappy share, themes, quotes"
    )
    journey.add_argument(
        "--days", type=above_zero, default=365, metavar="N", help="of the last N days (default 365)"
    )
    options(journey, as_of=True)
    journey.set_defaults(run=run_journey)


def run_journey(args: Namespace, terminal: Terminal) -> int:
    """Show every stage in its order."""
    from bot.cli.context import application, moment, remind
    from bot.views import journey_documents

    with application(terminal) as wired:
        as_of = moment(args, wired)
        rows = journey_documents(wired.toolbox_at(as_of, terminal.progress), as_of, days=args.days)
        remind(terminal, wired)
    if terminal.json:
        terminal.emit(rows)
        return 0
    table = [
        (
            row["name"]["en"],
            row["name"]["zh-Hans"],
            row["texts"],
            f"{row['negative_share']:.0%}",
            "; ".join(f"{one['name'].get('en', one['id'])} ({one['negative']})" for one in row["themes"]),
        )
        for row in rows
    ]
    terminal.table(("stage", "阶段", "texts", "unhappy", "pain points (unhappy texts)"), table)
    return 0
