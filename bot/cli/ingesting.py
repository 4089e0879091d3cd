"""``earful ingest``, ``quarantine`` and ``index``: what goes into the memory."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.terminal import above_zero, options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from bot.cli.terminal import Terminal

KINDS = ("customers", "orders", "events", "feedback")


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the commands."""
    ingest = commands.add_parser("ingest", help="take in files of customers, orders, events or feedback")
    ingest.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="files or folders")
    _reading(ingest)
    options(ingest)
    ingest.set_defaults(run=run_ingest)
    quarantine = commands.add_parser("quarantine", help="rows that could not be taken: list, retry")
    quarantine.add_argument("--retry", action="store_true", help="try the rows again")
    quarantine.add_argument("--limit", type=above_zero, default=50, help="rows to list (default 50)")
    _reading(quarantine)
    options(quarantine)
    quarantine.set_defaults(run=run_quarantine)
    index = commands.add_parser("index", help="look after the vector index")
    index.add_argument("task", choices=("rebuild",), help="rebuild: make it anew from the database")
    options(index)
    index.set_defaults(run=run_index)


def _reading(parser: ArgumentParser) -> None:
    parser.add_argument("--kind", choices=KINDS, help="what the rows are, where the headers do not tell")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="which column holds a field; may be repeated (rating=Score:inverted where 1 is the best)",
    )
    parser.add_argument("--source", metavar="NAME", help="name of the system that the rows come from")


def _mapping(pairs: list[str]) -> dict[str, str]:
    from nlp.failures import UserError

    found = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not field or not column:
            raise UserError(f"--map {pair} is not FIELD=COLUMN; write for example --map text=评论内容")
        found[field.strip()] = column.strip()
    return found


def run_ingest(args: Namespace, terminal: Terminal) -> int:
    """Take the files in and say what became of every row."""
    from bot.cli.context import application
    from bot.jobs.intake import take_in

    with application(terminal) as wired, terminal.progress("Taking in rows") as advance:
        report = take_in(
            wired,
            args.paths,
            kind=args.kind,
            mapping=_mapping(args.map),
            source=args.source,
            advance=advance,
        )
    if terminal.json:
        terminal.emit(asdict(report))
        return 0
    terminal.table(
        ("accepted", "updated", "duplicates", "quarantined", "seconds"),
        [(report.accepted, report.updated, report.duplicates, report.quarantined, report.seconds)],
    )
    for note in report.notes:
        terminal.say(note)
    if report.quarantined:
        terminal.table(("reason", "rows"), sorted(report.reasons.items()))
        terminal.say("See them: earful quarantine. Once put right: earful quarantine --retry.")
    return 0


def run_quarantine(args: Namespace, terminal: Terminal) -> int:
    """List the rows that wait, or try them again."""
    from bot.cli.context import application
    from bot.jobs.intake import try_again
    from index.ingest import quarantined

    with application(terminal) as wired:
        if args.retry:
            report = try_again(wired, _mapping(args.map))
            terminal.emit(asdict(report)) if terminal.json else terminal.say(
                f"{report.accepted + report.updated} rows went in, {report.quarantined} still wait."
            )
            return 0
        rows = quarantined(wired.store.engine, limit=args.limit)
    if terminal.json:
        terminal.emit([asdict(row) for row in rows])
        return 0
    terminal.table(("row", "reason", "detail"), [(row.number, row.reason, row.detail) for row in rows])
    return 0


def run_index(args: Namespace, terminal: Terminal) -> int:
    """Make the vector index anew from the database."""
    from bot.cli.context import application
    from index.vectors import rebuild

    del args
    with application(terminal) as wired, terminal.progress("Indexing vectors") as advance:
        count = rebuild(wired.store, wired.vectors, wired.encoder_name, progress=advance)
    terminal.emit({"indexed": count}) if terminal.json else terminal.say(f"{count} vectors indexed.")
    return 0
