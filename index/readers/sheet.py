"""A file as rows of strings, whatever its format: what every reader yields."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

ROW = "\x00row"
"""The column that holds a row's number, from 1; no file can name a column so."""


@dataclass(frozen=True)
class BrokenRow:
    """A row that could not even be split into columns."""

    number: int
    reason: str
    detail: str
    row: Mapping[str, Any]
    """Strings by column; nested order lines as a list of such."""


@dataclass(frozen=True)
class Block:
    """Consecutive rows: ``frame`` holds strings (None for nothing) and ``ROW``.

    A record with nested order lines fills several rows of the frame under one number.
    """

    frame: "pl.DataFrame"
    broken: tuple[BrokenRow, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A readable file; ``blocks`` may be called again and yields the same blocks each time."""

    name: str
    columns: tuple[str, ...]
    blocks: Callable[[], Iterator[Block]]
    headed: bool = True
    """Whether the columns' names come from the file."""


def batches(sheet: Sheet, size: int, after: int = 0) -> Iterator[Block]:
    """The rows numbered above ``after``, regrouped into blocks that end at multiples of ``size``."""
    import polars as pl

    end = after + size
    frames: list[pl.DataFrame] = []
    broken: list[BrokenRow] = []
    for block in sheet.blocks():
        frame = block.frame.slice(_through(block.frame, after))
        pending = [one for one in block.broken if one.number > after]
        last = max((int(frame[ROW][-1]) if frame.height else 0), pending[-1].number if pending else 0)
        while last > end:
            cut = _through(frame, end)
            frames.append(frame.head(cut))
            broken += [one for one in pending if one.number <= end]
            yield Block(pl.concat(frames, how="diagonal"), tuple(broken))
            frame = frame.slice(cut)
            pending = [one for one in pending if one.number > end]
            frames, broken, end = [], [], end + size
        frames.append(frame)
        broken += pending
    if broken or any(frame.height for frame in frames):
        yield Block(pl.concat(frames, how="diagonal"), tuple(broken))


def _through(frame: "pl.DataFrame", number: int) -> int:
    """How many rows at the start of ``frame`` are numbered up to ``number``; numbers never fall."""
    return int(frame[ROW].search_sorted(number, side="right")) if frame.height else 0
