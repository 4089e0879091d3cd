"""Customers whom other records name: made where missing, joined by their handles, answered as who is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from index.identity.handles import Handle
from index.identity.joining import Claim, claim, join
from index.ingest.sending import add
from index.schema import customers
from index.store.writing import batches


@dataclass(frozen=True)
class Mentioned:
    """A customer as a record names them, with the handles told beside."""

    id: str
    handles: tuple[Handle, ...] = ()
    country: str | None = None


@dataclass(frozen=True)
class Settled:
    """Who is kept behind each named customer, and which parts of the memory changed."""

    kept: Mapping[str, str]
    parts: frozenset[str]


def settle(connection: Connection, mentioned: Iterable[Mentioned], source: str) -> Settled:
    """Make sure that the customers exist and that their handles are known."""
    countries: dict[str, str | None] = {}
    claims: list[Claim] = []
    for one in mentioned:
        countries[one.id] = countries.get(one.id) or one.country
        claims += [Claim(handle, one.id, source) for handle in one.handles]
    parts: frozenset[str] = frozenset()
    fresh = sorted(countries.keys() - kept_of(connection, countries).keys())
    if fresh:
        parts |= {"customers"}
        add(
            connection,
            customers,
            ("id", "source", "country"),
            [(key, source, countries[key]) for key in fresh],
        )
    if claims:
        parts |= join(connection, claim(connection, claims), ())
    return Settled(kept_of(connection, countries), parts)


def kept_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Of those ids that are stored: who is kept."""
    found: dict[str, str] = {}
    query = select(customers.c.id, customers.c.merged_into)
    for batch in batches(sorted(set(ids))):
        for key, merged_into in connection.execute(query.where(customers.c.id.in_(batch))).all():
            found[key] = merged_into or key
    return found
