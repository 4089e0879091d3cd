"""What a terminal shows: answers on standard output, progress and complaints on standard error."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from rich.console import Console

Advance = Callable[[int], None]


class Terminal:
    """Writes for a person, or JSON for a script; rich is loaded only when something is drawn."""

    def __init__(self, *, json: bool = False) -> None:
        self.json = json

    @property
    def out(self) -> Console:
        """Standard output: colours on a terminal, plain text in a pipe."""
        from rich.console import Console

        return Console(highlight=False, soft_wrap=not sys.stdout.isatty())

    @property
    def err(self) -> Console:
        """Standard error, for progress and complaints."""
        from rich.console import Console

        return Console(stderr=True, highlight=False)

    def emit(self, document: object) -> None:
        """Write one JSON document."""
        json.dump(document, sys.stdout, ensure_ascii=False, allow_nan=False)
        sys.stdout.write("\n")

    def say(self, text: str = "", style: str | None = None) -> None:
        """Write a line; what stands in it is never read as markup."""
        self.out.print(text, style=style, markup=False)

    def note(self, text: str) -> None:
        """Write a line about the work to standard error."""
        self.err.print(text, style="dim", markup=False)

    def warn(self, text: str) -> None:
        """Write a warning to standard error."""
        self.err.print(text, style="yellow", markup=False)

    def error(self, text: str) -> None:
        """Write an error to standard error."""
        self.err.print(f"earful: {text}", style="bold red", markup=False, soft_wrap=True)

    def traceback(self) -> None:
        """Write the current exception's traceback to standard error."""
        traceback.print_exc()

    def table(
        self, columns: Sequence[str], rows: Sequence[Sequence[object]], title: str | None = None
    ) -> None:
        """Draw a table; on a pipe, tab-separated lines that other tools can read."""
        if not sys.stdout.isatty():
            for row in (columns, *rows):
                sys.stdout.write("\t".join(_flat(cell) for cell in row) + "\n")
            return
        from rich.table import Table
        from rich.text import Text

        drawn = Table(title=title, title_justify="left", header_style="bold", show_edge=False, pad_edge=False)
        for name, example in zip(columns, rows[0] if rows else columns, strict=False):
            drawn.add_column(name, justify="right" if isinstance(example, int | float) else "left")
        for row in rows:
            drawn.add_row(*(Text(_shown(cell)) for cell in row))
        self.out.print(drawn)

    @contextmanager
    def progress(self, title: str, total: int | None = None) -> Iterator[Advance]:
        """A progress bar on standard error; gives the function that advances it."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.err, transient=True) as bar:
            task = bar.add_task(title, total=total)
            yield lambda count: bar.advance(task, count)


def _shown(cell: object) -> str:
    if cell is None:
        return "–"
    if not isinstance(cell, float):
        return str(cell)
    return f"{cell:,.2f}" if abs(cell) >= 10 else f"{cell:.3f}"


def _flat(cell: object) -> str:
    if cell is None:
        return ""
    shown = f"{cell:.4f}" if isinstance(cell, float) else str(cell)
    return shown.replace("\t", " ").replace("\n", " ")


def options(parser: ArgumentParser, *, as_of: bool = False) -> None:
    """Add the options that every command has."""
    parser.add_argument("--json", action="store_true", help="print JSON for scripts")
    parser.add_argument("--debug", action="store_true", help="show the traceback of a failure")
    if as_of:
        parser.add_argument("--as-of", metavar="DAY", help="a date or ISO time; nothing after it is read")
