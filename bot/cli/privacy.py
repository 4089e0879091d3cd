"""``earful export`` and ``forget``: a person's rights over what is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.terminal import options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from bot.cli.terminal import Terminal


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the commands."""
    export = commands.add_parser("export", help="all that is held about a customer")
    export.add_argument("customer", metavar="CUSTOMER", help="customer id")
    options(export)
    export.set_defaults(run=run_export)
    forget = commands.add_parser("forget", help="erase a customer everywhere")
    forget.add_argument("customer", metavar="CUSTOMER", help="customer id")
    forget.add_argument("--yes", action="store_true", help="really erase; cannot be undone")
    options(forget)
    forget.set_defaults(run=run_forget)


def run_export(args: Namespace, terminal: Terminal) -> int:
    """Show every row that speaks of the customer."""
    from bot.cli.context import application
    from bot.jobs.rights import export

    with application(terminal) as wired:
        tables = export(wired, args.customer)
    if terminal.json:
        terminal.emit({"customer": args.customer, "tables": tables})
        return 0
    terminal.table(("table", "rows"), [(name, len(rows)) for name, rows in tables.items()])
    terminal.say("The rows themselves: add --json.")
    return 0


def run_forget(args: Namespace, terminal: Terminal) -> int:
    """Erase the customer from the database and the vector index."""
    from bot.cli.context import application
    from bot.jobs.rights import forget
    from nlp.failures import UserError

    if not args.yes:
        raise UserError(f"This erases {args.customer} for good. If that is meant, add --yes.")
    with application(terminal) as wired:
        erased = forget(wired, args.customer)
    if terminal.json:
        terminal.emit({"erased": erased})
        return 0
    terminal.table(("place", "erased"), sorted(erased.items()))
    return 0
