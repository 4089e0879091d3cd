"""Which ids are one person: every answer stands under the id that was kept."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from index.schema import customers


def kept_ids(connection: Connection) -> Mapping[str, str]:
    """For every merged id the id that was kept at the end of its chain; unmerged ids are left out."""
    merged = customers.c.merged_into
    steps = {row.id: row.merged_into for row in connection.execute(
        select(customers.c.id, merged).where(merged.is_not(None))
    )}  # fmt: skip
    return {start: _end(start, steps) for start in steps}


def same_person(connection: Connection, customer_id: str) -> tuple[str, ...]:
    """The kept id of the person, then every id that was merged into it."""
    kept = kept_ids(connection)
    own = kept.get(customer_id, customer_id)
    return (own, *sorted(start for start, end in kept.items() if end == own and start != own))


def _end(start: str, steps: Mapping[str, str]) -> str:
    seen, current = {start}, steps[start]
    while current in steps and current not in seen:
        seen.add(current)
        current = steps[current]
    return current
