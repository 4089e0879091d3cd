"""Writes customers."""

from typing import Any

from sqlalchemy import Connection, select

from index.cleaning.fields import Terms
from index.cleaning.persons import CleanCustomer, CleanCustomers
from index.identity.joining import Claim, claim, join
from index.ingest.counting import Outcome, counted
from index.ingest.sending import add, change
from index.schema import customers
from index.store.documents import to_text
from index.store.writing import batches

FIELDS = ("name", "email", "phone", "country", "language", "joined_at")


def write_customers(connection: Connection, clean: CleanCustomers, terms: Terms) -> Outcome:
    """Store new customers, complete known ones (what a row leaves open stays), and join them by handles."""
    known = _known(connection, {row.id for row in clean.rows})
    outcomes: list[str] = []
    current = dict(known)
    for row in clean.rows:
        before = current.get(row.id)
        after = _merged(before, row)
        stub = before is None or before["attributes"] is None
        outcomes.append("accepted" if stub else "duplicates" if before == after else "updated")
        current[row.id] = after
    names = (*FIELDS, "attributes")
    fresh = [key for key in current if key not in known]
    add(
        connection,
        customers,
        ("id", "source", *names),
        [(key, terms.source, *_values(current[key])) for key in fresh],
    )
    changed = [key for key, before in known.items() if current[key] != before]
    change(connection, customers, names, ("id",), [(*_values(current[key]), key) for key in changed])
    claims = [Claim(handle, row.id, terms.source) for row in clean.rows for handle in row.handles]
    joined = join(connection, claim(connection, claims), {*fresh, *changed})
    return Outcome(
        counted(outcomes), joined | (frozenset({"customers"}) if fresh or changed else frozenset())
    )


def _known(connection: Connection, ids: set[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for batch in batches(sorted(ids)):
        for row in connection.execute(select(customers).where(customers.c.id.in_(batch))).mappings():
            found[row["id"]] = {name: row[name] for name in (*FIELDS, "attributes")}
    return found


def _merged(before: dict[str, Any] | None, row: CleanCustomer) -> dict[str, Any]:
    old = before or dict.fromkeys(FIELDS)
    new = {name: getattr(row, name) for name in FIELDS}
    merged = {name: old.get(name) if new[name] is None else new[name] for name in FIELDS}
    return {**merged, "attributes": {**((before or {}).get("attributes") or {}), **row.attributes}}


def _values(row: dict[str, Any]) -> tuple[Any, ...]:
    return (*(row[name] for name in FIELDS), to_text(row["attributes"]))
