"""Made-up histories as the columns that judging reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from index.ports import EventColumns, FeedbackVectors, OrderColumns, SaidColumns
from segmentation.settings import Settings

DAY = 86_400
SETTINGS = Settings(horizon_days=45)
NOW = 430
"""The day that the made-up store is judged on, and how far ahead."""
START = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp())
SIGNALS = ("complaint", "churn", "refund", "legal", "praise")


@dataclass(frozen=True)
class Message:
    """Something a customer said, ``day`` days after the start."""

    customer: str
    day: float
    id: str
    score: float = 0.0
    theme: int = -1
    signals: tuple[str, ...] = ()
    nps: float = float("nan")
    csat: float = float("nan")


@dataclass(frozen=True)
class Shop:
    """A whole made-up store."""

    orders: OrderColumns
    events: EventColumns
    said: SaidColumns
    vectors: FeedbackVectors | None = None
    kind: dict[str, str] = field(default_factory=dict)
    """What each customer was made to be."""


def moment(day: float) -> int:
    """UTC seconds so many days after the start."""
    return START + int(day * DAY)


def when(day: float) -> datetime:
    """The same as an aware datetime."""
    return datetime.fromtimestamp(moment(day), UTC)


def orders_of(rows: Sequence[tuple[str, float, float]]) -> OrderColumns:
    """Columns of (customer, day, amount); ids o0, o1, … in the order given, one line each."""
    ids = sorted({customer for customer, _, _ in rows})
    place = {name: i for i, name in enumerate(ids)}
    numbered = sorted(enumerate(rows), key=lambda pair: (pair[1][0], pair[1][1]))
    return OrderColumns(
        tuple(ids),
        np.array([place[row[0]] for _, row in numbered], dtype=np.int32),
        np.array([moment(row[1]) for _, row in numbered], dtype=np.int64),
        np.array([row[2] for _, row in numbered], dtype=np.float64),
        np.ones(len(rows), dtype=np.int32),
        tuple(f"o{number}" for number, _ in numbered),
    )


def events_of(rows: Sequence[tuple[str, float, str]]) -> EventColumns:
    """Columns of (customer, day, kind)."""
    ids, kinds = sorted({row[0] for row in rows}), sorted({row[2] for row in rows})
    ordered = sorted(rows)
    return EventColumns(
        tuple(ids),
        np.array([ids.index(row[0]) for row in ordered], dtype=np.int32),
        np.array([moment(row[1]) for row in ordered], dtype=np.int64),
        tuple(kinds),
        np.array([kinds.index(row[2]) for row in ordered], dtype=np.int16),
    )


def said_of(messages: Sequence[Message]) -> SaidColumns:
    """Columns of messages; a text counts as negative by its score."""
    ordered = sorted(messages, key=lambda m: (m.customer, m.day))
    ids = sorted({m.customer for m in messages})
    place = {name: i for i, name in enumerate(ids)}
    score = np.array([m.score for m in ordered], dtype=np.float32)
    return SaidColumns(
        tuple(ids),
        np.array([place[m.customer] for m in ordered], dtype=np.int32),
        np.array([moment(m.day) for m in ordered], dtype=np.int64),
        tuple(m.id for m in ordered),
        score,
        np.clip(-score, 0, 1),
        np.array([m.theme for m in ordered], dtype=np.int32),
        {kind: np.array([kind in m.signals for m in ordered], dtype=bool) for kind in SIGNALS},
        np.array([m.nps for m in ordered], dtype=np.float32),
        np.array([m.csat for m in ordered], dtype=np.float32),
    )


def vectors_of(messages: Sequence[Message], directions: Sequence[int], width: int = 16) -> FeedbackVectors:
    """Unit vectors that point along ``directions``, with a little noise."""
    draw = np.random.default_rng(5)
    matrix = draw.normal(0, 0.15, (len(messages), width)).astype(np.float32)
    matrix[np.arange(len(messages)), np.array(directions, dtype=int)] += 1.0
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return FeedbackVectors(
        tuple(m.id for m in messages),
        tuple(m.customer for m in messages),
        ("en",) * len(messages),
        tuple(f"text {m.id}" for m in messages),
        matrix,
    )


def shop(customers: int = 400, days: int = 500, seed: int = 3) -> Shop:
    """Steady, fading and rare buyers; those who fade complain first."""
    draw = np.random.default_rng(seed)
    bought: list[tuple[str, float, float]] = []
    moved: list[tuple[str, float, str]] = []
    messages: list[Message] = []
    directions: list[int] = []
    kinds: dict[str, str] = {}
    for number in range(customers):
        name = f"c{number:04d}"
        kind = ("steady", "fading", "rare")[number % 3]
        kinds[name] = kind
        gap = {"steady": 20.0, "fading": 20.0, "rare": 120.0}[kind]
        end = float(draw.uniform(100, days)) if kind == "fading" else float(days)
        day = float(draw.uniform(0, 60))
        while day < end:
            bought.append((name, day, round(float(draw.gamma(4, 15)), 2)))
            if draw.random() < 0.3:
                moved.append((name, day - 1, "visit"))
            day += max(1.0, float(draw.gamma(4, gap / 4)))
        if kind == "fading":
            for _ in range(2):
                at = end - float(draw.uniform(0, 20))
                messages.append(Message(name, at, f"f{len(messages)}", -0.8, 1, ("complaint", "churn")))
                directions.append(0)
        elif draw.random() < 0.6:
            at = float(draw.uniform(30, days))
            messages.append(Message(name, at, f"f{len(messages)}", 0.7, 2, ("praise",), nps=9))
            directions.append(1)
    vectors = vectors_of(messages, directions)
    return Shop(orders_of(bought), events_of(moved), said_of(messages), vectors, kinds)
