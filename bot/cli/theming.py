"""``earful themes rename``, ``merge``, ``split`` and the like: analysts' edits, kept over every refit."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from bot.cli.terminal import options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Callable

    from bot.bootstrap import Application
    from bot.cli.terminal import Terminal
    from bot.jobs.editing import Who
    from nlp.findings import ThemeOrder

    Run = Callable[[Namespace, Terminal], int]

TONGUES = ("en", "zh-Hans", "zh-Hant")
PLAIN = {
    "hide": "leave a theme out of everything that is shown",
    "unhide": "show a hidden theme again",
    "pin": "keep a theme although it shrinks",
    "unpin": "let a pinned theme go its way",
}


def add(themes: ArgumentParser) -> None:
    """Declare the edits below ``earful themes``."""
    edits = themes.add_subparsers(metavar="edit", title="edits")
    rename = _parser(edits, "rename", "give a theme another name", run_edit)
    rename.add_argument("theme", type=int, help="the theme's id")
    for tongue in TONGUES:
        rename.add_argument(f"--{tongue}", metavar="NAME", dest=_name(tongue), help=f"its name in {tongue}")
    merge = _parser(edits, "merge", "let one theme go on in another", run_edit)
    merge.add_argument("theme", type=int, help="the theme that ends")
    merge.add_argument("into", type=int, help="the theme that goes on")
    split = _parser(edits, "split", "take a theme apart", run_edit)
    split.add_argument("theme", type=int, help="the theme's id")
    split.add_argument("--phrase", metavar="WORDS", help="split off the texts that use these words")
    for action, told in PLAIN.items():
        _parser(edits, action, told, run_edit).add_argument("theme", type=int, help="the theme's id")
    undo = _parser(edits, "undo", "undo an edit", run_undo)
    undo.add_argument("edit", type=int, help="the edit's id, see `earful themes edits`")
    _parser(edits, "edits", "list the edits: who, when, why, and whether they hold", run_edits)


def run_edit(args: Namespace, terminal: Terminal) -> int:
    """Take one edit."""
    from bot.cli.context import application
    from bot.jobs.editing import edit_theme

    with application(terminal) as wired:
        number = edit_theme(wired, _order(args), _who(args), wired.settings.digest_language)
        return _told(wired, number, terminal)


def run_undo(args: Namespace, terminal: Terminal) -> int:
    """Undo one edit."""
    from bot.cli.context import application
    from bot.jobs.editing import undo_edit

    with application(terminal) as wired:
        number = undo_edit(wired, args.edit, _who(args), wired.settings.digest_language)
        return _told(wired, number, terminal)


def run_edits(args: Namespace, terminal: Terminal) -> int:
    """List all edits, newest first."""
    from bot.cli.context import application
    from bot.views import edit_documents

    del args
    with application(terminal) as wired:
        found = edit_documents(wired.toolbox, wired.settings.digest_language)
    if terminal.json:
        terminal.emit(found)
        return 0
    rows = [
        (
            one["id"],
            one["at"][:16].replace("T", " "),
            one["actor"],
            one["text"],
            one["why"],
            one["state_text"],
        )
        for one in found
    ]
    terminal.table(("id", "when (UTC)", "who", "what", "why", "state"), rows)
    return 0


def _parser(edits: _SubParsersAction[ArgumentParser], name: str, told: str, run: Run) -> ArgumentParser:
    # What is not given here must not overwrite what stands before the edit's name.
    parser = edits.add_parser(name, help=told, argument_default=argparse.SUPPRESS)
    options(parser)
    if run is not run_edits:
        parser.add_argument("--why", metavar="TEXT", help="the reason, kept in the log")
        parser.add_argument("--by", metavar="NAME", help="who edits (default: the name you are logged in by)")
    parser.set_defaults(run=run, action=name)
    return parser


def _order(args: Namespace) -> ThemeOrder:
    from nlp.findings import ThemeOrder

    given = {tongue: getattr(args, _name(tongue), None) for tongue in TONGUES}
    return ThemeOrder(
        action=args.action,
        theme=args.theme,
        names={tongue: name for tongue, name in given.items() if name},
        into=getattr(args, "into", None),
        phrase=getattr(args, "phrase", None),
    )


def _who(args: Namespace) -> Who:
    import getpass

    from bot.clock import now
    from bot.jobs.editing import Who

    actor = getattr(args, "by", None) or getpass.getuser()
    return Who(actor, now(), getattr(args, "why", ""), "terminal")


def _told(wired: Application, number: int, terminal: Terminal) -> int:
    from bot.views import edit_documents

    found = next(
        one for one in edit_documents(wired.toolbox, wired.settings.digest_language) if one["id"] == number
    )
    if terminal.json:
        terminal.emit(found)
    else:
        terminal.say(f"{number}: {found['text']}")
    return 0


def _name(tongue: str) -> str:
    return f"name_{tongue}"
