"""What a terminal shows: answers on standard output, progress and complaints on standard error."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TextIO

if TYPE_CHECKING:
    from argparse import ArgumentParser

Advance = Callable[[int], None]


class Terminal:
    """Writes for a person, or JSON for a script; rich is loaded only when something is drawn."""

    def __init__(self, *, json: bool = False) -> None:
        self.json = json

    @staticmethod
    def _print(stream: TextIO, text: str, style: str | None) -> None:
        """Colours on a terminal, plain text in a pipe; what stands in the text is never read as markup."""
        if not stream.isatty():
            stream.write(f"{text}\n")
            return
        from rich.console import Console

        Console(file=stream, highlight=False).print(text, style=style, markup=False, emoji=False)

    def emit(self, document: object) -> None:
        """Write one JSON document."""
        json.dump(document, sys.stdout, ensure_ascii=False, allow_nan=False)
        sys.stdout.write("\n")

    def say(self, text: str = "", style: str | None = None) -> None:
        """Write a line."""
        self._print(sys.stdout, text, style)

    def note(self, text: str) -> None:
        """Write a line about the work to standard error."""
        self._print(sys.stderr, text, "dim")

    def warn(self, text: str) -> None:
        """Write a warning to standard error."""
        self._print(sys.stderr, text, "yellow")

    def error(self, text: str) -> None:
        """Write an error to standard error."""
        self._print(sys.stderr, f"earful: {text}", "bold red")

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
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        drawn = Table(title=title, title_justify="left", header_style="bold", show_edge=False, pad_edge=False)
        for name, example in zip(columns, rows[0] if rows else columns, strict=False):
            justify: Literal["left", "right"] = "right" if isinstance(example, int | float) else "left"
            drawn.add_column(name, justify=justify, overflow="fold")
        for row in rows:
            drawn.add_row(*(Text(_shown(cell)) for cell in row))
        Console(highlight=False).print(drawn)

    def groups(
        self, columns: Sequence[str], groups: Sequence[tuple[str, Sequence[Sequence[object]]]], by: str
    ) -> None:
        """Draw a table with a heading over each group; on a pipe, the group is a further column ``by``."""
        if not sys.stdout.isatty():
            self.table((*columns, by), [(*row, name) for name, rows in groups for row in rows])
            return
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        drawn = Table(header_style="bold", show_edge=False, pad_edge=False)
        example = next((row for _, rows in groups for row in rows), columns)
        for name, cell in zip(columns, example, strict=False):
            justify: Literal["left", "right"] = "right" if isinstance(cell, int | float) else "left"
            drawn.add_column(name, justify=justify, overflow="fold")
        for name, rows in groups:
            if name:
                drawn.add_row("", Text(name, style="bold cyan"))
            for row in rows:
                drawn.add_row(*(Text(_shown(cell)) for cell in row))
            drawn.add_section()
        Console(highlight=False).print(drawn)

    @contextmanager
    def progress(self, title: str, total: int | None = None) -> Iterator[Advance]:
        """A progress bar on standard error, when that is a terminal; gives the function that advances it."""
        if not sys.stderr.isatty():
            yield lambda _: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
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


def above_zero(text: str) -> int:
    """A whole number from 1 on, as an option's value."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


above_zero.__name__ = "number above zero"  # argparse names the type in its complaint


def options(parser: ArgumentParser, *, as_of: bool = False) -> None:
    """Add the options that every command has."""
    parser.add_argument("--json", action="store_true", help="print JSON for scripts")
    parser.add_argument("--debug", action="store_true", help="show the traceback of a failure")
    if as_of:
        parser.add_argument("--as-of", metavar="DAY", help="a date or ISO time; nothing after it is read")
