"""Orders: lines, returns, currencies, doubles, and amounts that stay the sum of the lines."""

import json

import pytest

from tests.index.ingest.conftest import Door

LINES = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,HEART HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536365,71053,METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
536365,71053,METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
C536379,D,Discount,-1,2010-12-01 09:41:00,27.50,14527.0,United Kingdom
536370,POST,POSTAGE,1,2010-12-01 09:45:00,18.00,,France
"""


def amounts(door: Door) -> dict[str, float]:
    return dict(door.rows("SELECT id, amount FROM orders"))


def test_lines_returns_guests_and_doubles(door: Door) -> None:
    """A double line is a duplicate, a return is negative, a guest has no customer."""
    report = door.take("retail.csv", LINES)
    assert (report.accepted, report.duplicates, report.kinds) == (4, 1, {"orders": 5})
    assert amounts(door) == {"536365": 35.64, "C536379": -27.5, "536370": 18.0}
    assert set(door.rows("SELECT id, customer_id FROM orders")) == {
        ("536365", "17850"),
        ("C536379", "14527"),
        ("536370", None),
    }
    assert sorted(door.rows("SELECT id FROM customers")) == ["14527", "17850"]


def test_the_same_file_again_is_nothing_new(door: Door) -> None:
    """All rows are duplicates, and nothing is written."""
    door.take("retail.csv", LINES)
    before = door.rows("SELECT * FROM revisions")
    again = door.take("copy.csv", LINES, source="retail")
    assert (again.accepted, again.updated, again.duplicates, again.quarantined) == (0, 0, 5, 0)
    assert door.rows("SELECT * FROM revisions") == before


def test_later_lines_add_to_their_order(door: Door) -> None:
    """A longer export of the same orders brings only the new lines, and amounts follow."""
    door.take("retail.csv", LINES)
    longer = LINES + "536365,22752,NESTING BOXES,2,2010-12-01 08:26:00,7.65,17850.0,United Kingdom\n"
    report = door.take("retail2.csv", longer)
    assert (report.accepted, report.duplicates) == (1, 5)
    assert amounts(door)["536365"] == 50.94


def test_the_same_line_at_another_minute_is_another_line(door: Door) -> None:
    """And an export whose times are all shifted holds the same lines."""
    later = LINES.replace("METAL LANTERN,6,2010-12-01 08:26:00", "METAL LANTERN,6,2010-12-01 08:27:00", 1)
    assert door.take("a.csv", later).accepted == 5
    assert door.take("b.csv", later.replace(" 08:", " 10:")).accepted == 0


def test_one_row_an_order_and_its_correction(door: Door) -> None:
    """Only an amount: one line; the same order with another amount is updated."""
    rows = "订单号,客户编号,金额,日期\nA1,c1,¥35.50,2024年5月3日\nA2,c2,HK$20,2024年5月4日\n"
    assert door.take("orders.csv", rows, currency="CNY").accepted == 2
    report = door.take("orders.csv", rows.replace("35.50", "45.50"))
    assert (report.updated, report.duplicates) == (1, 1)
    assert amounts(door) == {"A1": 45.5, "A2": 20.0}
    assert dict(door.rows("SELECT id, currency FROM orders")) == {"A1": "CNY", "A2": "HKD"}


def test_nested_lines_count_as_one_record(door: Door) -> None:
    """A JSON order is accepted, repeated or updated as a whole; one bad line rejects it whole."""
    order = {
        "id": "A1",
        "customer": {"id": "c1", "email": "a@b.com"},
        "created_at": "2024-05-03T10:00:00Z",
        "currency": "USD",
        "total": 99,
        "items": [{"sku": "x", "qty": 2, "price": 5}, {"sku": "y", "qty": 1, "price": 7.5}],
    }
    bad = {
        **order,
        "id": "A2",
        "items": [{"sku": "x", "qty": 2, "price": 5}, {"sku": "y", "qty": "two", "price": 1}],
    }
    content = "\n".join(json.dumps(one) for one in (order, order, bad))
    report = door.take("shop.jsonl", content)
    assert (report.accepted, report.duplicates, report.quarantined) == (1, 1, 1)
    assert amounts(door) == {"A1": 17.5}
    more = {**order, "items": [*order["items"], {"sku": "z", "qty": 1, "price": 1}]}  # type: ignore[misc]  # a list
    assert door.take("shop2.jsonl", json.dumps(more)).updated == 1
    assert amounts(door) == {"A1": 18.5}


def test_an_order_total_beside_lines_is_not_each_lines_amount(door: Door) -> None:
    """Repeated totals do not multiply what was paid."""
    rows = "order_id,customer_id,date,sku,quantity,unit_price,total\n"
    rows += "A1,c1,2024-05-03,x,2,5.00,1016.00\nA1,c1,2024-05-03,y,2,503.00,1016.00\n"
    rows += "A2,c1,2024-05-03,z,3,1.00,303.00\nA2,c1,2024-05-03,w,3,100.00,303.00\n"
    door.take("orders.csv", rows)
    assert amounts(door) == {"A1": 1016.0, "A2": 303.0}


def test_faulty_rows_are_named(door: Door) -> None:
    """Each with a reason of its own."""
    head = "order_id,customer_id,order_date,sku,quantity,unit_price,currency\n"
    rows = [
        "A1,c,2024-05-03,x,1,2,GBP",
        "A2,c,32/13/2025,x,1,2,GBP",
        "A3,c,2024-05-03,x,two,2,GBP",
        "A4,c,2024-05-03,x,1,ask,GBP",
        "A5,c,2024-05-03,x,1,2,beans",
        "A6,c,,x,1,2,GBP",
        "A7,c,1961-01-01,x,1,2,GBP",
        "A8,c,2199-01-01,x,1,2,GBP",
        "A9,c,2024-05-03,x,1,,GBP",
    ]
    report = door.take("orders.csv", head + "\n".join(rows))
    assert report.accepted == 1
    assert report.reasons == {
        "bad_currency": 1,
        "bad_date": 1,
        "bad_price": 1,
        "bad_quantity": 1,
        "future_date": 1,
        "missing_amount": 1,
        "missing_date": 1,
        "old_date": 1,
    }


@pytest.mark.parametrize(
    ("dates", "country", "months", "noted"),
    [
        (["03/05/2024", "13/05/2024"], "", {"05"}, False),
        (["05/03/2024", "05/13/2024"], "", {"05"}, False),
        (["03/05/2024", "04/05/2024"], "", {"05"}, True),
        (["03/05/2024", "04/05/2024"], "United States", {"03", "04"}, True),
    ],
)
def test_dates_are_decided_by_the_whole_column(
    door: Door, dates: list[str], country: str, months: set[str], noted: bool
) -> None:
    """One telling value decides all; where none tells, the assumption is stated."""
    rows = "".join(f"A{number},c,{date},5,{country}\n" for number, date in enumerate(dates))
    report = door.take("orders.csv", "order_id,customer_id,date,amount,country\n" + rows)
    assert set(door.rows("SELECT strftime('%m', at, 'unixepoch') FROM orders")) == months
    assert bool(report.notes) == noted


def test_a_telling_date_far_down_decides_too(door: Door) -> None:
    """All rows are looked at, not the first ones."""
    rows = "".join(f"A{number},c,03/05/2024,5\n" for number in range(120_000)) + "B,c,05/13/2024,5\n"
    report = door.take("orders.csv", "order_id,customer_id,date,amount\n" + rows)
    assert report.notes == ()
    assert door.rows("SELECT DISTINCT strftime('%m', at, 'unixepoch') FROM orders WHERE id <> 'B'") == ["03"]


def test_decimal_commas_by_column(door: Door) -> None:
    """Semicolons and commas as in much of Europe."""
    rows = "A1;c;2024-05-03;1.234,50\nA2;c;2024-05-03;2,125\nA3;c;2024-05-03;7,5\n"
    door.take("orders.csv", "order_id;customer_id;date;amount\n" + rows)
    assert amounts(door) == {"A1": 1234.5, "A2": 2.125, "A3": 7.5}


def test_an_order_under_a_mail_alone_finds_its_customer(door: Door) -> None:
    """Also when the customer comes later."""
    door.take("orders.csv", "order_id,email,date,amount\nA1,Ann@x.com,2024-05-03,5\n")
    door.take("customers.csv", "customer_id,name,email\nc9,Ann,ann@x.com\n")
    assert door.rows("SELECT customer_id FROM orders") == ["c9"]


def test_orders_without_numbers_are_named_by_customer_and_time(door: Door) -> None:
    """The same file under another name is still nothing new."""
    rows = "customer_id,date,quantity,amount\n00001,19970101,1,11.77\n"
    rows += "00002,19970112,1,12.00\n00002,19970112,5,77.00\n"
    assert door.take("cd.csv", rows).accepted == 3
    assert sorted(amounts(door).values()) == [11.77, 89.0]
    assert door.take("cd2.csv", rows + "\n").duplicates == 3
