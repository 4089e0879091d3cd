"""``earful backtest`` and ``doctor``: how good, and how well."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.terminal import above_zero, options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Iterator

    from bot.cli.terminal import Terminal


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the commands."""
    backtest = commands.add_parser("backtest", help="how good the risk model would have been on your past")
    backtest.add_argument(
        "--cutoffs", type=above_zero, default=4, metavar="N", help="past days to stand at (default 4)"
    )
    backtest.add_argument("--horizon", type=above_zero, metavar="DAYS", help="default: EARFUL_HORIZON_DAYS")
    backtest.add_argument(
        "--at", action="append", default=[], metavar="DATE", help="a cut-off; may be repeated"
    )
    backtest.add_argument("--predictions", type=Path, metavar="F.csv", help="write every prediction")
    options(backtest, as_of=True)
    backtest.set_defaults(run=run_backtest)
    doctor = commands.add_parser("doctor", help="is everything in place, and if not, what to do")
    options(doctor)
    doctor.set_defaults(run=run_doctor)


def run_backtest(args: Namespace, terminal: Terminal) -> int:
    """Print the table of folds."""
    from bot.cli.context import application, moment
    from bot.jobs.backtesting import backtest_document, run, write_predictions

    with application(terminal) as wired:
        found = run(wired, moment(args, wired), cutoffs=args.cutoffs, horizon=args.horizon, at=args.at)
    if args.predictions:
        write_predictions(found, args.predictions)
    document = backtest_document(found)
    if terminal.json:
        terminal.emit(document)
        return 0
    terminal.table(("cut-off", "by", *COLUMNS), list(_rows(document)))
    return 0


COLUMNS = ("customers", "base_rate", "auc", "average_precision", "lift_at_10", "brier", "ece")


def _rows(document: dict[str, Any]) -> Iterator[list[object]]:
    """The model and what it must beat: at each cut-off, in the mean, and where the mean may lie."""
    for fold in document["folds"]:
        for name, found in (("earful", fold), *fold["baselines"].items()):
            if found:
                whole = {"customers": fold["customers"], "base_rate": fold["base_rate"]} | found
                yield [fold["cutoff"], name, *(whole.get(column) for column in COLUMNS)]
    for name, found in (("earful", document["mean"]), *document["baselines"].items()):
        yield ["mean", name, *(found.get(column) for column in COLUMNS)]
    for end, name in enumerate(("from", "to")):
        ends = {column: values[end] for column, values in document["intervals"].items()}
        yield ["95 %", name, *(ends.get(column) for column in COLUMNS)]


def run_doctor(args: Namespace, terminal: Terminal) -> int:
    """Print the check-up; 1 when something is not in order."""
    from bot.cli.context import application
    from bot.jobs.checkup import Check, checkup
    from nlp.failures import UserError

    del args
    try:
        with application(terminal) as wired:
            lines = list(checkup(wired))
    except UserError as wrong:
        lines = [Check("settings", False, str(wrong))]
    if terminal.json:
        terminal.emit([asdict(line) for line in lines])
    else:
        terminal.table(
            ("check", "", "hint"), [(one.check, "ok" if one.ok else "!", one.hint) for one in lines]
        )
    if all(line.ok for line in lines):
        return 0
    terminal.warn("Something is not in order; the hints say what to do.")
    return 1
