"""``earful``: finds the command, runs it, and turns every failure into one line that helps."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

from bot.cli.terminal import Terminal

# Each module has add(commands), which declares its commands and what runs them. Only argparse is
# imported for that; what a command needs is imported when it runs.
MODULES = (
    "bot.cli.reading",
    "bot.cli.ingesting",
    "bot.cli.refreshing",
    "bot.cli.asking",
    "bot.cli.customers",
    "bot.cli.acting",
    "bot.cli.forecasting",
    "bot.cli.rating",
    "bot.cli.discovered",
    "bot.cli.journey",
    "bot.cli.checking",
    "bot.cli.privacy",
    "bot.cli.serving",
)


class _Parser(argparse.ArgumentParser):
    """Complains in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"earful: {message}. See `{self.prog} --help`.\n")


class _Version(argparse.Action):
    """Prints the version, which is looked up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        sys.stdout.write(f"earful {version('earful')}\n")
        parser.exit()


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _Parser(
        prog="earful",
        description="Reads what your customers say and do, and answers: who is at risk, why, and what to do.",
        epilog="Start with `earful demo`. Data lives under EARFUL_HOME; see `earful doctor`.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(metavar="command", required=True)
    for module in MODULES:
        import_module(module).add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 something went wrong that is said on standard error, 2 wrong usage."""
    _speak_utf8()
    args = build_parser().parse_args(arguments)
    terminal = Terminal(json=getattr(args, "json", False))
    debug = bool(getattr(args, "debug", False))
    try:
        status = int(args.run(args, terminal))
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        terminal.warn("Stopped. Run the same command again to go on from here.")
        return 1
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as failure:
        return _explain(failure, terminal, debug=debug)


def _speak_utf8() -> None:
    """Pipes and files get UTF-8 whatever the locale, lone surrogates as JSON writes them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace") if stream.isatty() else stream.reconfigure(
                encoding="utf-8", errors="backslashreplace"
            )


def _explain(failure: Exception, terminal: Terminal, *, debug: bool) -> int:
    from bot.logs import discreet, log_failure
    from nlp.failures import UserError

    if debug:
        terminal.traceback()
    if isinstance(failure, UserError):
        terminal.error(" ".join(str(failure).split()))
        return 2
    reference = log_failure(failure)
    terminal.error(
        f"Something went wrong inside earful ({type(failure).__name__}: {discreet(failure)}). "
        f"Reference {reference}; run again with --debug for the details."
    )
    return 1
