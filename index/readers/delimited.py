"""Comma, semicolon, tab or bar separated text, read in blocks: fast where it is sound, patient where not."""

import csv
import io
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING

from index.readers.headers import NUMBERLIKE, is_header
from index.readers.sheet import ROW, Block, BrokenRow, Sheet

if TYPE_CHECKING:
    import polars as pl

DELIMITERS = ",;\t|"
BLOCK = 1 << 23
SAMPLE = 1 << 16
IN_MEMORY = 1 << 26
csv.field_size_limit(1 << 24)

_LONE_RETURN = re.compile(r"\r(?!\n)")


def delimited(name: str, text: IO[bytes]) -> Sheet | None:
    """The sheet in ``text`` (UTF-8); None where nothing in it looks like columns."""
    text.seek(0)
    sample = text.read(SAMPLE).decode("utf-8", "ignore")
    if not sample.strip():
        return None
    delimiter = sniff(sample, name)
    if _aligned(sample):
        text, delimiter = _by_tabs(text), "\t"
        sample = text.read(SAMPLE).decode("utf-8", "ignore")
    rows = _rows(sample, delimiter)
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    first = rows[0] if rows else []
    headed = is_header(first, rows[1:-1] or rows[1:])
    columns = _names(first) if headed else tuple(f"column {place}" for place in range(1, len(first) + 1))

    def blocks() -> Iterator[Block]:
        return _blocks(text, columns, delimiter, headed)

    return Sheet(name, columns, blocks, headed)


def sniff(sample: str, name: str = "") -> str:
    """The delimiter that splits the sample's rows most evenly; the comma where none does."""
    best, best_score = ("\t" if name.endswith((".tsv", ".tab")) else ","), 0.0
    for delimiter in DELIMITERS:
        rows = _rows(sample, delimiter)[:200]
        widths = Counter(len(row) for row in (rows[:-1] or rows) if row)
        if not rows or not widths:
            continue
        width = len(next(row for row in rows if row))
        score = widths[width] / widths.total() * (width - 1) ** 0.5
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(_LONE_RETURN.sub(" ", text), newline=""), delimiter=delimiter))


def _aligned(sample: str) -> bool:
    """Whether spaces alone hold columns apart: as many in every line, mostly numbers."""
    lines = [line.split() for line in sample[: sample.rfind("\n") + 1].splitlines()[:200] if line.strip()]
    body = lines[1:]
    if len(body) < 2 or any(mark in sample for mark in DELIMITERS):
        return False
    width = len(body[0])
    figures = sum(bool(NUMBERLIKE.fullmatch(cell)) for line in body for cell in line)
    return width > 2 and all(len(line) == width for line in lines) and figures > 0.6 * width * len(body)


def _by_tabs(text: IO[bytes]) -> IO[bytes]:
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - lives as long as the sheet
    text.seek(0)
    for line in text:
        spool.write(b"\t".join(line.split()) + b"\n")
    spool.seek(0)
    return spool


def _names(first: Sequence[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for place, cell in enumerate(first, 1):
        name = cell.strip().lstrip("\ufeff") or f"column {place}"
        while name in names:
            name = f"{name} {place}"
        names[name] = None
    return tuple(names)


def _blocks(text: IO[bytes], columns: tuple[str, ...], delimiter: str, headed: bool) -> Iterator[Block]:
    number = 0
    for place, piece in enumerate(_pieces(text)):
        block, number = _block(piece, columns, delimiter, headed and place == 0, number)
        yield block


def _pieces(text: IO[bytes]) -> Iterator[bytes]:
    """Pieces that end at a line's end outside quotes (told by an even number of quotes before it)."""
    text.seek(0)
    rest = b""
    while fresh := text.read(BLOCK):
        piece = rest + fresh
        cut = _line_end(piece)
        rest = piece[cut:]
        if cut:
            yield piece[:cut]
    if rest.strip():
        yield rest


def _line_end(piece: bytes) -> int:
    cut = piece.rfind(b"\n") + 1
    quotes = piece.count(b'"', 0, cut)
    last = cut
    for _ in range(1000):
        if quotes % 2 == 0 or cut == 0:
            return cut
        before = piece.rfind(b"\n", 0, cut - 1) + 1
        quotes -= piece.count(b'"', before, cut)
        cut = before
    return last


def _block(
    piece: bytes, columns: tuple[str, ...], delimiter: str, headed: bool, number: int
) -> tuple[Block, int]:
    import polars as pl

    try:
        frame = pl.read_csv(
            piece,
            has_header=False,
            skip_rows=1 if headed else 0,
            separator=delimiter,
            schema=dict.fromkeys(columns, pl.String),
            raise_if_empty=False,
        )
    except (pl.exceptions.PolarsError, ValueError):
        return _patient(piece, columns, delimiter, headed, number)
    if len(columns) == 1:
        frame = frame.filter(pl.any_horizontal(pl.all().is_not_null()))
    else:
        frame = frame.filter(~pl.all_horizontal(pl.all().is_null()))
    numbers = pl.int_range(number + 1, number + frame.height + 1, dtype=pl.Int64, eager=True).alias(ROW)
    return Block(frame.with_columns(numbers)), number + frame.height


def _patient(
    piece: bytes, columns: tuple[str, ...], delimiter: str, headed: bool, number: int
) -> tuple[Block, int]:
    """The same by the standard library, which forgives odd quotes; rows too wide are broken ones."""
    rows: list[tuple[str | int | None, ...]] = []
    broken: list[BrokenRow] = []
    for place, cells in enumerate(_rows(piece.decode("utf-8", "replace"), delimiter)):
        if (headed and place == 0) or not any(cell.strip() for cell in cells):
            continue
        number += 1
        if any(cell.strip() for cell in cells[len(columns) :]):
            names = [*columns, *(f"extra {extra}" for extra in range(1, len(cells) - len(columns) + 1))]
            detail = f"{len(cells)} values where the header has {len(columns)} columns"
            broken.append(BrokenRow(number, "bad_shape", detail, dict(zip(names, cells, strict=True))))
            continue
        padded: list[str | int | None] = [cell or None for cell in cells[: len(columns)]]
        padded += [None] * (len(columns) - len(padded))
        rows.append((*padded, number))
    return Block(frame_of(rows, columns), tuple(broken)), number


def frame_of(rows: Sequence[Sequence[str | int | None]], columns: Sequence[str]) -> "pl.DataFrame":
    """A frame of strings with ``ROW`` last, from rows whose last value is the number."""
    import polars as pl

    schema = {**dict.fromkeys(columns, pl.String), ROW: pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")
