"""Customers from rows, and the handles that any row tells of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.cleaning.digests import name_of
from index.cleaning.fields import Faults, Fields, Terms, times
from index.cleaning.languages import tag
from index.cleaning.veiling import Reading
from index.identity.handles import Handle, account, email, loyalty, phone
from index.readers import ROW, BrokenRow

if TYPE_CHECKING:
    import polars as pl

HANDLES = ("email", "phone", "handle", "loyalty_id")


@dataclass(frozen=True)
class CleanCustomer:
    """A row about a customer; None where the row does not say."""

    row: int
    id: str
    name: str | None
    email: str | None
    phone: str | None
    country: str | None
    language: str | None
    joined_at: int | None
    handles: tuple[Handle, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CleanCustomers:
    """The good rows of a block, and the others."""

    rows: tuple[CleanCustomer, ...]
    rejected: tuple[BrokenRow, ...]


def clean_customers(frame: "pl.DataFrame", terms: Terms, reading: Reading) -> CleanCustomers:
    """Typed customers; a row that names none is rejected."""
    fields, faults = Fields(frame, terms.layout), Faults()
    told = handles(fields)
    ids = _known_by(fields, told, terms, faults).to_list()
    columns = {name: fields.text(name).to_list() for name in ("email", "phone", "country", "language")}
    joined, names = _joined(fields, terms, faults), _names(fields)
    numbers, more = frame[ROW].to_list(), reading.attributes(fields)
    rows = tuple(
        CleanCustomer(
            row=numbers[place],
            id=ids[place] or invented(told[place]),
            name=names[place],
            email=columns["email"][place],
            phone=columns["phone"][place],
            country=columns["country"][place],
            language=tag(columns["language"][place]),
            joined_at=joined[place],
            handles=told[place],
            attributes=more[place],
        )
        for place in faults.sound(frame).arg_true().to_list()
    )
    return CleanCustomers(rows, faults.rejected(frame))


def _known_by(fields: Fields, told: list[tuple[Handle, ...]], terms: Terms, faults: Faults) -> "pl.Series":
    """The ids; without a column of them a usable handle will do, with one a faulty mail is no harm."""
    import polars as pl

    ids = fields.ids("customer_id")
    if "customer_id" in terms.layout:
        faults.note(ids.is_null(), "missing_customer", fields.column("customer_id"))
        return ids
    nameless = pl.Series([not handles for handles in told], dtype=pl.Boolean)
    mails = fields.text("email")
    faults.note(nameless & mails.is_not_null(), "bad_email", fields.column("email"), mails)
    faults.note(nameless, "missing_customer", fields.column("email" if "email" in terms.layout else "phone"))
    return ids


def handles(fields: Fields) -> list[tuple[Handle, ...]]:
    """The handles of each row, normalised, the surest first."""
    countries = fields.text("country").to_list()
    platforms = fields.text("platform").to_list()
    mails, phones = fields.text("email").to_list(), fields.text("phone").to_list()
    names, cards = fields.text("handle").to_list(), fields.text("loyalty_id").to_list()
    accounts = {
        platform: fields.frame[column].to_list()
        for column, platform in fields.layout.handles.items()
        if column in fields.frame.columns
    }
    rows = []
    for place, country in enumerate(countries):
        found = [
            email(mails[place]),
            phone(phones[place], country),
            loyalty(cards[place]),
            account(names[place], platforms[place]),
            *(account(values[place], platform) for platform, values in accounts.items()),
        ]
        rows.append(tuple(dict.fromkeys(one for one in found if one is not None)))
    return rows


def invented(told: tuple[Handle, ...]) -> str:
    """An id for a customer who is known by a handle alone."""
    return "c-" + name_of(told[0].kind, told[0].value)


def _joined(fields: Fields, terms: Terms, faults: Faults) -> list[int | None]:
    if "joined_at" not in terms.layout:
        return [None] * fields.frame.height
    own = Faults()
    at = times(fields, "joined_at", terms, own)
    # Not to know when somebody joined is no fault; to be told nonsense is.
    for place, (reason, words) in own.found.items():
        if reason != "missing_date":
            faults.found.setdefault(place, (reason, words))
    return at.to_list()


def _names(fields: Fields) -> list[str | None]:
    whole = fields.text("name").to_list()
    firsts, lasts = fields.text("first_name").to_list(), fields.text("last_name").to_list()
    return [name or _full(first, last) for name, first, last in zip(whole, firsts, lasts, strict=True)]


def _full(first: str | None, last: str | None) -> str | None:
    parts = [part for part in (first, last) if part]
    if parts and any("\u3400" <= char <= "\u9fff" for char in "".join(parts)):
        return "".join(reversed(parts))
    return " ".join(parts) or None
