"""Handles in one form each."""

import pytest

from index.identity.handles import Handle, account, email, loyalty, personal, phone


@pytest.mark.parametrize("text", ["J.Smith+shop@Gmail.com", "jsmith@googlemail.com", " JSMITH@GMAIL.COM "])
def test_one_mailbox_in_many_forms(text: str) -> None:
    """Case, Gmail's dots and tags do not matter."""
    assert email(text) == Handle("email", "jsmith@gmail.com")


@pytest.mark.parametrize("text", ["nobody", "a@b", "a b@c.com", "", None])
def test_what_is_no_mail(text: str | None) -> None:
    """Nothing is guessed at."""
    assert email(text) is None


@pytest.mark.parametrize(
    ("text", "country", "value"),
    [
        ("07700 900123", "United Kingdom", "+447700900123"),
        ("+44 7700 900123", None, "+447700900123"),
        ("5432 1098", "Hong Kong", "+85254321098"),
        ("0912-345-678", "台灣", "+886912345678"),
        ("138 1234 5678", "CN", "+8613812345678"),
        ("+86-138-1234-5678", None, "+8613812345678"),
    ],
)
def test_numbers_by_country(text: str, country: str | None, value: str) -> None:
    """The country completes a number that names none."""
    assert phone(text, country) == Handle("phone", value)


def test_no_numbers_and_other_handles() -> None:
    """Fillers are no numbers; accounts carry their platform."""
    assert phone("0000000000", "GB") is None
    assert phone("12", "GB") is None
    assert account(" @Wei_90 ", "Twitter") == Handle("handle", "twitter:wei_90")
    assert loyalty("ab-12 34") == Handle("loyalty", "AB1234")


def test_mailboxes_of_houses_are_nobodys() -> None:
    """They cannot make two customers one."""
    assert not personal(Handle("email", "info@shop.com"))
    assert personal(Handle("email", "ann@shop.com"))
