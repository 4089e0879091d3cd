"""Who the customers are, and who is meant by a name typed in a hurry."""

from collections.abc import Mapping, Sequence
from threading import Lock

from sqlalchemy import Connection, func, select

from index.records import Customer, Identity
from index.schema import customers, identities
from index.store import revisions
from index.store.database import Database
from index.store.persons import kept_ids, same_person
from index.store.phonebook import Phonebook
from index.store.rows import done
from index.store.writing import batches


class SqlCustomers:
    """The tables ``customers`` and ``identities``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._phonebook: tuple[int, Phonebook] | None = None
        self._lock = Lock()

    def get(self, customer_id: str) -> Customer | None:
        """The customer, also under a merged id."""
        return self.many([customer_id]).get(customer_id)

    def many(self, customer_ids: Sequence[str]) -> Mapping[str, Customer]:
        """Those found, under the ids they were asked by; a merged id yields who was kept."""
        with self._database.read() as connection:
            kept = kept_ids(connection)
            wanted = sorted({kept.get(customer_id, customer_id) for customer_id in customer_ids})
            found = {
                row.id: done.customer(row)
                for batch in batches(wanted)
                for row in connection.execute(select(customers).where(customers.c.id.in_(batch)))
            }
        ends = {customer_id: kept.get(customer_id, customer_id) for customer_id in customer_ids}
        return {start: found[end] for start, end in ends.items() if end in found}

    def identities(self, customer_id: str) -> tuple[Identity, ...]:
        """All handles joined to the customer, with reasons."""
        with self._database.read() as connection:
            ids = same_person(connection, customer_id)
            query = select(identities).where(identities.c.customer_id.in_(ids))
            rows = connection.execute(query.order_by(identities.c.kind, identities.c.value)).all()
        return tuple(done.identity(row, ids[0]) for row in rows)

    def find(self, text: str, *, limit: int = 5) -> tuple[tuple[Customer, float], ...]:
        """By id, mail, phone, handle or name, with typing errors; best first with a score 0..1."""
        matches = self._book().find(text, limit=limit)
        found = self.many([match.customer_id for match in matches])
        return tuple(
            (found[match.customer_id], match.score) for match in matches if match.customer_id in found
        )

    def ids(self) -> tuple[str, ...]:
        """All kept customers, sorted."""
        query = select(customers.c.id).where(customers.c.merged_into.is_(None))
        with self._database.read() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    def count(self) -> int:
        """How many kept customers there are."""
        query = select(func.count()).select_from(customers).where(customers.c.merged_into.is_(None))
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def _book(self) -> Phonebook:
        """The names by which customers are found; read anew only when customers have changed."""
        with self._lock, self._database.read() as connection:
            number = revisions.numbers(connection).get("customers", 0)
            if self._phonebook is None or self._phonebook[0] != number:
                self._phonebook = (number, _read_book(connection))
            return self._phonebook[1]


def _read_book(connection: Connection) -> Phonebook:
    kept = kept_ids(connection)
    columns = customers.c
    people = connection.execute(select(columns.id, columns.name, columns.email, columns.phone)).all()
    handles = connection.execute(select(identities.c.value, identities.c.customer_id)).all()
    book = Phonebook()
    for row in people:
        own = kept.get(row.id, row.id)
        book.add_handles(own, [value for value in (row.id, row.email, row.phone) if value])
        if row.name:
            book.add_name(own, row.name)
    for value, customer_id in handles:
        book.add_handles(kept.get(customer_id, customer_id), [value])
    return book
