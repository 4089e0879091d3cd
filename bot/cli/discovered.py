"""``earful segments`` and ``themes``: what was discovered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cli import theming
from bot.cli.terminal import options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from bot.cli.terminal import Terminal

CHANNELS = ("review", "ticket", "social", "survey", "chat", "email", "call", "other")
LATEST = 5
"""Events of segments told."""
TONGUES = ("en", "zh-Hans", "zh-Hant", "zh", "und")


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the commands."""
    segments = commands.add_parser("segments", help="the segments of customers")
    options(segments, as_of=True)
    segments.set_defaults(run=run_segments)
    themes = commands.add_parser("themes", help="the themes of the feedback, and edits of them")
    themes.add_argument("--since", metavar="DAY", help="only feedback from this day on")
    themes.add_argument("--channel", choices=CHANNELS, metavar="C", help=", ".join(CHANNELS))
    themes.add_argument("--language", choices=TONGUES, metavar="L", help="en, zh-Hans, zh-Hant, zh or und")
    options(themes, as_of=True)
    themes.set_defaults(run=run_themes)
    theming.add(themes)


def run_segments(args: Namespace, terminal: Terminal) -> int:
    """List the segments, largest first."""
    from bot.cli.context import application, moment, remind
    from bot.views import segment_documents, segment_history

    with application(terminal) as wired:
        tools = wired.toolbox_at(moment(args, wired), terminal.progress)
        found, told = segment_documents(tools), segment_history(tools, "en")
        remind(terminal, wired)
    if terminal.json:
        terminal.emit(found)
        return 0
    rows = [
        (one["id"], one["name"]["en"], one["name"]["zh-Hans"], one["size"], one["share"]) for one in found
    ]
    terminal.table(("id", "segment", "中文", "customers", "share"), rows)
    for sentence in told[:LATEST]:
        terminal.note(sentence)
    return 0


def run_themes(args: Namespace, terminal: Terminal) -> int:
    """List the themes of the narrowed feedback, largest first."""
    from bot.cli.context import application, moment, remind
    from bot.clock import read_day
    from bot.views import theme_documents
    from index.ports import Narrowing

    with application(terminal) as wired:
        as_of = moment(args, wired)
        narrowing = Narrowing(
            since=read_day(args.since, wired.settings.zone) if args.since else None,
            channels=(args.channel,) if args.channel else (),
            language=args.language,
        )
        found = theme_documents(wired.toolbox, as_of, narrowing)
        remind(terminal, wired)
    if terminal.json:
        terminal.emit(found)
        return 0
    columns = ("id", "theme", "中文", "texts", "share", "feeling", "trend")
    terminal.groups(columns, _by_area(found, wired.settings.digest_language), "area")
    return 0


def _by_area(found: list[dict[str, Any]], language: str) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Rows by the area's name, the area with most texts first; themes in none come last."""
    groups: dict[int, list[dict[str, Any]]] = {}
    for one in found:
        groups.setdefault(one["area"]["id"] if one["area"] else -1, []).append(one)
    ordered = sorted(
        groups.items(), key=lambda group: (group[0] < 0, -sum(one["size"] for one in group[1]), group[0])
    )
    return [(_area_name(ones[0], language), [_row(one, language) for one in ones]) for _, ones in ordered]


def _area_name(one: dict[str, Any], language: str) -> str:
    return str(one["area"]["name"][language]) if one["area"] else ""


def _row(one: dict[str, Any], language: str) -> tuple[object, ...]:
    trend = one["trend"]["text"][language] if one["trend"] else ""
    name = one["name"]
    return one["id"], name["en"], name["zh-Hans"], one["size"], one["share"], one["mean_score"], trend
