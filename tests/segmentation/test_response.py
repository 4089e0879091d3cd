"""What followed a contact: the first order and visit in time, each counted once."""

from segmentation.response import Mark, response
from tests.segmentation.histories import when


def marks(*days: float, name: str = "x") -> list[Mark]:
    return [Mark(when(day), f"{name}{day:g}") for day in days]


def test_orders_and_visits_after_a_contact() -> None:
    """Within fourteen days counts, later does not, and what came before the contact never does."""
    found = response(marks(10, 50), marks(9, 20, 70), marks(12, 51), when(100))
    later, first = found.contacts
    assert (first.order, first.visit, later.order, later.visit) == ("x20", "x12", None, "x51")
    assert (found.ordered, found.visited, found.over) == (1, 2, 2)


def test_an_order_answers_one_contact_only() -> None:
    """The last contact before an order has it."""
    found = response(marks(10, 15), marks(18), [], when(100))
    assert [one.order for one in found.contacts] == ["x18", None]


def test_a_contact_of_yesterday_is_still_open() -> None:
    """Nothing after the day is looked at, and nobody is called silent too soon."""
    found = response(marks(95), marks(104), [], when(100))
    assert found.contacts[0].open and (found.ordered, found.over) == (0, 0)
    assert response(marks(95), marks(99), [], when(100)).over == 1
    assert response(marks(120), [], [], when(100)).contacts == ()
