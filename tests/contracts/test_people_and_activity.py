"""Who the customers are and what they do, asked of every database."""

from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import delete, insert, update

from index import schema
from index.records import Customer, Order, OrderLine
from index.store import SqlStore
from index.store.moments import seconds
from index.store.revisions import bump
from nlp.failures import UserError
from tests.contracts.filling import NOON, add_customers, add_handle, add_orders, day

ANNE = Customer("c1", "shop", name="Anne Smith", email="anne@example.com", joined_at=NOON)
WANG = Customer("c2", "shop", name="王小明", phone="+85291234567", attributes={"vip": "yes"})
DOUBLE = Customer("c9", "app", name="A. Smith")


@pytest.fixture
def people(store: SqlStore) -> SqlStore:
    """Two persons, the first also under an id that was merged."""
    add_customers(store, ANNE, WANG, DOUBLE, merged={"c9": "c1"})
    add_handle(store, "handle", "annie_s", "c9")
    return store


def order(name: str, customer: str | None, at: int, amount: float, currency: str = "GBP") -> Order:
    """An order of one line."""
    line = OrderLine(name, "sku-1", "a mug", "kitchen" if amount > 0 else None, 1.0, amount, amount)
    return Order(name, customer, day(at), currency, amount, (line,))


def test_customers_come_back_as_they_were(people: SqlStore) -> None:
    """A stored customer is equal to the one that was given, and others are unknown."""
    assert people.customers.get("c1") == ANNE
    assert people.customers.get("c2") == WANG
    assert people.customers.get("nobody") is None


def test_a_merged_customer_is_who_was_kept(people: SqlStore) -> None:
    """A merged id yields the kept customer, who alone is listed and counted, with all handles."""
    assert people.customers.get("c9") == ANNE
    assert people.customers.many(["c9", "c2", "x"]) == {"c9": ANNE, "c2": WANG}
    assert people.customers.ids() == ("c1", "c2")
    assert people.customers.count() == 2
    assert [(one.value, one.customer_id) for one in people.customers.identities("c9")] == [("annie_s", "c1")]


def test_a_chain_of_merges_ends_at_the_last(store: SqlStore) -> None:
    """A customer merged into a merged one is the one at the end, and a ring of merges does not hang."""
    three = [Customer(f"k{number}", "shop") for number in range(5)]
    add_customers(store, *three, merged={"k0": "k1", "k1": "k2", "k3": "k4", "k4": "k3"})
    assert store.customers.get("k0") == three[2]
    store.customers.get("k3")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("c1", "c1"),
        ("ANNE@example.com", "c1"),
        ("anne@exmaple.com", "c1"),
        ("@annie_s", "c1"),
        ("Anne Smith", "c1"),
        ("smith anne", "c1"),
        ("Ane Smyth", "c1"),
        ("anne", "c1"),
        ("王小明", "c2"),
        ("王曉明", "c2"),
        ("小明", "c2"),
        ("王", "c2"),
        ("9123 4567", "c2"),
        ("+852 9123-4567", "c2"),
    ],
)
def test_a_person_is_found_however_typed(people: SqlStore, typed: str, meant: str) -> None:
    """Ids, mails, numbers, handles and names find their person, with a slip of the finger too."""
    customer, score = people.customers.find(typed)[0]
    assert customer.id == meant
    assert 0 < score <= 1


@pytest.mark.parametrize(
    "typed", ["", "c3", "Zachary Quigley", "李大文", "12345678", "'; DROP TABLE customers"]
)
def test_strangers_are_not_found(people: SqlStore, typed: str) -> None:
    """What resembles nobody finds nobody, and a neighbouring id is not taken for a typing error."""
    assert people.customers.find(typed) == ()


def test_orders_are_in_the_reporting_currency_and_in_order(people: SqlStore) -> None:
    """Known customers' orders up to the moment, by customer and time, with merged ids resolved."""
    add_orders(
        people,
        order("o3", "c2", 2, 10.0, "USD"),
        order("o2", "c9", 1, -5.0),
        order("o1", "c1", 0, 20.0),
        order("guest", None, 0, 99.0),
        order("later", "c1", 9, 1.0),
    )
    found = people.activity.orders(day(2))
    assert found.customer_ids == ("c1", "c2")
    assert found.ids == ("o1", "o2", "o3")
    np.testing.assert_array_equal(found.customer, [0, 0, 1])
    np.testing.assert_array_equal(found.at, [seconds(day(number)) for number in range(3)])
    np.testing.assert_allclose(found.amount, [20.0, -5.0, 8.0])
    np.testing.assert_array_equal(found.lines, [1, 1, 1])


def test_an_unknown_currency_names_the_setting(people: SqlStore) -> None:
    """Amounts that cannot be turned are an error that says which setting to write."""
    add_orders(people, order("o1", "c1", 0, 20.0, "JPY"))
    for question in (people.activity.orders, people.activity.categories):
        with pytest.raises(UserError, match="EARFUL_RATES"):
            question(day(1))


def test_a_persons_orders_come_newest_first_with_lines(people: SqlStore) -> None:
    """Orders of both ids of a person, newest first, equal to what was stored but for the kept id."""
    first, second = order("o1", "c1", 0, 20.0), order("o2", "c9", 1, -5.0)
    add_orders(people, first, second, order("later", "c1", 9, 1.0))
    expected = (replace(second, customer_id="c1"), first)
    assert people.activity.orders_of("c9", day(1)) == expected
    assert people.activity.orders_of("c1", day(1), limit=1) == expected[:1]


def test_categories_add_up_net_spend(people: SqlStore) -> None:
    """Spend is summed by customer and category (the article where there is none) in one currency."""
    add_orders(
        people,
        order("o1", "c1", 0, 20.0),
        order("o2", "c9", 0, 10.0, "USD"),
        order("o3", "c1", 1, -3.0),
    )
    assert people.activity.categories(day(1)) == (("c1", "a mug", -3.0), ("c1", "kitchen", 28.0))
    assert people.activity.span() == (day(0), day(1))


def test_events_keep_their_kinds(people: SqlStore) -> None:
    """Events come by customer and time with their kind, and as records newest first."""
    rows = [
        {"id": f"e{number}", "customer_id": who, "at": seconds(day(number)), "kind": kind, "source": "web"}
        for number, (who, kind) in enumerate(
            [("c2", "visit"), ("c9", "login"), ("c1", "visit"), (None, "visit")]
        )
    ]
    with people.engine.begin() as connection:
        connection.execute(insert(schema.events), rows)
    found = people.activity.events(day(5))
    assert [found.kinds[kind] for kind in found.kind] == ["login", "visit", "visit"]
    np.testing.assert_array_equal(found.customer, [0, 0, 1])
    assert [event.id for event in people.activity.events_of("c1", day(5))] == ["e2", "e1"]
    assert people.activity.events_of("c1", day(1))[0].attributes == {}


def test_an_empty_store_answers_with_nothing(store: SqlStore) -> None:
    """Every question has an empty answer of the right shape before anything is stored."""
    assert store.activity.orders(NOON).customer_ids == ()
    assert store.activity.events(NOON).kind.shape == (0,)
    assert store.activity.categories(NOON) == ()
    assert store.activity.span() is None
    assert store.customers.ids() == ()
    assert store.said.columns(NOON).feedback_ids == ()
    assert store.said.vectors("m", NOON).ids == ()


def test_the_fingerprint_follows_every_change(people: SqlStore) -> None:
    """It is the same until rows of its parts are added, corrected or erased, and knows the moment."""
    add_orders(people, order("o1", "c1", 0, 20.0), order("o2", "c1", 5, 20.0))
    seen = [people.runs.fingerprint(day(1), ["orders", "customers"])]
    assert people.runs.fingerprint(day(1), ["customers", "orders"]) == seen[0]
    assert people.runs.fingerprint(day(9), ["orders", "customers"]) != seen[0]
    other = people.runs.fingerprint(day(1), ["feedback"])
    for change in (
        update(schema.orders).where(schema.orders.c.id == "o1").values(amount=21.0),
        delete(schema.orders).where(schema.orders.c.id == "o2"),
    ):
        with people.engine.begin() as connection:
            connection.execute(change)
            bump(connection, "orders")
        seen.append(people.runs.fingerprint(day(1), ["orders", "customers"]))
    assert len(set(seen)) == len(seen)
    assert people.runs.fingerprint(day(1), ["feedback"]) == other
    with pytest.raises(ValueError, match="no part"):
        people.runs.fingerprint(day(1), ["sales"])
