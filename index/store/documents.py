"""Frozen dataclasses as JSON and back again, exactly: the one place that knows how they are stored.

A document may lack fields that were added to a record later: those take their defaults.
"""

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np

Record = TypeVar("Record")
Reader = Callable[[Any], Any]


def to_text(document: object) -> str:
    """JSON of plain values (and numpy's numbers), in ASCII, so that no text can break a database's encoding.

    Raises:
        ValueError: a number is nan or infinite, which JSON has no word for.
    """
    return json.dumps(document, ensure_ascii=True, allow_nan=False, separators=(",", ":"), default=_number)


def to_document(record: object) -> Any:
    """Plain dicts, lists and values of a record, a tuple of records, or a mapping.

    Raises:
        TypeError: a value has no place in a document.
    """
    if record is None or isinstance(record, str | bool | int | float):
        return record
    if isinstance(record, datetime):
        return record.isoformat()
    if is_dataclass(record):
        return {field.name: to_document(getattr(record, field.name)) for field in fields(record)}
    if isinstance(record, Mapping):
        return {str(key): to_document(value) for key, value in record.items()}
    if isinstance(record, tuple | list | frozenset):
        return [to_document(item) for item in record]
    return _number(record)


def from_document(kind: type[Record], document: object) -> Record:
    """The record of ``kind`` that ``to_document`` made this document of.

    Raises:
        ValueError: a field without a default is missing.
    """
    return cast(Record, _reader(cast(Hashable, kind))(document))


def records(kind: type[Record], documents: object) -> tuple[Record, ...]:
    """A stored list of records of one kind; nothing stored is no record."""
    read = _reader(cast(Hashable, kind))
    return tuple(read(document) for document in cast("list[object]", documents or []))


def _number(value: object) -> float | int | bool:
    if isinstance(value, np.generic):
        return cast("float | int | bool", value.item())
    raise TypeError(f"{type(value).__name__} has no place in a stored document")


def _as_it_is(value: Any) -> Any:
    return value


@cache
def _reader(kind: Any) -> Reader:
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_reader(kind)
    if kind is datetime:
        return datetime.fromisoformat
    origin, parameters = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType) and type(None) in parameters:
        return _optional(Union[tuple(part for part in parameters if part is not type(None))])  # noqa: UP007
    if origin is tuple:
        item = _reader(parameters[0])
        return tuple if item is _as_it_is else lambda values: tuple(map(item, values))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(parameters[1])
    return _as_it_is


def _optional(kind: Any) -> Reader:
    inner = _reader(kind)
    return inner if inner is _as_it_is else lambda value: None if value is None else inner(value)


def _mapping(kind: Any) -> Reader:
    inner = _reader(kind)
    if inner is _as_it_is:
        return dict
    return lambda values: {key: inner(value) for key, value in values.items()}


def _dataclass_reader(kind: type[Any]) -> Reader:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    # Most fields are plain: thousands of profiles are read at once, and only the others cost.
    turned = {name: reader for name, reader in readers.items() if reader is not _as_it_is}
    needed = {
        field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING
    }

    def read(document: Mapping[str, Any]) -> Any:
        values = {name: value for name, value in document.items() if name in readers}
        for name, reader in turned.items():
            if name in values:
                values[name] = reader(values[name])
        if len(values) < len(readers) and (missing := needed - values.keys()):
            raise ValueError(f"a stored {kind.__name__} lacks {', '.join(sorted(missing))}")
        return kind(**values)

    return read
