"""Rows of areas as records, and back."""

from typing import Any

from sqlalchemy import Row

from index.records import Area
from index.store.documents import to_document
from index.store.moments import moment, seconds
from index.store.rows.said import vector, vector_bytes


def area(row: Row[Any]) -> Area:
    """A row of ``areas``."""
    return Area(
        id=row.id,
        names=row.names,
        keywords={language: tuple(words) for language, words in row.keywords.items()},
        centroid=vector(row.centroid),
        as_of=moment(row.as_of),
    )


def area_values(record: Area) -> dict[str, Any]:
    """All columns of ``areas``, in use."""
    return {
        "id": int(record.id),
        "names": dict(record.names),
        "keywords": to_document(record.keywords),
        "centroid": vector_bytes(record.centroid),
        "as_of": seconds(record.as_of),
        "retired": False,
    }
