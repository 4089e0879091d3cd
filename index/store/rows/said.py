"""Rows of feedback, analyses, vectors and themes as records, and back."""

from typing import Any

import numpy as np
from sqlalchemy import Row

from index.digests import text_hash
from index.records import Analysis, Drift, Feedback, Rating, ReadFeedback, Theme
from index.store.documents import from_document, records, to_document
from index.store.moments import moment, seconds
from nlp.findings import Aspect, Emotion, Mixed, Signal, Vectors

Values = dict[str, Any]


def vector_bytes(vector: Vectors) -> bytes:
    """A vector as little-endian float32."""
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def vector(stored: bytes) -> Vectors:
    """What ``vector_bytes`` stored, shape (d,)."""
    return np.frombuffer(stored, dtype="<f4")


def matrix(stored: list[bytes]) -> Vectors:
    """Stored vectors of one model, shape (n, d); (0, 0) for none."""
    if not stored:
        return np.zeros((0, 0), dtype=np.float32)
    return np.frombuffer(b"".join(stored), dtype="<f4").reshape(len(stored), -1)


def feedback(row: Row[Any], customer_id: str | None) -> Feedback:
    """A row of ``feedback``."""
    rating = None
    if row.rating_scale is not None and row.rating is not None:
        rating = Rating(row.rating_scale, row.rating, row.rating_max)
    return Feedback(
        id=row.id,
        at=moment(row.at),
        text=row.text,
        channel=row.channel,
        source=row.source,
        language=row.language,
        customer_id=customer_id,
        rating=rating,
        author=row.author,
        order_id=row.order_id,
        product=row.product,
        duplicate_of=row.duplicate_of,
        attributes=row.attributes or {},
    )


def feedback_values(record: Feedback) -> Values:
    """All columns of ``feedback`` but ``seq``, which the database gives."""
    rating = record.rating
    plain = ("id", "customer_id", "text", "channel", "source", "language", "author", "order_id", "product")
    return {
        **{name: getattr(record, name) for name in plain},
        "at": seconds(record.at),
        "text_hash": text_hash(record.text),
        "rating_scale": rating.scale if rating else None,
        "rating": rating.value if rating else None,
        "rating_max": rating.maximum if rating else None,
        "duplicate_of": record.duplicate_of,
        "attributes": dict(record.attributes),
    }


def analysis(row: Row[Any]) -> Analysis:
    """A row that holds the columns of ``analyses``, the feedback's id as ``feedback_id``."""
    return Analysis(
        feedback_id=row.feedback_id,
        model=row.model,
        label=row.label,
        score=row.score,
        negative=row.negative,
        neutral=row.neutral,
        positive=row.positive,
        signals=records(Signal, row.signals),
        aspects=records(Aspect, row.aspects),
        emotion=None if row.emotion is None else from_document(Emotion, row.emotion),
        mixed=None if row.mixed is None else from_document(Mixed, row.mixed),
    )


def analysis_values(record: Analysis) -> Values:
    """All columns of ``analyses``; numbers as Python's own."""
    numbers = ("score", "negative", "neutral", "positive")
    return {
        **{name: getattr(record, name) for name in ("feedback_id", "model", "label")},
        **{name: float(getattr(record, name)) for name in numbers},
        "signals": to_document(record.signals),
        "aspects": to_document(record.aspects),
        "emotion": to_document(record.emotion),
        "mixed": to_document(record.mixed),
    }


def read_feedback(row: Row[Any], customer_id: str | None) -> ReadFeedback:
    """A row of feedback joined with its analysis and its theme."""
    return ReadFeedback(
        feedback=feedback(row, customer_id),
        analysis=analysis(row) if row.feedback_id is not None else None,
        theme_id=row.theme_id,
        forced=bool(row.forced),
    )


def theme(row: Row[Any]) -> Theme:
    """A row of ``themes``."""
    return Theme(
        id=row.id,
        names=row.names,
        keywords={language: tuple(words) for language, words in row.keywords.items()},
        size=row.size,
        exemplars=tuple(row.exemplars),
        centroid=vector(row.centroid),
        radius=row.radius,
        created_at=moment(row.created_at),
        as_of=moment(row.as_of),
        area=row.area_id,
        hidden=bool(row.hidden),
        pinned=bool(row.pinned),
        drift=None if row.drift is None else from_document(Drift, row.drift),
    )


def theme_values(record: Theme) -> Values:
    """All columns of ``themes``, in use."""
    return {
        "id": int(record.id),
        "names": dict(record.names),
        "keywords": to_document(record.keywords),
        "size": int(record.size),
        "exemplars": list(record.exemplars),
        "centroid": vector_bytes(record.centroid),
        "radius": float(record.radius),
        "created_at": seconds(record.created_at),
        "as_of": seconds(record.as_of),
        "retired": False,
        "area_id": record.area,
        "hidden": bool(record.hidden),
        "pinned": bool(record.pinned),
        "drift": to_document(record.drift),
    }
