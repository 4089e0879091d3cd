"""Two processes want the same thing at the same moment."""

import sqlite3
from pathlib import Path
from threading import Timer

from index.records import Alert
from index.store import SqlStore
from index.store.database import connect
from tests.contracts import racing
from tests.contracts.racing import ROUNDS, START, race


def test_one_process_posts(store: SqlStore, address: str) -> None:
    """Of two that claim a posting at once exactly one may post, each time."""
    first, second = race(racing.claim, address)
    assert [one + other for one, other in zip(first, second, strict=True)] == [1] * ROUNDS


def test_one_process_changes_the_case(store: SqlStore, address: str) -> None:
    """Of two clicks with one key exactly one changes the case, and the case is the last winner's."""
    store.cases.open([Alert("a1", "c1", START, "churn", ())])
    first, second = race(racing.act, address)
    assert [one + other for one, other in zip(first, second, strict=True)] == [1] * ROUNDS
    case = store.cases.of("c1")[0]
    assert len(store.cases.updates(case.id)) == ROUNDS
    assert case.assignee == ("U0" if first[-1] else "U1")


def test_writers_that_read_first_wait_for_one_another(store: SqlStore, address: str) -> None:
    """No transaction of two writers is refused or lost."""
    from index.store.revisions import numbers

    first, second = race(racing.count_up, address)
    assert all(first) and all(second)
    with store.engine.begin() as connection:
        assert numbers(connection)["orders"] == 2 * ROUNDS


def test_a_new_database_is_opened_while_another_writes_its_first_table(tmp_path: Path) -> None:
    """Whoever comes while the file is made, still without its log, waits instead of being refused."""
    path = tmp_path / "earful.db"
    first = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    first.execute("CREATE TABLE begun (one INTEGER)")
    first.execute("BEGIN IMMEDIATE")
    ending = Timer(0.3, lambda: first.execute("COMMIT"))
    ending.start()
    with connect(f"sqlite:///{path}").connect() as second:
        assert second.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    ending.join()
    first.close()


def test_two_processes_open_a_new_database(tmp_path: Path) -> None:
    """Both end with the same tables; the migrations run once."""
    assert race(racing.migrate, f"sqlite:///{tmp_path}/new/earful.db") == [[True], [True]]
