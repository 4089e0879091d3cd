"""Customers under several handles, whatever the order in which they come."""

import itertools
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.index.ingest.conftest import Door

HEAD = "customer_id,name,email,phone,country,joined\n"
FILES = {
    "shop.csv": f"{HEAD}A1,Ann Lee,Ann.Lee@gmail.com,,United Kingdom,2023-05-01\n"
    "A2,Bob,bob@x.com,07700 900111,United Kingdom,2024-01-01\n",
    "app.csv": f"{HEAD}B1,A. Lee,annlee@googlemail.com,+44 7700 900222,GB,2022-02-02\n"
    "B2,Robert,robert@y.com,+447700900111,UK,2024-03-03\n",
    "club.csv": "customer_id,name,phone,country,joined,twitter\n"
    "C1,Annie,07700900222,United Kingdom,2024-09-09,annie\n",
    "orders.csv": "order_id,customer_id,date,amount\n"
    + "".join(f"o{n},{key},2024-05-03,5\n" for n, key in enumerate(("A1", "B1", "C1", "B2"), 1)),
    "social.csv": "post_id,platform,handle,text,date\np1,twitter,@annie,Love the mugs,2024-05-03\n",
}


def state(door: Door) -> tuple[object, ...]:
    return (
        sorted(door.rows("SELECT id, coalesce(merged_into, '') FROM customers")),
        sorted(door.rows("SELECT kind, value, customer_id, reason FROM identities")),
        sorted(door.rows("SELECT id, customer_id FROM orders")),
        sorted(door.rows("SELECT id, customer_id, author FROM feedback")),
    )


def test_the_order_of_files_does_not_matter(make_door: Callable[[], Door]) -> None:
    """Twelve of all orders of five files lead to one state."""
    states = set()
    for names in list(itertools.permutations(FILES))[::10]:
        door = make_door()
        for name in names:
            door.take(name, FILES[name])
        states.add(repr(state(door)))
    (only,) = states
    assert "('A1', 'B1'), ('A2', ''), ('B1', ''), ('B2', 'A2'), ('C1', 'B1')" in only
    assert "('o1', 'B1'), ('o2', 'B1'), ('o3', 'B1'), ('o4', 'A2')" in only
    assert "('p1', 'B1', 'twitter:annie')" in only
    assert "('email', 'annlee@gmail.com', 'B1', 'same_email')" in only
    assert "('id', 'A1', 'B1', 'same_email')" in only


def test_mailboxes_of_houses_and_shared_numbers_join_nobody(door: Door) -> None:
    """Up to five share a number as one; with the sixth they part again, and their orders too."""
    door.take("a.csv", "customer_id,name,email\n1,Ann,info@firm.com\n2,Bob,info@firm.com\n")
    assert door.rows("SELECT merged_into FROM customers") == [None, None]
    row = "{0},N{0},+44 7700 900333\n"
    head = "customer_id,name,phone\n"
    door.take("b.csv", head + "".join(row.format(number) for number in range(10, 15)))
    door.take("o.csv", "order_id,customer_id,date,amount\no1,14,2024-05-03,5\n")
    assert door.rows("SELECT count(*) FROM customers WHERE merged_into = '10'") == [4]
    assert door.rows("SELECT customer_id FROM orders") == ["10"]
    door.take("c.csv", head + row.format(15))
    assert door.rows("SELECT count(*) FROM customers WHERE merged_into IS NOT NULL") == [0]
    assert door.rows("SELECT customer_id FROM orders") == ["14"]
    assert door.rows("SELECT count(*) FROM identities WHERE kind = 'phone'") == [0]


def test_a_household_shares_a_number_and_stays_several_people(door: Door) -> None:
    """One phone, two full names: two people, whoever comes first; the same name again: one."""
    head = "customer_id,name,phone\n"
    door.take("a.csv", f"{head}1,Fiona Adeyemi,+44 7700 900333\n2,Ruth Fairbairn,+44 7700 900333\n")
    assert door.rows("SELECT merged_into FROM customers ORDER BY id") == [None, None]
    door.take("b.csv", f"{head}3,Ben Okoro,+44 7700 900444\n4,Okoro Ben,+44 7700 900444\n")
    assert door.rows("SELECT merged_into FROM customers WHERE id = '4'") == ["3"]


def test_rows_are_completed_never_emptied(door: Door) -> None:
    """What a later row leaves open stays; a customer known by orders alone is then accepted as new."""
    door.take("o.csv", "order_id,customer_id,date,amount\no1,c1,2024-05-03,5\n")
    assert door.take("a.csv", "customer_id,name,email\nc1,Ann,ann@x.com\n").accepted == 1
    assert door.take("b.csv", "customer_id,name,country\nc1,,France\n").updated == 1
    assert door.take("c.csv", "customer_id,name,country\nc1,Ann,\n").duplicates == 1
    assert door.rows("SELECT id, name, email, country FROM customers") == [
        ("c1", "Ann", "ann@x.com", "France")
    ]


def test_customers_without_numbers_are_known_by_their_handles(door: Door) -> None:
    """A faulty mail is no harm beside an id, and a fault where it is all there is."""
    assert door.take("a.csv", "customer_id,name,email\nc1,Ann,ann at x\n").accepted == 1
    report = door.take("b.csv", "name,email,phone\nBob,bob@x.com,\nCy,cy at x,\nDi,,12\nEd,BOB@x.com,\n")
    assert (report.accepted, report.updated) == (1, 1)
    assert report.reasons == {"bad_email": 1, "missing_customer": 1}
    assert door.rows("SELECT count(*) FROM customers") == [2]


def test_events_and_their_customers(door: Door) -> None:
    """Events without ids are named by their content."""
    rows = (
        "用户ID,行为类型,时间,商品ID\n"
        + "u1,Add to Cart,2024-05-03 10:00:00,m1\n" * 2
        + "u2,,2024-05-03,m1\n"
    )
    report = door.take("events.csv", rows)
    assert (report.accepted, report.duplicates, report.reasons) == (1, 1, {"missing_event": 1})
    assert door.rows("SELECT customer_id, kind, target FROM events") == [("u1", "add_to_cart", "m1")]
    assert door.take("again.csv", rows, source="events").accepted == 0


claims = st.lists(
    st.tuples(
        st.sampled_from("abcdef"), st.sampled_from(["", "x@m.com", "y@m.com", "z@m.com", "info@m.com"])
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=claims, shuffled=st.randoms(use_true_random=False))
def test_any_customers_in_any_order_are_joined_alike(
    make_door: Callable[[], Door], rows: list[tuple[str, str]], shuffled: object
) -> None:
    """The outcome depends on who has which handle alone."""
    other = list(dict(rows).items())
    states = []
    for order in (list(other), other):
        shuffled.shuffle(order)  # type: ignore[attr-defined]  # a random.Random
        door = make_door()
        for number, (key, mail) in enumerate(order):
            door.take(f"f{number}.csv", f"customer_id,name,email\n{key},N,{mail}\n", source="s")
        states.append(state(door))
    assert states[0] == states[1]
