"""Where the reading of each file stands: written in the transaction of each batch."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select

from index.ingest.counting import Counters
from index.schema import imports
from index.store.writing import put


@dataclass(frozen=True)
class Import:
    """One file as it is read: ``position`` is the number of the last row written."""

    digest: str
    kind: str
    source: str
    position: int = 0
    counters: Counters = field(default_factory=Counters)
    finished: bool = False
    undated: int | None = None
    """The time that rows got which have none, so that a run that goes on gives the same."""

    def after(self, position: int, counters: Counters) -> "Import":
        """The import with one more batch read."""
        return replace(self, position=position, counters=self.counters + counters)


def digest(content: str, kind: str, mapping: Mapping[str, str], source: str) -> str:
    """The name of a reading: the same content read otherwise is another."""
    parts = json.dumps([content, kind, sorted(mapping.items()), source], ensure_ascii=True)
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def find(connection: Connection, name: str) -> Import | None:
    """How far the reading has come, or None."""
    row = connection.execute(select(imports).where(imports.c.digest == name)).mappings().first()
    if row is None:
        return None
    told = dict(row["counters"])
    undated = told.pop("undated", None)
    return Import(
        row["digest"], row["kind"], row["source"], row["position"], Counters(**told), row["finished"], undated
    )


def save(connection: Connection, one: Import) -> None:
    """Store how far the reading has come."""
    row = {
        "digest": one.digest,
        "kind": one.kind,
        "source": one.source,
        "position": one.position,
        "counters": {**one.counters.document(), "undated": one.undated},
        "finished": one.finished,
    }
    put(connection, imports, [row])
