"""Who the customers are and what they do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Customer:
    """One person or company; ``name``, ``email`` and ``phone`` never leave the store unasked."""

    id: str
    source: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    country: str | None = None
    language: str | None = None
    joined_at: datetime | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identity:
    """A structured handle: ``kind`` is id, email, phone, handle or loyalty; ``value`` is normalised."""

    kind: str
    value: str
    customer_id: str
    source: str
    reason: str
    """Why it was joined, e.g. ``same email``."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One article of an order; a return has a negative quantity and amount."""

    order_id: str
    sku: str
    description: str
    category: str | None
    quantity: float
    unit_price: float
    amount: float


@dataclass(frozen=True, slots=True)
class Order:
    """One order (or return), in its own currency; ``customer_id`` None for guests."""

    id: str
    customer_id: str | None
    at: datetime
    currency: str
    amount: float
    lines: tuple[OrderLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A visit, login, add_to_cart, enquiry or other interaction."""

    id: str
    customer_id: str | None
    at: datetime
    kind: str
    channel: str | None = None
    target: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that could not be taken: ``reason`` is a stable key (``bad_date``), ``detail`` a sentence."""

    row_number: int
    reason: str
    detail: str
    row: Mapping[str, str]
