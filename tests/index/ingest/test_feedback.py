"""Feedback: scores, channels, redaction, doubles, near repeats, and who said it."""

import json

import pytest

from index.ingest import quarantined
from nlp.failures import UserError
from tests.index.ingest.conftest import Door

HEAD = "review_id,customer_id,rating,review_text,created_at\n"


def test_words_are_redacted_before_they_are_stored(door: Door) -> None:
    """In texts, in attributes, and in quarantine; the language is stored."""
    rows = "R1,c1,5,SECRET is great,2024-05-03,told SECRET so\nR2,c1,5,SECRET again,never,more SECRET\n"
    door.take("reviews.csv", HEAD.strip() + ",remarks of staff\n" + rows)
    assert door.rows("SELECT text, language FROM feedback") == [("[PERSON] is great", "en")]
    assert "SECRET" not in str(door.rows("SELECT attributes FROM feedback"))
    (bad,) = quarantined(door.store.engine)
    assert bad.row["review_text"] == "[PERSON] again"
    assert "SECRET" not in str(bad)


def test_same_id_again_is_duplicate_or_updated(door: Door) -> None:
    """A changed text is read again: its analysis goes."""
    door.take("reviews.csv", HEAD + "R1,c1,5,Good mugs,2024-05-03\nR1,c1,5,Good mugs,2024-05-03\n")
    with door.store.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO analyses (feedback_id, model, label, score, negative, neutral,"
            " positive, signals, aspects) VALUES ('R1', 'm', 'positive', 1, 0, 0, 1, '[]', '[]')"
        )
    report = door.take("reviews.csv", HEAD + "R1,c1,2,Bad mugs now,2024-05-03\n")
    assert (report.accepted, report.updated, report.duplicates) == (0, 1, 0)
    assert door.rows("SELECT text, rating FROM feedback") == [("Bad mugs now", 2.0)]
    assert door.rows("SELECT count(*) FROM analyses") == [0]


def test_same_words_of_one_writer_at_one_time_are_a_duplicate(door: Door) -> None:
    """Whatever their ids."""
    who = (("R1", "c1"), ("R2", "c1"), ("R3", "c2"))
    rows = "".join(f"{key},{customer},5,Good mugs,2024-05-03 10:00\n" for key, customer in who)
    report = door.take("reviews.csv", HEAD + rows)
    assert (report.accepted, report.duplicates) == (2, 1)


def test_near_repeats_are_kept_and_marked(door: Door) -> None:
    """They point to the first; other numbers or other words do not repeat."""
    first = "The courier left my parcel with a neighbour I do not know."
    rows = [
        f"R1,c1,1,{first},2024-05-03",
        f"R2,c1,1,{first.lower()} (edited),2024-06-09",
        f"R3,c2,1,{first}!,2024-05-03",
        f"R4,c2,1,{first}?,2024-07-03",
        "R5,c1,1,It took 14 days and nobody answered me,2024-05-03",
        "R6,c1,1,It took 41 days and nobody answered me,2024-05-03",
    ]
    report = door.take("reviews.csv", HEAD + "\n".join(rows))
    assert report.accepted == 6
    marked = dict(door.rows("SELECT id, duplicate_of FROM feedback"))
    assert marked == {"R1": None, "R2": "R1", "R3": "R1", "R4": "R1", "R5": None, "R6": None}


def test_near_repeats_are_found_across_files(door: Door) -> None:
    """What was stored before is compared with too."""
    words = "客服一直说在处理，三个星期了还没有退款，太失望了"
    door.take("a.jsonl", json.dumps({"id": "1", "customer_id": "c1", "text": words, "date": "2024-05-03"}))
    door.take(
        "b.jsonl", json.dumps({"id": "2", "customer_id": "c1", "text": words + "！！", "date": "2024-05-20"})
    )
    assert dict(door.rows("SELECT id, duplicate_of FROM feedback")) == {"1": None, "2": "1"}


def test_another_source_may_use_the_same_number(door: Door) -> None:
    """Different words under one id from two sources are two feedbacks."""
    door.take("reviews.csv", HEAD + "1,c1,5,Good mugs,2024-05-03\n", source="shop")
    report = door.take("reviews.csv", HEAD + "1,c2,1,Bad lamps,2024-05-04\n", source="market")
    assert report.accepted == 1
    assert sorted(door.rows("SELECT id FROM feedback")) == ["1", "market:1"]
    assert door.take("again.csv", HEAD + "1,c2,1,Bad lamps,2024-05-04\n", source="market").duplicates == 1


def test_scores_without_words_only_in_surveys(door: Door) -> None:
    """NPS and CSAT count without a comment; a silent review does not."""
    report = door.take(
        "nps.csv", "response_id,nps_score,comment,submitted_at\n1,9,,2024-05-03\n2,11,no,2024-05-03\n"
    )
    assert (report.accepted, report.reasons) == (1, {"bad_rating": 1})
    assert door.take("reviews.csv", HEAD + "R1,c1,5, ,2024-05-03\n").reasons == {"missing_text": 1}
    assert door.rows("SELECT channel, rating_scale, rating, rating_max FROM feedback") == [
        ("survey", "nps", 9.0, 10.0)
    ]


def test_who_is_known_by_an_account_is_found_now_or_later(door: Door) -> None:
    """The author stays; the customer is added when they come."""
    post = "貼文編號,平台,帳號,內容,發文時間\nP1,Twitter,@Wei90,很好用的杯子,2024/05/03 10:00:00\n"
    post += "P2,weibo,wei90,不好用,2024/05/03 10:00:00\n"
    door.take("social.csv", post)
    assert door.rows("SELECT author, customer_id FROM feedback WHERE id = 'P1'") == [("twitter:wei90", None)]
    door.take("customers.csv", "customer_id,name,twitter\nc1,Wei,wei90\n")
    assert dict(door.rows("SELECT id, customer_id FROM feedback")) == {"P1": "c1", "P2": None}
    assert door.rows("SELECT author FROM feedback WHERE id = 'P1'") == ["twitter:wei90"]
    door.take("social2.csv", post.replace("P1", "P3").replace("很好用的杯子", "已經壞了，真失望"))
    assert door.rows("SELECT customer_id FROM feedback WHERE id = 'P3'") == ["c1"]


def test_files_without_dates_get_the_time_they_are_given(door: Door) -> None:
    """It is said in the notes."""
    from datetime import UTC, datetime

    report = door.take(
        "r.csv", "rating,review_text\n5,很好\n1,不好\n", undated=datetime(2024, 5, 3, tzinfo=UTC)
    )
    assert report.accepted == 2
    assert "2024-05-03" in report.notes[0]
    assert door.rows("SELECT DISTINCT at FROM feedback") == [1714694400]


def test_unknown_columns_become_attributes(door: Door) -> None:
    """Bounded in number and length."""
    more = ",".join(f"x{number}" for number in range(40))
    values = ",".join(["v" * 3000] * 40)
    door.take("reviews.csv", HEAD.strip() + "," + more + "\nR1,c1,5,Good,2024-05-03," + values + "\n")
    kept = json.loads(door.rows("SELECT attributes FROM feedback")[0])
    assert len(kept) == 20
    assert {len(value) for value in kept.values()} == {500}


def test_a_file_of_unknown_columns_is_refused_with_advice(door: Door) -> None:
    """Nothing is stored; the message shows how to say it, and saying it works."""
    with pytest.raises(UserError, match="--kind"):
        door.take("x.csv", "a,b\n1,2\n3,4\n")
    report = door.take(
        "x.csv",
        "a,b\n1,fine thing\n3,bad thing\n",
        kind="feedback",
        mapping={"text": "b", "feedback_id": "a"},
    )
    assert report.accepted == 2
    assert sorted(door.rows("SELECT id FROM feedback")) == ["1", "3"]


def test_scores_that_run_backwards_are_turned_round_and_told(door: Door) -> None:
    """By the words beside them, unless the user says otherwise; as declared without a word."""
    angry = "Terrible, it arrived broken and I am disappointed"
    said = (("1", "I love it, excellent service!"), ("5", angry))
    rows = "".join(
        f"R{number},c{number},{value},{text.replace(',', ' ')} {number},2024-05-03\n"
        for number, (value, text) in enumerate(said * 60)
    )
    notes = door.take("reviews.csv", HEAD + rows).files[0].notes
    assert any("turned round" in note and "rating:upright" in note for note in notes)
    assert door.rows("SELECT count(*) FROM feedback WHERE rating = 5 AND text LIKE '%love%'") == [60]
    upright = door.take("reviews.csv", HEAD + rows, mapping={"rating": "rating:upright"})
    assert not upright.files[0].notes
    assert door.rows("SELECT count(*) FROM feedback WHERE rating = 1 AND text LIKE '%love%'") == [60]
