"""The closed loop: alerts, the cases they open, and every step of a case."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select, update

from index import schema
from index.records import Alert, Case, CaseUpdate
from index.store.database import Database
from index.store.moments import maybe_seconds, seconds
from index.store.persons import kept_ids, same_person
from index.store.rows import judged
from index.store.writing import add_new
from nlp.failures import UserError

CLOSED = ("resolved", "verified")


class SqlCases:
    """The tables ``alerts``, ``cases`` and ``case_updates``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, alerts: Sequence[Alert]) -> int:
        """Store alerts and open a case for each new one; how many were new."""
        opened = 0
        with self._database.write() as connection:
            for alert in alerts:
                if add_new(connection, schema.alerts, [judged.alert_values(alert)]):
                    opened += add_new(connection, schema.cases, [_first_state(alert)])
        return opened

    def act(self, update: CaseUpdate, *, state: str, assignee: str | None, until: datetime | None) -> bool:
        """Change a case; False when the update's key was applied before (nothing changes then).

        Raises:
            UserError: there is no such case.
        """
        with self._database.write() as connection:
            if not add_new(connection, schema.case_updates, [judged.case_update_values(update)]):
                return False
            changed: dict[str, Any] = {"state": state, "snoozed_until": maybe_seconds(until)}
            if assignee is not None:
                changed["assignee"] = assignee
            _change(connection, update, changed)
        return True

    def get(self, case_id: str) -> Case | None:
        """One case."""
        return next(iter(self._cases(select(schema.cases).where(schema.cases.c.id == case_id))), None)

    def of(self, customer_id: str) -> tuple[Case, ...]:
        """A customer's cases, newest first."""
        columns = schema.cases.c
        with self._database.read() as connection:
            ids = same_person(connection, customer_id)
        query = select(schema.cases).where(columns.customer_id.in_(ids))
        return self._cases(query.order_by(columns.opened_at.desc(), columns.id))

    def pending(self, as_of: datetime) -> tuple[Case, ...]:
        """Open or assigned, or snoozed until ``as_of`` or before; oldest first."""
        columns, at = schema.cases.c, seconds(as_of)
        due = or_(
            columns.state.in_(("open", "assigned")),
            and_(columns.state == "snoozed", columns.snoozed_until <= at),
        )
        query = select(schema.cases).where(due, columns.opened_at <= at)
        return self._cases(query.order_by(columns.opened_at, columns.id))

    def resolved(self) -> tuple[Case, ...]:
        """Resolved and not verified yet."""
        return self._cases(select(schema.cases).where(schema.cases.c.state == "resolved"))

    def updates(self, case_id: str) -> tuple[CaseUpdate, ...]:
        """Oldest first."""
        columns = schema.case_updates.c
        query = select(schema.case_updates).where(columns.case_id == case_id)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(columns.at, columns.key)).all()
        return tuple(judged.case_update(row) for row in rows)

    def alerts(self, as_of: datetime) -> tuple[Alert, ...]:
        """All that were raised, oldest first."""
        columns = schema.alerts.c
        query = select(schema.alerts).where(columns.at <= seconds(as_of)).order_by(columns.at, columns.id)
        with self._database.read() as connection:
            kept = kept_ids(connection)
            rows = connection.execute(query).all()
        return tuple(judged.alert(row, kept.get(row.customer_id, row.customer_id)) for row in rows)

    def alert(self, alert_id: str) -> Alert | None:
        """One alert."""
        query = select(schema.alerts).where(schema.alerts.c.id == alert_id)
        with self._database.read() as connection:
            kept = kept_ids(connection)
            row = connection.execute(query).first()
        return None if row is None else judged.alert(row, kept.get(row.customer_id, row.customer_id))

    def _cases(self, query: Select[*tuple[Any, ...]]) -> tuple[Case, ...]:
        with self._database.read() as connection:
            kept = kept_ids(connection)
            rows = connection.execute(query).all()
        return tuple(judged.case(row, kept.get(row.customer_id, row.customer_id)) for row in rows)


def _first_state(alert: Alert) -> dict[str, Any]:
    """An open case; its id follows from the alert's, so that two runs open the same one."""
    return {
        "id": f"C{hashlib.sha256(alert.id.encode()).hexdigest()[:12]}",
        "alert_id": alert.id,
        "customer_id": alert.customer_id,
        "state": "open",
        "opened_at": seconds(alert.at),
    }


def _change(connection: Connection, step: CaseUpdate, changed: dict[str, Any]) -> None:
    cases = schema.cases
    query = select(cases.c.closed_at).where(cases.c.id == step.case_id)
    # Rows are locked where the database can do it, so that two steps of one case follow one another.
    row = connection.execute(query.with_for_update()).first()
    if row is None:
        raise UserError(f"There is no case {step.case_id}. `earful customer ID` lists a customer's cases.")
    closed = changed["state"] in CLOSED
    changed["closed_at"] = (row.closed_at or seconds(step.at)) if closed else None
    connection.execute(update(cases).where(cases.c.id == step.case_id).values(**changed))
