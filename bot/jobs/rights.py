"""A person's rights: what is held about a customer, and its erasure everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.clock import now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.bootstrap import Application


def export(wired: Application, customer_id: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Every row that speaks of the customer, by table; the export itself is noted in the audit.

    Raises:
        UserError: nobody has that id.
    """
    tables = wired.store.privacy.export(customer_id)
    counts = {name: len(rows) for name, rows in tables.items()}
    wired.store.runs.audit(now(), "owner", "export", customer_id, "command line", counts)
    return tables


def forget(wired: Application, customer_id: str) -> dict[str, int]:
    """Erase the customer from the database and the vector index; how many were erased where.

    Raises:
        UserError: nobody has that id.
    """
    erasure = wired.store.privacy.forget(customer_id, now())
    counts = dict(erasure.counts)
    counts["vector index"] = wired.vectors.remove(erasure.text_hashes) if erasure.text_hashes else 0
    return counts
