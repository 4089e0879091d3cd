"""From paths to sheets: the format is told by the first bytes, the name only helps."""

from collections.abc import Sequence
from pathlib import Path

from index.readers.delimited import delimited
from index.readers.jsonrows import json_rows, looks_like_json
from index.readers.opening import Opened, text_of
from index.readers.sheet import Sheet
from index.readers.tables import parquet, workbook
from nlp.failures import UserError

SUFFIXES = (
    ".csv",
    ".tsv",
    ".tab",
    ".txt",
    ".jsonl",
    ".ndjson",
    ".json",
    ".parquet",
    ".pq",
    ".xlsx",
    ".xls",
    ".xlsm",
)


def files_under(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files to read, sorted within a folder; a folder stands for everything readable beneath it.

    Raises:
        UserError: a path does not exist, or nothing readable is there.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if one.is_file() and _readable(one))
        elif path.exists():
            found.append(path)
        else:
            raise UserError(f"There is no file {path}; check the path.")
    if not found:
        raise UserError(
            f"Nothing to read in {', '.join(map(str, paths)) or 'no path'}; give files that end in "
            f"{', '.join(SUFFIXES)} (also with .gz)."
        )
    return tuple(found)


def sheet_of(opened: Opened) -> Sheet | None:
    """The file's rows; None where it holds none.

    Raises:
        UserError: the file is damaged or no table.
    """
    head = opened.head(4096)
    if not head.strip():
        return None
    if head.startswith(b"PAR1"):
        return parquet(opened.name, opened.content)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return workbook(opened.name, opened.content)
    if opened.suffix in (".parquet", ".pq", ".xlsx", ".xls", ".xlsm"):
        raise UserError(f"{opened.path} is no {opened.suffix[1:]} file inside; write it again.")
    text = text_of(opened)
    start = text.read(4096)
    if looks_like_json(start) or opened.suffix in (".jsonl", ".ndjson", ".json"):
        return json_rows(opened.name, text)
    return delimited(opened.name, text)


def _readable(path: Path) -> bool:
    name = path.name.lower()
    bare = name[:-3] if name.endswith(".gz") else name
    return not name.startswith((".", "~$")) and bare.endswith(SUFFIXES)
