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
    serve.add_argument("--port", type=_port, default=8321, help="port to listen on (default 8321)")
    options(serve)
    serve.set_defaults(run=run_serve)
    demo = commands.add_parser("demo", help="a made-up company: data, refresh, digest, three answers")
    demo.add_argument("--home", type=Path, help="data folder of the demo (default: beside the ordinary one)")
    options(demo)
    demo.set_defaults(run=run_demo)


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:
        raise ValueError(text)
    return number


_port.__name__ = "port"  # argparse names the type in its complaint


def run_serve(args: Namespace, terminal: Terminal) -> int:
    """Serve until stopped."""
    from bot.cli.context import application
    from bot.serving import serve

    _refuse_taken(args.host, args.port)
    with application(terminal) as wired:
        serve(wired, host=args.host, port=args.port, say=terminal.note)
    return 0


def _refuse_taken(host: str, port: int) -> None:
    """Say at once, and in words, that the address cannot be listened on."""
    import socket

    from nlp.failures import UserError

    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(found[0]) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[4])
    except OSError as taken:
        message = f"Cannot listen on {host}:{port} ({taken.strerror}). Choose another --host or --port."
        raise UserError(message) from taken


def run_demo(args: Namespace, terminal: Terminal) -> int:
    """Show the main job on the made-up company."""
    from bot.demo.show import show

    return show(args.home, terminal)
