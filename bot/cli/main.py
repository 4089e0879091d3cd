"""``earful``: finds the command, runs it, and turns every failure into one line that helps."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

from bot.cli.terminal import Terminal

# Each module has add(commands), which declares its commands and what runs them. Only argparse is
# imported for that; what a command needs is imported when it runs.
MODULES = (
    "bot.cli.reading",
    "bot.cli.ingesting",
    "bot.cli.refreshing",
    "bot.cli.asking",
    "bot.cli.customers",
    "bot.cli.discovered",
    "bot.cli.checking",
    "bot.cli.privacy",
    "bot.cli.serving",
)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="earful",
        description="Reads what your customers say and do, and answers: who is at risk, why, and what to do.",
        epilog="Start with `earful demo`. Data lives under EARFUL_HOME; see `earful doctor`.",
    )
    parser.add_argument("--version", action="version", version=f"earful {version('earful')}")
    commands = parser.add_subparsers(metavar="command", required=True)
    for module in MODULES:
        import_module(module).add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 something went wrong that is said on standard error, 2 wrong usage."""
    args = build_parser().parse_args(arguments)
    terminal = Terminal(json=getattr(args, "json", False))
    debug = bool(getattr(args, "debug", False))
    try:
        return int(args.run(args, terminal))
    except KeyboardInterrupt:
        terminal.warn("Stopped. Run the same command again to go on from here.")
        return 1
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; that is no failure of ours.
        sys.stderr.close()
        return 0
    except Exception as failure:
        return _explain(failure, terminal, debug=debug)


def _explain(failure: Exception, terminal: Terminal, *, debug: bool) -> int:
    from nlp.failures import UserError

    if debug:
        terminal.traceback()
    if isinstance(failure, UserError):
        terminal.error(str(failure))
        return 2
    reference = _logged(failure)
    terminal.error(
        f"Something went wrong inside earful ({type(failure).__name__}: {failure}). Reference {reference}; "
        "run again with --debug for the details."
    )
    return 1


def _logged(failure: Exception) -> str:
    from bot.logs import log_failure

    return log_failure(failure)
