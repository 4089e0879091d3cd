"""``earful serve`` and ``demo``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.terminal import options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from bot.cli.terminal import Terminal


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the commands."""
    serve = commands.add_parser("serve", help="the Slack bot, the pages and the schedule")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8321, help="port to listen on (default 8321)")
    options(serve)
    serve.set_defaults(run=run_serve)
    demo = commands.add_parser("demo", help="a made-up company: data, refresh, digest, three answers")
    demo.add_argument("--home", type=Path, help="data folder of the demo (default: beside the ordinary one)")
    options(demo)
    demo.set_defaults(run=run_demo)


def run_serve(args: Namespace, terminal: Terminal) -> int:
    """Serve until stopped."""
    from bot.cli.context import application
    from bot.serving import serve

    with application(terminal) as wired:
        serve(wired, host=args.host, port=args.port, say=terminal.note)
    return 0


def run_demo(args: Namespace, terminal: Terminal) -> int:
    """Show the main job on the made-up company."""
    from bot.demo.show import show

    return show(args.home, terminal)
