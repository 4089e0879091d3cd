"""A person's rights, asked of every database."""

import json
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import insert, select

from index import schema
from index.digests import text_hash
from index.records import (
    Alert,
    Analysis,
    CaseUpdate,
    Customer,
    Order,
    ProfileChange,
    Segment,
    ThemeAssignment,
)
from index.store import SqlStore
from index.store.moments import seconds
from index.store.privacy import proves
from nlp.failures import UserError
from nlp.findings import ThemePlace
from tests.contracts.filling import NOON, add_customers, add_feedback, add_handle, add_orders, day, said_by
from tests.contracts.test_judgements_and_runs import profile
from tests.contracts.test_people_and_activity import order
from tests.contracts.test_said import theme

SECRETS = (
    "cust-77",
    "cust-78",
    "Mei Lin Fong",
    "mei@example.org",
    "+85298765432",
    "mei_writes",
    "my own words",
)


@pytest.fixture
def lived(store: SqlStore) -> SqlStore:
    """Two persons with traces in every table; the first one's texts partly repeated by the second."""
    mei = Customer("cust-77", "shop", name="Mei Lin Fong", email="mei@example.org", phone="+85298765432")
    add_customers(
        store,
        mei,
        Customer("cust-78", "app"),
        Customer("cust-90", "shop", name="Bo"),
        merged={"cust-78": "cust-77"},
    )
    add_handle(store, "handle", "mei_writes", "cust-77")
    add_orders(
        store, order("o1", "cust-77", 0, 5.0), order("o2", "cust-78", 1, 6.0), order("o3", "cust-90", 1, 7.0)
    )
    add_feedback(
        store,
        said_by("cust-77", 0, "my own words", day(0)),
        said_by("cust-78", 1, "everyone says this", day(0)),
        said_by("cust-90", 2, "everyone says this", day(1)),
        said_by("cust-90", 3, "everyone says this!", day(1), duplicate_of="f1"),
        said_by("cust-90", 4, "everyone says this!!", day(1), duplicate_of="f1"),
        said_by(None, 5, "under my handle", day(1), author="mei_writes"),
    )
    texts = ["my own words", "everyone says this"]
    read = [Analysis(f"f{number}", "m", "neutral", 0.0, 0.3, 0.4, 0.3) for number in (0, 1, 2)]
    store.said.save(read, texts, np.eye(2, dtype=np.float32), "m")
    store.themes.replace(
        [theme(1, 2)], [ThemeAssignment(f"f{number}", ThemePlace(1, False, 1.0)) for number in (0, 2)], b""
    )
    change = ProfileChange("cust-77", NOON, "tier", "a", "b")
    store.judgements.save([profile("cust-77"), profile("cust-90")], [change])
    store.judgements.save_segments([Segment(1, {}, {}, 2, 1.0, (), NOON, ("cust-77", "cust-90"))])
    for who in ("cust-77", "cust-90"):
        store.cases.open([Alert(f"alert of {who}", who, NOON, "churn", ())])
    case = store.cases.of("cust-77")[0]
    step = CaseUpdate(case.id, NOON, "U1", "assign", "call Mei Lin Fong", "k1")
    store.cases.act(step, state="assigned", assignee="U1", until=None)
    _talk(store)
    return store


def _talk(store: SqlStore) -> None:
    for number, text in enumerate(
        ["How is Mei Lin Fong?", "who is at risk?", "call 9876 5432", "and cust-770?"]
    ):
        store.runs.remember("t", NOON, "U1", {"question": text, "n": number})
        store.runs.receive(f"e{number}", {"event": {"text": text}}, NOON)
    store.runs.audit(NOON, "U1", "looked", "cust-77", "slack", {"name": "Mei Lin Fong"})
    quoted = {"citations": [{"feedback_id": "f0", "quote": "my own words"}], "n": 4}
    store.runs.remember("t", NOON, "U1", quoted)
    rejected = [{"mail": "MEI@example.org ", "at": "32 May"}, {"mail": "bo@example.org", "at": "32 May"}]
    rows = [
        {
            "digest": "d",
            "kind": "orders",
            "source": "s",
            "row_number": number,
            "reason": "bad_date",
            "detail": "",
            "row": row,
        }
        for number, row in enumerate(rejected)
    ]
    claim = {"kind": "handle", "value": "mei_writes", "customer_id": "cust-78", "source": "app"}
    event = {"id": "v1", "customer_id": "cust-78", "at": seconds(NOON), "kind": "visit", "source": "web"}
    with store.engine.begin() as connection:
        connection.execute(insert(schema.quarantine), rows)
        connection.execute(insert(schema.claims), [claim])
        connection.execute(insert(schema.events), [event])


def everything(store: SqlStore) -> str:
    """Every value of every table."""
    with store.engine.begin() as connection:
        return "\n".join(
            str(tuple(row))
            for table in schema.metadata.sorted_tables
            for row in connection.execute(select(table))
        )


def test_export_shows_all_that_is_held(lived: SqlStore) -> None:
    """Every table that knows the person is there with its rows, in plain values, and nobody else's."""
    shown = lived.privacy.export("cust-78")
    assert {name: len(rows) for name, rows in shown.items()} == {
        "alerts": 1,
        "analyses": 2,
        "audit": 1,
        "case_updates": 1,
        "cases": 1,
        "claims": 1,
        "customers": 2,
        "events": 1,
        "feedback": 3,
        "identities": 1,
        "inbox": 2,
        "order_lines": 2,
        "orders": 2,
        "profile_changes": 1,
        "profiles": 1,
        "quarantine": 1,
        "theme_assignments": 1,
        "turns": 3,
    }
    written = json.dumps(shown, ensure_ascii=False)
    assert all(secret in written for secret in SECRETS)
    assert "cust-90" not in written
    assert shown["orders"][0]["at"] == "2024-03-06T12:00:00+00:00"


def test_forgetting_leaves_no_trace(lived: SqlStore) -> None:
    """Nothing in any table speaks of the person any more; what others said and own stays."""
    before = {name: len(rows) for name, rows in lived.privacy.export("cust-77").items()}
    done = lived.privacy.forget("cust-77", day(9))
    left = everything(lived)
    assert not [secret for secret in SECRETS if secret.casefold() in left.casefold().replace("cust-770", "")]
    assert done.counts == {**before, "vectors": 1}
    assert done.text_hashes == tuple(sorted(map(text_hash, ("my own words", "under my handle"))))
    assert lived.customers.ids() == ("cust-90",)
    assert [one.feedback.id for one in lived.said.get(["f0", "f1", "f2", "f3", "f4", "f5"])] == [
        "f2",
        "f3",
        "f4",
    ]
    assert lived.activity.orders(day(9)).ids == ("o3",)
    assert [one.customer_id for one in lived.cases.pending(day(9))] == ["cust-90"]
    assert [turn["n"] for turn in lived.runs.recall("t")] == [1, 3]
    assert lived.said.cached(["everyone says this"], "m")


def test_what_a_veiled_text_arrived_as_is_forgotten(lived: SqlStore) -> None:
    """A vector of the text as it arrived goes as well, and no export tells that text's hash."""
    read, left = {"f0": "my own words"}, {"f0": "[PERSON] own words"}
    lived.said.save([], list(left.values()), np.eye(1, dtype=np.float32), "m", read=read, veiled=left)
    lived.said.save([], ["my own words"], np.eye(1, dtype=np.float32), "former")
    assert text_hash("my own words") not in json.dumps(lived.privacy.export("cust-77"))
    done = lived.privacy.forget("cust-77", day(9))
    assert done.counts["vectors"] == 2
    assert text_hash("my own words") in done.text_hashes
    assert lived.said.cached(["my own words"], "former") == {}


def test_the_file_itself_forgets(lived: SqlStore) -> None:
    """SQLite's file and its log hold none of the erased bytes; PostgreSQL's are its own server's matter."""
    if lived.engine.dialect.name != "sqlite":
        return
    lived.privacy.forget("cust-77", day(9))
    path = Path(str(lived.engine.url.database))
    held = b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))
    assert b"everyone says this" in held
    assert not [secret for secret in SECRETS if secret.encode() in held.replace(b"cust-770", b"")]


def test_what_others_repeated_stays_counted_once(lived: SqlStore) -> None:
    """Repeats of an erased feedback become repeats of the first of themselves, and examples lose it."""
    lived.privacy.forget("cust-77", day(9))
    third, fourth = lived.said.get(["f3", "f4"])
    assert (third.feedback.duplicate_of, fourth.feedback.duplicate_of) == (None, "f3")
    assert (lived.themes.all()[0].exemplars, lived.themes.all()[0].size) == ((), 1)
    assert lived.judgements.segments()[0].medoids == ("cust-90",)


def test_the_proof_proves_one_id_and_says_nothing(lived: SqlStore) -> None:
    """The kept proof fits the erased id alone; every stage sees that something changed."""
    before = lived.runs.fingerprint(day(9), ["analyses", "profiles"])
    done = lived.privacy.forget("cust-77", day(9))
    assert proves(done.proof, "cust-77")
    assert not proves(done.proof, "cust-90")
    with lived.engine.begin() as connection:
        kept = connection.execute(select(schema.erasures)).one()
        entry = connection.execute(select(schema.audit)).one()
    assert (kept.proof, kept.counts) == (done.proof, dict(done.counts))
    assert (entry.subject, entry.document, entry.actor) == (done.proof, {}, "U1")
    assert lived.runs.fingerprint(day(9), ["analyses", "profiles"]) != before


def test_an_unknown_person_is_an_error(lived: SqlStore) -> None:
    """Nobody is exported or forgotten by mistake, and a second erasure finds nothing."""
    lived.privacy.forget("cust-77", day(9))
    left = everything(lived)
    for question in (lived.privacy.export, lambda who: lived.privacy.forget(who, day(9))):
        for name in ("cust-77", "nobody", "%"):
            with pytest.raises(UserError, match="Nothing is held"):
                question(name)
    assert everything(lived) == left


def test_an_ordinary_word_as_id_does_not_erase_conversations(store: SqlStore) -> None:
    """A one-digit id is looked for as a whole value only."""
    add_customers(store, Customer("7", "shop"))
    add_orders(store, Order("o1", "7", NOON, "GBP", 1.0))
    store.runs.remember("t", NOON, None, {"question": "What happened in 7 days?"})
    store.runs.remember("t", NOON, None, {"customer": "7"})
    assert store.privacy.forget("7", NOON).counts == {"customers": 1, "orders": 1, "turns": 1}
