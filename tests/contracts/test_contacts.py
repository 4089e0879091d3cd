"""Contacts, quiet and blame as the databases keep them."""

from sqlalchemy import insert

from bot.jobs.contacts import contacted_by, contacts_of, note_contact
from index import schema
from index.ports import Blame
from index.records import Customer, Event, Feedback
from index.store import SqlStore
from index.store.moments import seconds
from segmentation.contacting import may_contact
from tests.contracts.filling import add_customers, add_feedback, day

COOLDOWN = {"any": 3, "email": 7}


def test_contacts_are_kept_once_and_under_the_kept_customer(store: SqlStore) -> None:
    """Recorded by hand or read from a file; a repeated key is one contact."""
    add_customers(store, Customer("c1", "shop"), Customer("c9", "app"), merged={"c9": "c1"})
    assert note_contact(store, "c9", day(1), "phone", play="rescue", actor="U1", key="k1")
    assert not note_contact(store, "c9", day(1), "phone", play="rescue", actor="U2", key="k1")
    assert store.activity.note(Event("e1", "c1", day(2), "email_sent"), "crm")
    found = contacts_of(store, day(9))
    assert [(one.customer_id, one.channel, one.play) for one in found] == [
        ("c1", "phone", "rescue"),
        ("c1", "email", ""),
    ]
    assert contacts_of(store, day(1)) == found[:1]


def test_the_quiet_list(store: SqlStore) -> None:
    """Unsubscribed: not by mail; asked in words: not at all; subscribed again: as everybody."""
    add_customers(store, *(Customer(f"c{number}", "shop") for number in range(4)))
    add_feedback(store, Feedback("f1", day(1), "Stop calling me, please.", "email", "crm", "en", "c0"))
    for name, who, at, kind in (
        ("e1", "c1", 1, "unsubscribe"),
        ("e2", "c2", 1, "do_not_contact"),
        ("e3", "c2", 2, "subscribe"),
    ):
        store.activity.note(Event(name, who, day(at), kind), "crm")
    known = contacted_by(store, day(5))
    assert set(known) == {"c0", "c1"}
    today = day(5).date()
    assert not may_contact(known["c0"], "phone", today, COOLDOWN).may
    assert not may_contact(known["c1"], "email", today, COOLDOWN).may
    assert may_contact(known["c1"], "phone", today, COOLDOWN).may
    assert set(contacted_by(store, day(1))) == {"c0", "c1", "c2"}


def test_blame_is_what_was_felt_badly(store: SqlStore) -> None:
    """Negative aspects of known customers, each category once a text."""
    add_customers(store, Customer("c1", "shop"))
    add_feedback(store, Feedback("f1", day(1), "Late, and late again.", "review", "shop", "en", "c1"))
    aspects = [
        {"term": term, "category": category, "sentiment": felt, "start": 0, "end": 4}
        for term, category, felt in (
            ("Late", "delivery", "negative"),
            ("late", "delivery", "negative"),
            ("cup", "product", "positive"),
        )
    ]
    row = {"feedback_id": "f1", "model": "m", "label": "negative", "score": -0.9, "negative": 0.9}
    row |= {"neutral": 0.1, "positive": 0.0, "signals": [], "aspects": aspects}
    with store.engine.begin() as connection:
        connection.execute(insert(schema.analyses), [row])
    assert store.said.blames(day(1)) == (Blame("c1", seconds(day(1)), "f1", "delivery"),)
    assert store.said.blames(day(0)) == ()
