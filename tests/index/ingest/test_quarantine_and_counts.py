"""Counters always add up; what is bad is kept, listed and tried again."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.ingest import IngestReport, quarantined, retry
from nlp.failures import UserError
from tests.index.ingest.conftest import Door, detect, redact

HEAD = "review_id,customer_id,rating,review_text,created_at\n"
cells = st.one_of(
    st.sampled_from(
        ["", "5", "9", "2024-05-03", "13/05/2024", "hello there", "很好", "NaN", "1e999", "£5", "-", "𠮷"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=12),
)
HEADERS = (
    "review_id,customer_id,rating,review_text,created_at",
    "order_id,customer_id,order_date,quantity,unit_price,amount",
    "customer_id,name,email,phone,joined",
    "event_id,customer_id,event,time,channel",
)


def rows_of(report: IngestReport) -> int:
    return report.accepted + report.updated + report.duplicates + report.quarantined


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=st.sampled_from(HEADERS), rows=st.lists(st.lists(cells, min_size=3, max_size=7), max_size=12))
def test_any_rows_are_counted_once(make_door: Callable[[], Door], header: str, rows: list[list[str]]) -> None:
    """Whatever a file holds: nothing raises, every row has one outcome, reasons explain quarantine."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([header.split(","), *rows])
    door = make_door()
    report = door.take("x.csv", buffer.getvalue().encode("utf-8", "replace"))
    full = [row for row in csv.reader(io.StringIO(buffer.getvalue())) if any(cell.strip() for cell in row)]
    assert rows_of(report) == len(full) - 1
    assert report.quarantined == sum(report.reasons.values()) == len(quarantined(door.store.engine))
    again = door.take("x.csv", buffer.getvalue().encode("utf-8", "replace"))
    assert (again.accepted, again.updated, again.quarantined) == (0, 0, report.quarantined)
    assert rows_of(again) == rows_of(report)


def test_bad_rows_leave_quarantine_when_they_can_be_taken(door: Door) -> None:
    """With another mapping; the counters of their file follow."""
    content = HEAD.strip() + ",when\nR1,c1,5,Good mugs,n/a,2024-05-03\nR2,c1,5,Bad mugs,n/a,never\n"
    assert door.take("reviews.csv", content).reasons == {"missing_date": 2}
    report = retry(door.store, mapping={"at": "when"}, redact=redact, detect=detect)
    assert (report.accepted, report.quarantined) == (1, 1)
    (left,) = quarantined(door.store.engine)
    assert (left.number, left.reason) == (2, "bad_date")
    again = door.take("reviews.csv", content)
    assert (again.accepted, again.duplicates, again.quarantined) == (0, 1, 1)
    assert quarantined(door.store.engine, reason="missing_date") == ()


def test_a_bad_record_with_nested_lines_is_kept_whole(door: Door) -> None:
    """Tried again with the quantity left out, all of its lines are taken."""
    door.take(
        "shop.jsonl",
        '{"id":"A","customer_id":"c","date":"2024-05-03","items":[{"sku":"x","qty":"1","price":5},{"sku":"y","qty":"two","price":7}]}',
    )
    assert door.rows("SELECT count(*) FROM order_lines") == [0]
    assert retry(door.store, mapping={"quantity": ""}, redact=redact, detect=detect).accepted == 1
    assert door.rows("SELECT amount FROM orders") == [12.0]
    assert quarantined(door.store.engine) == ()


def test_stopping_between_batches_and_going_on(door: Door) -> None:
    """The second run goes on where the first stopped and reports the whole."""
    content = HEAD + "".join(f"R{n},c{n % 7},5,Text number {n},2024-05-03\n" for n in range(2500))
    calls = iter([False, True])
    first = door.take("reviews.csv", content, stop=lambda: next(calls, True))
    assert (first.stopped, first.accepted) == (True, 1000)
    second = door.take("reviews.csv", content)
    assert (second.stopped, second.accepted) == (False, 2500)
    assert door.rows("SELECT count(*) FROM feedback") == [2500]


def test_a_folder_is_all_its_files(door: Door) -> None:
    """What in it is no table is left out and said; an empty path is refused."""
    (door.folder / "in").mkdir()
    (door.folder / "in" / "truth.json").write_text('{"a": {"b": 1}}')
    (door.folder / "in" / "reviews.csv").write_text(HEAD + "R1,c1,5,Good mugs,2024-05-03\n")
    report = door.paths([door.folder / "in"])
    assert (report.accepted, len(report.files), report.stopped) == (1, 1, False)
    assert "truth.json" in report.notes[0]
    with pytest.raises(UserError):
        door.paths([door.folder / "nowhere"])


def test_real_words_are_redacted(door: Door, tmp_path: Path) -> None:
    """With the product's own redaction no address is stored."""
    from index.ingest import ingest
    from nlp import language, redaction

    path = tmp_path / "reviews.csv"
    path.write_text(HEAD + "R1,c1,5,Mail me at jane.roe@example.com please,2024-05-03\n")
    ingest(door.store, [path], redact=redaction.redact, detect=language.detect)
    assert door.rows("SELECT text FROM feedback") == ["Mail me at [EMAIL] please"]
