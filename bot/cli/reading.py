"""``earful score``, ``embed`` and ``discover``: plain files in and out, nothing stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.terminal import options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from bot.cli.terminal import Terminal


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the commands."""
    score = commands.add_parser(
        "score", help="sentiment, emotion, signals, personal data and aspects of a file of texts"
    )
    _files(score, "JSONL to write")
    score.add_argument("--aspects", action="store_true", help="find what each clause speaks about")
    score.add_argument("--sentences", action="store_true", help="score each sentence of long texts, too")
    score.set_defaults(run=run_score)
    embed = commands.add_parser("embed", help="vectors of a file of texts")
    _files(embed, "NumPy file to write")
    embed.set_defaults(run=run_embed)
    discover = commands.add_parser("discover", help="themes of a file of texts")
    _files(discover, "JSONL to write")
    discover.add_argument("--report", metavar="R.json", type=Path, help="JSON file for the themes")
    discover.add_argument("--seed", type=int, default=0, help="seed of the clustering (default 0)")
    discover.set_defaults(run=run_discover)


def _files(parser: ArgumentParser, output: str) -> None:
    parser.add_argument("input", metavar="IN.jsonl", type=Path, help='lines of {"id", "text", "language"?}')
    parser.add_argument("-o", "--output", metavar="OUT", type=Path, required=True, help=output)
    options(parser)


def run_score(args: Namespace, terminal: Terminal) -> int:
    """Score a file line by line, in order, in constant memory; a run that was stopped is gone on with."""
    from bot.cli.context import application
    from bot.jobs.lines import lines_in
    from bot.jobs.scoring import score

    with (
        application(terminal) as wired,
        terminal.progress("Reading texts", lines_in(args.input)) as advance,
    ):
        report = score(
            wired.bare_reader,
            args.input,
            args.output,
            aspects=args.aspects,
            sentences=args.sentences,
            made_by=wired.reading_spec,
            advance=advance,
        )
    earlier = f" ({report.resumed} lines were there from before the stop)" if report.resumed else ""
    return _finish(
        terminal,
        report.document(),
        f"{report.read} texts read into {args.output}{earlier}",
        report.unreadable,
    )


def run_embed(args: Namespace, terminal: Terminal) -> int:
    """Write one unit vector a line."""
    from bot.cli.context import application
    from bot.jobs.plain import embed

    with application(terminal) as wired, terminal.progress("Reading texts") as advance:
        report = embed(wired.bare_encoder, args.input, args.output, advance=advance)
    terminal.emit(report)
    return 0


def run_discover(args: Namespace, terminal: Terminal) -> int:
    """Find the themes of a file."""
    from bot.cli.context import application
    from bot.jobs.plain import discover

    with application(terminal) as wired, terminal.progress("Reading texts") as advance:
        report = discover(
            wired.bare_encoder, args.input, args.output, report=args.report, seed=args.seed, advance=advance
        )
    if terminal.json:
        terminal.emit(report)
        return 0
    rows = [
        (one["theme"], one["name"]["en"], one["name"]["zh-Hans"], one["size"]) for one in report["themes"]
    ]
    terminal.table(("theme", "name", "中文", "texts"), rows)
    terminal.say(f"{report['outlier_rate']:.0%} of the texts fit no theme well. Written to {args.output}.")
    return 0


def _finish(terminal: Terminal, document: object, sentence: str, unreadable: int) -> int:
    """Say what was done; 1 if there is something that the user must see."""
    if terminal.json:
        terminal.emit(document)
    else:
        terminal.say(sentence)
    if unreadable:
        lines = "1 line" if unreadable == 1 else f"{unreadable} lines"
        terminal.warn(f"{lines} could not be read; there is an error in its place in the output.")
    return 1 if unreadable else 0
