"""``earful ratings``: NPS, CSAT and stars by group, with intervals and whether they moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.terminal import above_zero, options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from bot.cli.terminal import Terminal

BY = ("all", "segment", "theme", "channel", "place", "language")
"""As bot.views.ratings names them; a test compares, so that the help needs no heavy import."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the command."""
    found = commands.add_parser("ratings", help="NPS, CSAT and stars by group, and whether they moved")
    found.add_argument("--by", choices=BY, default="all", metavar="G", help=", ".join(BY))
    found.add_argument("--scale", choices=("nps", "csat", "stars"), metavar="S", help="nps, csat or stars")
    found.add_argument("--days", type=above_zero, default=90, metavar="N", help="the span (default 90)")
    found.add_argument("--language", choices=("en", "zh-Hans", "zh-Hant"), help="of the words")
    options(found, as_of=True)
    found.set_defaults(run=run_ratings)


def run_ratings(args: Namespace, terminal: Terminal) -> int:
    """Show the figure of each group beside the same span before."""
    from bot.cli.context import application, moment
    from bot.views.ratings import rating_documents
    from prompts import read

    with application(terminal) as wired:
        as_of, language = moment(args, wired), args.language or wired.settings.digest_language
        found = rating_documents(wired.toolbox, as_of, args.by, language, scale=args.scale, days=args.days)
    if terminal.json:
        terminal.emit(found)
        return 0
    words = read("ratings", language)
    if not found:
        terminal.say(words.say("table.none"))
        return 0
    titles = ("name", "n", "value", "interval", "change", "verdict")
    rows = []
    for one in found:
        few = one["value"] is None
        interval = None if few else f"{one['low']:.0f} … {one['high']:.0f}"
        change = None if one["change"] is None else f"{one['change']:+.1f}"
        verdict = words.say(f"short.{one['verdict']}")
        rows.append(
            (one["name"], one["n"], None if few else f"{one['value']:.0f}", interval, change, verdict)
        )
    terminal.say(words.say(f"scale.{found[0]['scale']}", days=args.days))
    terminal.table([words.say(f"table.{one}") for one in titles], rows)
    return 0
