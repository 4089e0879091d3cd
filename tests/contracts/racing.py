"""What two processes do at the same moment; imported by each of them."""

import multiprocessing
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier

from sqlalchemy import select

from index import schema
from index.records import CaseUpdate
from index.store import SqlStore, open_store
from index.store.revisions import bump, numbers

START = datetime(2024, 3, 6, tzinfo=UTC)
ROUNDS = 20


def race(work: Callable[[str, int, Barrier], list[bool]], address: str) -> list[list[bool]]:
    """What each of two processes won, round by round."""
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager, spawn.Pool(2) as pool:
        barrier = manager.Barrier(2)
        running = [pool.apply_async(work, (address, number, barrier)) for number in range(2)]
        return [one.get(timeout=120) for one in running]


def claim(address: str, _: int, barrier: Barrier) -> list[bool]:
    """Try to claim a posting a round."""
    return _rounds(
        address,
        barrier,
        lambda store, turn: store.runs.claim_posting("digest", START.date(), f"C{turn}", START),
    )


def act(address: str, number: int, barrier: Barrier) -> list[bool]:
    """Try to assign the one case, each round under a new key."""
    with closing(open_store(address, rates={}, currency="GBP")) as store:
        case_id = store.cases.of("c1")[0].id

    def assign(store: SqlStore, turn: int) -> bool:
        step = CaseUpdate(case_id, START, f"U{number}", "assign", "", f"k{turn}")
        return store.cases.act(step, state="assigned", assignee=f"U{number}", until=None)

    return _rounds(address, barrier, assign)


def count_up(address: str, _: int, barrier: Barrier) -> list[bool]:
    """Read, then write, in one transaction: the second reader has to wait for the first to end."""

    def bump_twice(store: SqlStore, _: int) -> bool:
        with store.engine.begin() as connection:
            connection.execute(select(schema.orders)).all()
            bump(connection, "orders")
            return bool(numbers(connection))

    return _rounds(address, barrier, bump_twice)


def migrate(address: str, _: int, barrier: Barrier) -> list[bool]:
    """Open a database that is not there yet."""
    barrier.wait(60)
    with closing(open_store(address, rates={}, currency="GBP")) as store:
        return [store.customers.count() == 0]


def _rounds(address: str, barrier: Barrier, step: Callable[[SqlStore, int], bool]) -> list[bool]:
    with closing(open_store(address, rates={}, currency="GBP")) as store:
        won = []
        for turn in range(ROUNDS):
            barrier.wait(60)
            won.append(step(store, turn))
    return won
