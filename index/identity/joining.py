"""Finds out which customers are one person, from all handles ever claimed, and makes the tables say so.

The outcome depends on the set of claims alone, not on the order in which they came: whoever shares a
personal handle is one (a phone joins only those whose names do not conflict); kept is who was really
given, joined first, and has the smaller id.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from index.identity.handles import SHARED_BY, Handle, personal
from index.identity.names import conflict
from index.schema import claims, customers, events, feedback, identities, orders
from index.store.writing import batches, insertion

FIRST = 10**15
"""Stands for a customer whose day of joining is not known, later than any."""


@dataclass(frozen=True)
class Claim:
    """A customer, as given, has a handle."""

    handle: Handle
    customer_id: str
    source: str


@dataclass
class Neighbourhood:
    """All claims that hang together with what has changed."""

    holders: dict[Handle, set[str]] = field(default_factory=lambda: defaultdict(set))
    handles: dict[str, set[Handle]] = field(default_factory=lambda: defaultdict(set))
    sources: dict[tuple[Handle, str], str] = field(default_factory=dict)
    disputed: set[Handle] = field(default_factory=set)
    """Phones whose holders go by different names: a household or an office, not one person."""

    def add(self, claim: Claim) -> None:
        """Note one claim."""
        self.holders[claim.handle].add(claim.customer_id)
        self.handles[claim.customer_id].add(claim.handle)
        self.sources[claim.handle, claim.customer_id] = claim.source

    def joins(self, handle: Handle) -> bool:
        """Whether its holders are one person."""
        few = len(self.holders[handle]) <= SHARED_BY.get(handle.kind, 1)
        return few and handle not in self.disputed and personal(handle)


def claim(connection: Connection, made: Iterable[Claim]) -> frozenset[Handle]:
    """Store claims; those handles of which any was new."""
    unique = {(one.handle, one.customer_id): one for one in made}
    known = {
        (one.handle, one.customer_id) for one in _claims_of(connection, handles={key[0] for key in unique})
    }
    fresh = [one for key, one in unique.items() if key not in known]
    if fresh:
        connection.execute(
            insertion(connection, claims).on_conflict_do_nothing(),
            [
                {
                    "kind": one.handle.kind,
                    "value": one.handle.value,
                    "customer_id": one.customer_id,
                    "source": one.source,
                }
                for one in fresh
            ],
        )
    return frozenset(one.handle for one in fresh)


def join(connection: Connection, handles: Collection[Handle], changed: Collection[str]) -> frozenset[str]:
    """Work out again who is whom around these handles and customers; the parts of the memory that changed."""
    if not handles and not changed:
        return frozenset()
    around = _neighbourhood(connection, handles, changed)
    around.disputed = _disputed(connection, around)
    kept = _kept(connection, around)
    parts = _merge(connection, kept)
    return parts | _identify(connection, around, kept)


def holders_of(connection: Connection, handles: Collection[Handle]) -> dict[Handle, str]:
    """The kept customer behind each handle that has one."""
    wanted, found = set(handles), {}
    for values in batches(sorted({one.value for one in wanted})):
        query = select(identities.c.kind, identities.c.value, identities.c.customer_id)
        for row in connection.execute(query.where(identities.c.value.in_(values))):
            if Handle(row.kind, row.value) in wanted:
                found[Handle(row.kind, row.value)] = row.customer_id
    return found


def _claims_of(
    connection: Connection, *, handles: Collection[Handle] = (), customer_ids: Collection[str] = ()
) -> Iterator[Claim]:
    query = select(claims.c.kind, claims.c.value, claims.c.customer_id, claims.c.source)
    wanted = set(handles)
    for values in batches(sorted({one.value for one in wanted})):
        for row in connection.execute(query.where(claims.c.value.in_(values))):
            if Handle(row.kind, row.value) in wanted:
                yield Claim(Handle(row.kind, row.value), row.customer_id, row.source)
    for ids in batches(sorted(customer_ids)):
        for row in connection.execute(query.where(claims.c.customer_id.in_(ids))):
            yield Claim(Handle(row.kind, row.value), row.customer_id, row.source)


def _neighbourhood(
    connection: Connection, handles: Collection[Handle], changed: Collection[str]
) -> Neighbourhood:
    around = Neighbourhood()
    new_handles, new_people = set(handles), set(changed)
    seen_handles: set[Handle] = set()
    seen_people: set[str] = set()
    while new_handles or new_people:
        for found in _claims_of(connection, handles=new_handles, customer_ids=new_people):
            around.add(found)
        seen_handles |= new_handles
        seen_people |= new_people
        holders = {one for handle in new_handles for one in around.holders[handle]}
        # Through a handle that joins nobody there is no way on, except from where the change is.
        new_people = holders - seen_people
        new_handles = {
            handle
            for person in seen_people | new_people
            for handle in around.handles[person]
            if handle not in seen_handles and personal(handle)
        }
    return around


def _disputed(connection: Connection, around: Neighbourhood) -> set[Handle]:
    shared = {
        handle: people
        for handle, people in around.holders.items()
        if handle.kind == "phone" and len(people) > 1
    }
    names: dict[str, str | None] = {}
    for ids in batches(sorted({person for people in shared.values() for person in people})):
        query = select(customers.c.id, customers.c.name).where(customers.c.id.in_(ids))
        names |= {row.id: row.name for row in connection.execute(query)}
    return {
        handle
        for handle, people in shared.items()
        if any(conflict(names.get(one), names.get(other)) for one, other in combinations(sorted(people), 2))
    }


def _kept(connection: Connection, around: Neighbourhood) -> Mapping[str, tuple[str, Handle | None]]:
    """Each customer's kept one, with the handle that first led there."""
    parents: dict[str, str] = {person: person for person in around.handles}

    def root(person: str) -> str:
        while parents[person] != person:
            parents[person] = parents[parents[person]]
            person = parents[person]
        return person

    ways: dict[str, Handle] = {}
    for handle in sorted(around.holders):
        if around.joins(handle):
            people = sorted(around.holders[handle])
            for person in people[1:]:
                parents[root(person)] = root(people[0])
            if len(people) > 1:
                for person in people:
                    ways.setdefault(person, handle)
    ranks = _ranks(connection, parents)
    groups: dict[str, list[str]] = defaultdict(list)
    for person in parents:
        groups[root(person)].append(person)
    kept = {one: min(people, key=ranks.__getitem__) for one, people in groups.items()}
    return {person: (kept[root(person)], ways.get(person)) for person in parents}


def _ranks(connection: Connection, people: Iterable[str]) -> dict[str, tuple[bool, int, str]]:
    """Who comes first: really given, joined first, the smaller id."""
    ranks = {person: (True, FIRST, person) for person in people}
    query = select(customers.c.id, customers.c.joined_at, customers.c.attributes.is_(None).label("stub"))
    for ids in batches(sorted(ranks)):
        for row in connection.execute(query.where(customers.c.id.in_(ids))):
            ranks[row.id] = (bool(row.stub), FIRST if row.joined_at is None else row.joined_at, row.id)
    return ranks


def _merge(connection: Connection, kept: Mapping[str, tuple[str, Handle | None]]) -> frozenset[str]:
    """Point merged customers and their rows to who is kept."""
    known: dict[str, str | None] = {}
    for ids in batches(sorted(kept)):
        query = select(customers.c.id, customers.c.merged_into).where(customers.c.id.in_(ids))
        known |= {row.id: row.merged_into for row in connection.execute(query)}
    parts: set[str] = set()
    for person, before in sorted(known.items()):
        now = None if kept[person][0] == person else kept[person][0]
        if now == before:
            continue
        parts.add("customers")
        connection.execute(update(customers).where(customers.c.id == person).values(merged_into=now))
        for table in (orders, events, feedback):
            moved = update(table).where(table.c.given_customer == person)
            if connection.execute(moved.values(customer_id=kept[person][0])).rowcount:
                parts.add(table.name)
    return frozenset(parts)


def _identify(
    connection: Connection, around: Neighbourhood, kept: Mapping[str, tuple[str, Handle | None]]
) -> frozenset[str]:
    """Say of every handle whose it is, and attach what was said under it."""
    wanted: dict[Handle, dict[str, Any]] = {}
    for handle, people in around.holders.items():
        owners = {kept[person][0] for person in people}
        if len(people) == 1 or around.joins(handle):
            reason = f"same_{handle.kind}" if len(people) > 1 else "given"
            wanted[handle] = _identity(handle, min(owners), around.sources[handle, min(people)], reason)
    for person, (keeper, way) in kept.items():
        if person != keeper:
            handle = Handle("id", person)
            source = next((one for (_, who), one in around.sources.items() if who == person), "")
            wanted[handle] = _identity(handle, keeper, source, f"same_{way.kind}" if way else "same_person")
    possible = {*around.holders, *(Handle("id", person) for person in kept)}
    stored = _stored(connection, possible)
    gone = [handle for handle in stored if handle not in wanted]
    fresh = {handle: row for handle, row in wanted.items() if stored.get(handle) != row}
    for handle in gone:
        same = (identities.c.kind == handle.kind) & (identities.c.value == handle.value)
        connection.execute(delete(identities).where(same))
    if fresh:
        statement = insertion(connection, identities)
        changes = {name: statement.excluded[name] for name in ("customer_id", "source", "reason")}
        keyed = statement.on_conflict_do_update(index_elements=["kind", "value"], set_=changes)
        connection.execute(keyed, list(fresh.values()))
    owners_of = {handle: row["customer_id"] for handle, row in fresh.items()} | dict.fromkeys(gone)
    attached = _attach(connection, owners_of)
    return frozenset({"customers"} if fresh or gone else ()) | frozenset({"feedback"} if attached else ())


def _identity(handle: Handle, customer_id: str, source: str, reason: str) -> dict[str, Any]:
    names = ("kind", "value", "customer_id", "source", "reason")
    return dict(zip(names, (handle.kind, handle.value, customer_id, source, reason), strict=True))


def _stored(connection: Connection, handles: Collection[Handle]) -> dict[Handle, dict[str, Any]]:
    found: dict[Handle, dict[str, Any]] = {}
    wanted = set(handles)
    for values in batches(sorted({one.value for one in wanted})):
        for row in connection.execute(select(identities).where(identities.c.value.in_(values))).mappings():
            handle = Handle(row["kind"], row["value"])
            if handle in wanted:
                found[handle] = dict(row)
    return found


def _attach(connection: Connection, owners: Mapping[Handle, str | None]) -> int:
    """Feedback whose writer is known by a handle alone belongs to whoever has the handle."""
    found: set[str] = set()
    authors = {handle.value: owner for handle, owner in owners.items() if handle.kind != "id"}
    for values in batches(sorted(authors)):
        unnamed = feedback.c.given_customer.is_(None) & feedback.c.author.in_(values)
        found |= set(connection.execute(select(feedback.c.author).where(unnamed).distinct()).scalars())
    moved = 0
    for author in sorted(found):
        owner = authors[author]
        other = or_(feedback.c.customer_id.is_(None), feedback.c.customer_id != (owner or ""))
        same = (feedback.c.author == author) & feedback.c.given_customer.is_(None)
        same = same & (other if owner else feedback.c.customer_id.is_not(None))
        moved += connection.execute(update(feedback).where(same).values(customer_id=owner)).rowcount
    return moved
