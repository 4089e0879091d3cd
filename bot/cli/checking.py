"""``earful backtest`` and ``doctor``: how good, and how well."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.terminal import above_zero, options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

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
    names = ("customers", "base_rate", "auc", "average_precision", "lift_at_10", "brier", "ece")
    rows = [[fold["cutoff"], *(fold[name] for name in names)] for fold in document["folds"]]
    if document["mean"]:
        rows.append(["mean", *(document["mean"].get(name) for name in names)])
    terminal.table(("cut-off", *names), rows)
    for name in ("recency", "frequency", "bg_nbd"):
        aucs = [fold["baselines"][name].get("auc") for fold in document["folds"] if fold["baselines"][name]]
        if aucs:
            terminal.say(f"{name} alone: AUC {sum(aucs) / len(aucs):.3f}")
    return 0


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
