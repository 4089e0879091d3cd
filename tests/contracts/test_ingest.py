"""What is ingested is the same in both databases."""

import json
from pathlib import Path

import numpy as np
from sqlalchemy import text

from index.ingest import IngestReport, ingest, quarantined, retry
from index.records import Analysis
from index.store import SqlStore
from nlp.findings import Language, Redacted

CUSTOMERS = """customer_id,name,email,phone,country,joined,twitter
1,Ann Lee,Ann.Lee@gmail.com,,United Kingdom,2023-05-01,ann
2,A. Lee,annlee@gmail.com,07700 900123,United Kingdom,2022-05-01,
3,陈伟,wei@example.com,138 1234 5678,CN,2024年1月2日,
"""
ORDERS = """order_id,customer_id,date,sku,description,quantity,unit_price,currency
A1,1,2024-05-03 10:00:00,m,Mug,2,5.50,GBP
A1,1,2024-05-03 10:00:00,b,碗,1,3,GBP
A1,1,2024-05-03 10:00:00,b,碗,1,3,GBP
A2,2,2024-05-04 10:00:00,m,Mug,-1,5.50,HKD
A3,,never,m,Mug,1,5.50,GBP
"""
WORDS = "The courier left my parcel with a neighbour"
SAID = [
    {"id": "r1", "customer_id": "1", "text": WORDS, "date": "2024-05-05", "stars": 2},
    {"id": "r2", "customer_id": "1", "text": WORDS.lower() + "!", "date": "2024-05-09", "stars": 1},
    {"id": "r3", "twitter": "@ann", "text": '杯子\\收到了，"很好"', "date": "2024-05-06"},
]
EVENTS = [
    {"customer_id": "3", "event": "visit", "timestamp": 1714694400, "page": "/mugs", "query": "%s ? 'x'"}
]


def redact(words: str, language: Language) -> Redacted:
    """A hand-written fake."""
    del language
    return Redacted(words, ())


def detect(words: str) -> Language:
    """A hand-written fake."""
    return "en" if words.isascii() else "zh-Hans"


def take_all(store: SqlStore, folder: Path) -> IngestReport:
    """Write the files and ingest them."""
    (folder / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    (folder / "orders.csv").write_text(ORDERS, encoding="gb18030")
    (folder / "reviews.jsonl").write_text("\n".join(map(json.dumps, SAID)))
    (folder / "events.jsonl").write_text("\n".join(map(json.dumps, EVENTS)))
    return ingest(store, [folder], redact=redact, detect=detect)


def test_files_become_records(store: SqlStore, tmp_path: Path) -> None:
    """Joined, summed, marked, counted; a second time nothing is new."""
    folder = tmp_path / "in"
    folder.mkdir()
    report = take_all(store, folder)
    assert (report.accepted, report.updated, report.duplicates, report.quarantined) == (10, 0, 1, 1)
    assert store.customers.ids() == ("2", "3")
    assert {one.value for one in store.customers.identities("1")} >= {"annlee@gmail.com", "twitter:ann", "1"}
    with store.engine.connect() as connection:
        orders = connection.execute(
            text("SELECT id, customer_id, amount, currency FROM orders ORDER BY id")
        ).all()
        said = connection.execute(
            text("SELECT id, customer_id, duplicate_of FROM feedback ORDER BY id")
        ).all()
    assert [tuple(row) for row in orders] == [("A1", "2", 14.0, "GBP"), ("A2", "2", -5.5, "HKD")]
    assert [tuple(row) for row in said] == [("r1", "2", None), ("r2", "2", "r1"), ("r3", "2", None)]
    again = take_all(store, folder)
    assert (again.accepted, again.updated, again.duplicates, again.quarantined) == (0, 0, 11, 1)


def test_a_correction_and_a_retry(store: SqlStore, tmp_path: Path) -> None:
    """Changed rows are updated in place; bad rows are tried again and stay where they are still bad."""
    take_all(store, tmp_path)
    (tmp_path / "later.csv").write_text(CUSTOMERS.replace("陈伟", "陈大伟"), encoding="utf-8")
    (tmp_path / "later.jsonl").write_text(json.dumps({**SAID[0], "stars": 5}))
    report = ingest(store, [tmp_path / "later.csv"], redact=redact, detect=detect)
    assert (report.updated, report.duplicates) == (1, 2)
    again = ingest(store, [tmp_path / "later.jsonl"], source="reviews", redact=redact, detect=detect)
    assert again.updated == 1
    assert store.customers.many(["3"])["3"].name == "陈大伟"
    assert retry(store, redact=redact, detect=detect).quarantined == 1
    assert [one.reason for one in quarantined(store.engine)] == ["bad_date"]


def test_a_veiled_text_stays_when_it_arrives_again(store: SqlStore, tmp_path: Path) -> None:
    """The same file is no news, a new score leaves the veil, other words take its place."""
    take_all(store, tmp_path)
    veiled = WORDS.replace("courier", "[PERSON]")
    read = Analysis("r1", "m1", "negative", -0.5, 0.7, 0.1, 0.2)
    vector, left = np.eye(1, dtype=np.float32), {"r1": veiled}
    store.said.save([read], [veiled], vector, "m1", read={"r1": WORDS}, veiled=left)
    again = take_all(store, tmp_path)
    assert (again.accepted, again.updated, again.duplicates) == (0, 0, 11)
    for change, expected, count in (
        ({"stars": 5}, veiled, 1),
        ({"stars": 5}, veiled, 0),
        ({"stars": 5, "text": veiled}, veiled, 0),
        ({"stars": 4, "text": veiled}, veiled, 1),
        ({"stars": 4}, veiled, 0),
        ({"id": "r9", "stars": 4, "text": veiled}, veiled, 0),
        ({"stars": 4, "text": "All good now"}, "All good now", 1),
    ):
        (tmp_path / "later.jsonl").write_text(json.dumps({**SAID[0], **change}))
        report = ingest(store, [tmp_path / "later.jsonl"], source="reviews", redact=redact, detect=detect)
        assert report.updated == count
        (found,) = store.said.get(["r1"])
        assert found.feedback.text == expected
    assert found.analysis is None


def test_a_repeat_of_a_veiled_text_is_known(store: SqlStore, tmp_path: Path) -> None:
    """Exact and near repeats point to the first after names left both, also when one arrives again."""
    words, chinese = "Oluwaseun Adeyemi-Fitzgerald never rang", "陈大伟说三个星期内退款，到现在还没有收到"
    first = {"id": "v1", "customer_id": "1", "text": words, "date": "2024-05-05", "stars": 2}
    second = {**first, "id": "v2", "text": f"{words}!!", "date": "2024-05-07"}
    third = {**first, "id": "v3", "text": chinese}
    read = {str(one["id"]): str(one["text"]) for one in (first, second, third)}
    veiled = {"v1": "[PERSON] never rang", "v2": "[PERSON] never rang!!", "v3": f"[PERSON]{chinese[3:]}"}
    later = [{**second, "stars": 1}, {**first, "id": "v4", "date": "2024-05-08"}]
    later += [{**third, "id": "v5", "text": f"{chinese}呢", "date": "2024-05-09"}]
    for rows in ([first, second, third], later):
        (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
        ingest(store, [tmp_path / "a.jsonl"], source="a", redact=redact, detect=detect)
        store.said.save([], [], np.zeros((0, 1), dtype=np.float32), "m1", read=read, veiled=veiled)
    found = store.said.get(["v1", "v2", "v3", "v4", "v5"])
    assert [one.feedback.duplicate_of for one in found] == [None, "v1", None, "v1", "v3"]
    assert found[1].feedback.text == veiled["v2"]
    assert found[1].feedback.rating is not None
    assert found[1].feedback.rating.value == 1
