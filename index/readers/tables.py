"""Parquet files and Excel workbooks as sheets of strings."""

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from index.readers.sheet import ROW, Block, Sheet
from nlp.failures import UserError

if TYPE_CHECKING:
    import polars as pl

SLICE = 100_000


def parquet(name: str, content: IO[bytes]) -> Sheet:
    """The table of a Parquet file; nested values are written as JSON.

    Raises:
        UserError: it is no sound Parquet file.
    """
    import polars as pl

    content.seek(0)
    try:
        lazy = pl.scan_parquet(content)
        columns = tuple(lazy.collect_schema().names())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UserError(f"{name} is no sound Parquet file; write it again.") from error

    def blocks() -> Iterator[Block]:
        start = 0
        while (part := lazy.slice(start, SLICE).collect()).height:
            yield _numbered(_strings(part), start)
            start += part.height

    return Sheet(name, columns, blocks)


def workbook(name: str, content: IO[bytes]) -> Sheet | None:
    """The first sheet of an Excel workbook that holds rows; None where none does.

    Raises:
        UserError: it is no sound workbook.
    """
    import polars as pl

    content.seek(0)
    try:
        sheets = pl.read_excel(
            content.read(), sheet_id=0, engine="calamine", infer_schema_length=0, raise_if_empty=False
        )
    except Exception as error:  # calamine's own error types are not public
        raise UserError(f"{name} is no sound Excel workbook; save it again as .xlsx.") from error
    filled = [frame for frame in sheets.values() if frame.width and frame.height]
    if not filled:
        return None
    frame = _strings(filled[0])
    frame = frame.filter(~pl.all_horizontal(pl.all().is_null()))

    def blocks() -> Iterator[Block]:
        yield _numbered(frame, 0)

    return Sheet(name, tuple(frame.columns), blocks)


def _strings(frame: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl
    import polars.selectors as cs

    frame = frame.with_columns(cs.nested().map_elements(str, return_dtype=pl.String))
    return frame.with_columns(
        cs.temporal().dt.to_string("iso:strict"), (~cs.temporal()).cast(pl.String, strict=False)
    ).with_columns(pl.when(pl.all() != "").then(pl.all()))


def _numbered(frame: "pl.DataFrame", before: int) -> Block:
    import polars as pl

    numbers = pl.int_range(before + 1, before + frame.height + 1, dtype=pl.Int64, eager=True)
    return Block(frame.with_columns(numbers.alias(ROW)))
