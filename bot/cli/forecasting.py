"""``earful forecast``: what will be sold in the weeks to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.terminal import above_zero, options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from bot.cli.terminal import Terminal


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the command."""
    found = commands.add_parser("forecast", help="what will be sold in the weeks to come, with intervals")
    which = found.add_mutually_exclusive_group()
    which.add_argument("--product", nargs="?", const="", metavar="NAME", help="products, or the one named")
    which.add_argument("--category", nargs="?", const="", metavar="NAME", help="categories, or the one named")
    found.add_argument("--weeks", type=above_zero, default=4, metavar="N", help="how far ahead (default 4)")
    found.add_argument("--limit", type=above_zero, default=20, metavar="N", help="how many (default 20)")
    found.add_argument("--language", choices=("en", "zh-Hans", "zh-Hant"), help="of the words")
    options(found, as_of=True)
    found.set_defaults(run=run_forecast)


def run_forecast(args: Namespace, terminal: Terminal) -> int:
    """Show forecasts: of everything together, of categories, or of products."""
    from bot.cli.context import application, moment
    from bot.jobs.forecasting import demand
    from bot.views.forecast import forecast_documents
    from prompts import read

    level = "product" if args.product is not None else "category" if args.category is not None else "total"
    named = args.product or args.category or None
    with application(terminal) as wired:
        as_of, language = moment(args, wired), args.language or wired.settings.digest_language
        found = demand(wired.store, as_of, level, named=named, weeks=args.weeks, show=terminal.progress)
        rows = forecast_documents(found, language)[: args.limit]
    if terminal.json:
        terminal.emit(rows)
        return 0
    words = read("forecast", language)
    titles = ("name", "expected", "interval", "before", "error")
    terminal.table(
        [words.say(f"table.{one}", weeks=args.weeks) for one in titles],
        [
            (
                one["name"],
                f"{one['total']:,.0f}",
                f"{one['total_low']:,.0f} – {one['total_high']:,.0f}",
                f"{one['last_total']:,.0f}",
                f"{one['mase']:.2f}",
            )
            for one in rows
        ],
    )
    terminal.say(words.say("table.note"))
    terminal.say(words.say("table.error_note"))
    return 0
