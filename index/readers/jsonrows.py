"""JSON lines, or one JSON array: objects become rows, nested order lines become rows under one number."""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from index.readers.delimited import frame_of
from index.readers.sheet import Block, BrokenRow, Sheet

BLOCK = 20_000
NESTED = ("lines", "line_items", "lineitems", "items", "products", "order_lines", "orderlines", "details",
          "商品", "明细", "明細", "商品明细", "商品明細", "订单明细", "訂單明細")  # fmt: skip
LINE = "line."
"""What the columns of nested lines are called begins with this."""
DEPTH = 3
KEPT = 8
"""Parsed blocks that are kept for the next pass."""


@dataclass(frozen=True)
class Rows:
    """Parsed records, flat."""

    rows: Sequence[Mapping[str, str | None]]
    numbers: Sequence[int]
    broken: tuple[BrokenRow, ...]


def looks_like_json(head: bytes) -> bool:
    """Whether the text begins as an object, or an array of objects."""
    start = head.lstrip()[:200]
    return start.startswith(b"{") or (start.startswith(b"[") and start[1:].lstrip().startswith((b"{", b"]")))


def json_rows(name: str, text: IO[bytes]) -> Sheet | None:
    """The sheet in ``text`` (UTF-8); None where it holds no object.

    All records must be seen before the columns are known; a file of moderate size is parsed but once.
    """
    columns: dict[str, None] = {}
    kept: list[Rows] | None = []
    for part in _parts(text):
        for row in part.rows:
            columns.update(dict.fromkeys(row))
        if kept is not None:
            kept = [*kept, part] if len(kept) < KEPT else None
    if not columns:
        return None
    names, whole = tuple(columns), kept

    def blocks() -> Iterator[Block]:
        for part in _parts(text) if whole is None else whole:
            rows = [
                [*map(row.get, names), number] for row, number in zip(part.rows, part.numbers, strict=True)
            ]
            yield Block(frame_of(rows, names), part.broken)

    return Sheet(name, names, blocks)


def _parts(text: IO[bytes]) -> Iterator[Rows]:
    records = _records(text)
    while part := list(itertools.islice(records, BLOCK)):
        rows: list[dict[str, str | None]] = []
        numbers: list[int] = []
        broken: list[BrokenRow] = []
        for number, record in part:
            if isinstance(record, Mapping):
                flat = rows_of(record)
                rows += flat
                numbers += [number] * len(flat)
            else:
                detail = "this line is not a JSON object"
                broken.append(BrokenRow(number, "bad_json", detail, {"line": str(record)}))
        yield Rows(rows, numbers, tuple(broken))


def _records(text: IO[bytes]) -> Iterator[tuple[int, object]]:
    """Numbered from 1; a line that is no JSON comes as the string it is."""
    text.seek(0)
    head = text.read(4096)
    text.seek(0)
    if head.lstrip().startswith(b"["):
        yield from enumerate(_array(text.read()), 1)
        return
    number = 0
    for line in text:
        if line.strip():
            number += 1
            yield number, _parsed(line)


def _array(raw: bytes) -> Sequence[object]:
    document = _parsed(raw)
    return document if isinstance(document, list) else [document]


def _parsed(raw: bytes) -> object:
    words = raw.decode("utf-8", "replace").strip()
    try:
        return json.loads(words)
    except (ValueError, RecursionError):
        return words


def rows_of(record: Mapping[str, object]) -> list[dict[str, str | None]]:
    """The rows that one object stands for: one, or one for each of its nested order lines."""
    nested = next((key for key in record if _holds_objects(record[key]) and key.lower() in NESTED), None)
    if nested is None:
        return [dict(_flat(record))]
    top = dict(_flat({key: value for key, value in record.items() if key != nested}))
    lines = record[nested]
    assert isinstance(lines, list)
    return [
        top | {f"{LINE}{key}": value for key, value in _flat(line)}
        for line in lines
        if isinstance(line, Mapping)
    ]


def _holds_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _flat(record: Mapping[str, object], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str | None]]:
    for key, value in record.items():
        if isinstance(value, Mapping) and depth < DEPTH:
            yield from _flat(value, f"{prefix}{key}.", depth + 1)
        else:
            yield f"{prefix}{key}", _string(value)


def _string(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return repr(value) if type(value) in (int, float) else json.dumps(value, ensure_ascii=False)
