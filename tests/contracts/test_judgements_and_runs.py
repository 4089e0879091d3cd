"""Judgements, cases and the house-keeping, asked of every database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from index import schema
from index.ports import Stage
from index.records import (
    Action,
    Alert,
    Axes,
    AxisScore,
    CaseUpdate,
    Customer,
    Mood,
    Profile,
    ProfileChange,
    Reason,
    Rfm,
    Risk,
    Segment,
    SegmentEvent,
    SegmentPlace,
)
from index.store import SqlStore, open_store
from nlp.failures import UserError
from tests.contracts.filling import NOON, add_customers, day

WHY = Reason("recency", "up", 0.75, {"days": 90, "word": "慢"}, ("f1", "o2"))


def profile(customer: str, at_risk: float = 10.0, tier: str = "gold", segment: int = 1) -> Profile:
    """A profile with something in every field."""
    return Profile(
        customer_id=customer,
        as_of=NOON,
        rfm=Rfm(None, 3, 99.5, 1, 2, 3, "loyal"),
        abc="A",
        lifecycle="active",
        axes=Axes(1, 2, 3, 4),
        tier=tier,
        risk=Risk(0.25, 90, (WHY,), "model"),
        expected_value=40.0,
        value_at_risk=at_risk,
        segment=SegmentPlace(segment, 0.5, True),
        psychographics=(AxisScore("price", 0.5, 3, ("f1",)),),
        mood=Mood(1, 2, 3, None, 0.5),
        themes=(1, 2),
        nps=None,
        csat=4.5,
        action=Action("call", "phone", "sales", (WHY,)),
        recommendations=("sku-1",),
    )


def alert(name: str, customer: str = "c1", at: int = 0) -> Alert:
    """An alert."""
    return Alert(name, customer, day(at), "churn", (WHY,))


def step(case_id: str, key: str, at: int = 1, action: str = "assign") -> CaseUpdate:
    """One step of a case."""
    return CaseUpdate(case_id, day(at), "U1", action, "a note", key)


def test_profiles_come_back_as_they_were(store: SqlStore) -> None:
    """A profile is equal to the one given, the last one counts, and a merged id finds it."""
    add_customers(store, Customer("c1", "shop"), Customer("c9", "app"), merged={"c9": "c1"})
    store.judgements.save([profile("c1", 1.0)], [])
    store.judgements.save([replace(profile("c1"), risk=None)], [])
    assert store.judgements.profile("c9") == replace(profile("c1"), risk=None)
    assert store.judgements.profile("c2") is None


def test_profiles_are_listed_by_value_at_risk(store: SqlStore) -> None:
    """Filters narrow, the highest value at risk is first, and merged customers are not listed."""
    store.judgements.save(
        [profile("a", 1.0), profile("b", 3.0, tier="new"), profile("c", 2.0, segment=2), profile("d", 9.0)],
        [],
    )
    add_customers(store, Customer("a", "shop"), Customer("d", "shop"), merged={"d": "a"})
    assert [one.customer_id for one in store.judgements.profiles()] == ["b", "c", "a"]
    assert [one.customer_id for one in store.judgements.profiles(segment=1, limit=1)] == ["b"]
    assert [one.customer_id for one in store.judgements.profiles(tier="gold")] == ["c", "a"]
    levelled = [replace(one, level="circle") for one in store.judgements.profiles(tier="gold")]
    store.judgements.save(levelled[:1], [])
    assert [one.customer_id for one in store.judgements.profiles(level="circle")] == ["c"]


def test_a_change_found_again_is_one_change(store: SqlStore) -> None:
    """Changes are kept once, newest first, from a moment on."""
    change = ProfileChange("c1", day(1), "tier", "gold", "silver", (WHY,))
    other = ProfileChange("c2", day(2), "tier", "new", "gold")
    store.judgements.save([], [change, other])
    store.judgements.save([], [change])
    assert store.judgements.changes(None, day(0)) == (other, change)
    assert store.judgements.changes("c1", day(0)) == (change,)
    assert store.judgements.changes("c1", day(2)) == ()


def test_a_day_keeps_one_change_of_a_kind(store: SqlStore) -> None:
    """Judged again on the same day, a change goes on from where the day began; there and back is none."""
    store.judgements.save([], [ProfileChange("c1", day(1), "tier", "gold", "silver")])
    store.judgements.save([], [ProfileChange("c1", day(1), "tier", "silver", "bronze", (WHY,))])
    assert store.judgements.changes("c1", day(0)) == (
        ProfileChange("c1", day(1), "tier", "gold", "bronze", (WHY,)),
    )
    store.judgements.save([], [ProfileChange("c1", day(1), "tier", "bronze", "gold")])
    assert store.judgements.changes("c1", day(0)) == ()


def test_segments_not_given_again_are_retired(store: SqlStore) -> None:
    """Segments come back largest first; a later run's segments are those in use."""
    first = Segment(1, {"en": "Deal seekers"}, {"en": "They wait."}, 5, 0.5, (WHY,), NOON, ("c1",))
    second = replace(first, id=2, size=9)
    store.judgements.save_segments([first, second])
    assert store.judgements.segments() == (second, first)
    store.judgements.save_segments([replace(first, size=7)])
    assert store.judgements.segments() == (replace(first, size=7),)


def test_what_became_of_segments_is_kept(store: SqlStore) -> None:
    """Newest first; the same event found again is one, and names of then stay."""
    split = SegmentEvent(NOON, "split", 4, (9,), {"4": {"en": "Savers"}, "9": {"en": "Givers"}})
    later = SegmentEvent(NOON + timedelta(days=7), "gone", 9)
    store.judgements.save_events([split])
    store.judgements.save_events([later, split])
    store.judgements.save_events([])
    assert store.judgements.events() == (later, split)


def test_an_alert_opens_one_case(store: SqlStore) -> None:
    """A known alert opens nothing; the case stands under the customer and points to the alert."""
    assert store.cases.open([alert("a1"), alert("a2", at=1)]) == 2
    assert store.cases.open([alert("a1"), alert("a3", "c2")]) == 1
    newest, oldest = store.cases.of("c1")
    assert (newest.alert_id, oldest.alert_id, oldest.state) == ("a2", "a1", "open")
    assert store.cases.alert("a1") == alert("a1")
    assert store.cases.alert("none") is None
    assert store.cases.get(oldest.id) == oldest


def test_a_case_goes_through_its_states_once_a_key(store: SqlStore) -> None:
    """A repeated key changes nothing; a snooze ends; closing keeps its first moment."""
    store.cases.open([alert("a1")])
    name = store.cases.of("c1")[0].id
    assert store.cases.act(step(name, "k1"), state="assigned", assignee="U2", until=None)
    assert not store.cases.act(step(name, "k1"), state="resolved", assignee="U3", until=None)
    assert store.cases.pending(day(1))[0].assignee == "U2"
    store.cases.act(step(name, "k2", 2, "snooze"), state="snoozed", assignee=None, until=day(5))
    assert store.cases.pending(day(4)) == ()
    snoozed = store.cases.pending(day(5))[0]
    assert (snoozed.assignee, snoozed.snoozed_until) == ("U2", day(5))
    store.cases.act(step(name, "k3", 6, "resolve"), state="resolved", assignee=None, until=None)
    store.cases.act(step(name, "k4", 7, "verify"), state="verified", assignee=None, until=None)
    closed = store.cases.get(name)
    assert closed is not None
    assert (closed.state, closed.closed_at, closed.snoozed_until) == ("verified", day(6), None)
    assert [one.key for one in store.cases.updates(name)] == ["k1", "k2", "k3", "k4"]
    assert store.cases.updates(name)[0] == step(name, "k1")
    assert store.cases.pending(day(9)) == ()


def test_acting_on_no_case_leaves_no_trace(store: SqlStore) -> None:
    """An unknown case is a user's error, and its step is not kept."""
    with pytest.raises(UserError, match="no case"):
        store.cases.act(step("C0", "k1"), state="assigned", assignee=None, until=None)
    assert store.cases.updates("C0") == ()


def test_stages_and_postings(store: SqlStore) -> None:
    """A stage is read as it was noted; a posting has one claimant until the claim is given back."""
    assert store.runs.stage("read") is None
    done = Stage("abc", NOON, {"model": "m", "count": 3}, b"\0\1")
    store.runs.finish_stage("read", replace(done, blob=None))
    store.runs.finish_stage("read", done)
    assert store.runs.stage("read") == done
    posting = ("digest", NOON.date(), "C1")
    assert store.runs.claim_posting(*posting, NOON)
    assert not store.runs.claim_posting(*posting, NOON)
    assert store.runs.claim_posting("digest", NOON.date(), "C2", NOON)
    store.runs.note_posting(*posting, None)
    assert store.runs.claim_posting(*posting, NOON)
    store.runs.note_posting(*posting, "123.45")
    assert not store.runs.claim_posting(*posting, NOON)


def test_a_claim_without_a_message_is_free_again_after_ten_minutes(store: SqlStore) -> None:
    """Whoever claimed a posting may have been stopped; one that was posted stays posted."""
    posting = ("digest", NOON.date(), "C9")
    later = NOON + timedelta(minutes=10)
    assert store.runs.claim_posting(*posting, NOON)
    assert not store.runs.claim_posting(*posting, later - timedelta(seconds=1))
    assert store.runs.claim_posting(*posting, later)
    assert not store.runs.claim_posting(*posting, later)
    assert store.runs.posted(*posting) is None
    store.runs.note_posting(*posting, "123.45")
    assert store.runs.posted(*posting) == "123.45"
    assert not store.runs.claim_posting(*posting, later + timedelta(days=1))


def test_the_inbox_takes_an_event_once(store: SqlStore) -> None:
    """An event received twice is one event, and an answered or failed one waits no longer."""
    payload = {"text": "你好 \u0000 \ud83d", "nested": {"n": [1, None, True]}}
    assert store.runs.receive("e2", payload, day(0))
    assert not store.runs.receive("e2", {}, day(1))
    assert store.runs.receive("e1", {}, day(1))
    assert store.runs.unsettled() == (("e2", payload), ("e1", {}))
    store.runs.settle("e2", "answered")
    store.runs.settle("e1", "failed")
    assert store.runs.unsettled() == ()


def test_a_conversation_is_recalled_in_order(store: SqlStore) -> None:
    """The last turns of one thread, oldest first."""
    for number in range(4):
        store.runs.remember("t1", NOON, "U1", {"n": number})
    store.runs.remember("t2", NOON, None, {"n": 9})
    assert store.runs.recall("t1", limit=3) == ({"n": 1}, {"n": 2}, {"n": 3})
    assert store.runs.recall("none") == ()


def test_the_audit_grows(store: SqlStore) -> None:
    """Each entry is appended with its words."""
    for _ in range(2):
        store.runs.audit(NOON, "U1", "export", "c1", "cli", {"why": "asked"})
    with store.engine.begin() as connection:
        rows = connection.execute(schema.audit.select()).all()
    assert [(row.actor, row.document) for row in rows] == [("U1", {"why": "asked"})] * 2


def test_a_failed_transaction_leaves_nothing(store: SqlStore) -> None:
    """What a writer did before its error is undone, and the next one can write."""
    store.cases.open([alert("a1")])
    with pytest.raises(RuntimeError), store.engine.begin() as connection:
        connection.execute(update(schema.cases).values(state="lost"))
        raise RuntimeError
    assert store.cases.of("c1")[0].state == "open"


def test_ping_tells_a_database_that_answers_from_one_that_does_not(store: SqlStore) -> None:
    """An open database answers; where nobody listens, the user is told."""
    store.ping()
    nobody = "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2"
    with pytest.raises(UserError, match=r"127\.0\.0\.1"):
        open_store(nobody, rates={}, currency="GBP").ping()


def test_the_revisions_make_the_tables(store: SqlStore) -> None:
    """Each database has exactly the schema's tables, beside its own index of words."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(name: str | None, kind: str, _: object) -> bool:
        return not (name or "").startswith(("feedback_words", "ix_feedback_words", "sqlite_"))

    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, schema.metadata) == []
