"""What is learnt once and used for many refreshes: risk, value and segments, kept as bytes without pickle."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from index.ports import EventColumns, FeedbackVectors, LineColumns, OrderColumns, SaidColumns, SalesColumns
from index.records import Reason
from segmentation import risk, value
from segmentation.attitudes import AxisModel
from segmentation.behaviour import DAY, Behaviour, behaviour_of, seconds
from segmentation.contacting import Contacted
from segmentation.risk import AdditiveModel, History, fit_risk, horizon_of
from segmentation.risk.groups import GROUP_OF
from segmentation.segments import SegmentModel, fit_segments, from_arrays, to_arrays
from segmentation.settings import Settings
from segmentation.value import ValueModel, fit_value
from segmentation.vectors import blocks_of

FORMAT = 3
REFIT_DAYS = 7.0
REFIT_GROWTH = 0.1


@dataclass(frozen=True)
class Inputs:
    """What judging needs of the memory; rows after the day asked about are never looked at."""

    customer_ids: Sequence[str]
    """All kept customers."""
    orders: OrderColumns
    events: EventColumns
    said: SaidColumns
    vectors: FeedbackVectors | None = None
    categories: Sequence[tuple[str, str, float]] = ()
    theme_names: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    lines: LineColumns | None = None
    sales: SalesColumns | None = None
    disliked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Goods that customers spoke badly of, as of the moment asked about."""
    causes: Mapping[str, Reason] = field(default_factory=dict)
    """What customers blame, as of the moment asked about."""
    stages: Mapping[str, str] = field(default_factory=dict)
    """Stage of the journey at which customers were last unhappy, as of the moment asked about."""
    contacted: Mapping[str, Contacted] = field(default_factory=dict)
    """When customers were contacted, and who asked to be left alone, as of the moment asked about."""

    @property
    def history(self) -> History:
        """What customers did and said."""
        return History(self.orders, self.events, self.said)

    def behaviour(self, moment: int) -> Behaviour:
        """Behaviour of every customer as of a moment (UTC seconds)."""
        return behaviour_of(self.orders, self.events, self.said, moment, self.customer_ids)


@dataclass(frozen=True)
class Models:
    """Everything learnt, as of a moment (UTC seconds)."""

    moment: int
    customers: int
    risk: AdditiveModel
    value: ValueModel
    segments: SegmentModel

    def stale(self, as_of: datetime, customers: int) -> bool:
        """Whether to learn again: a week older, a tenth more customers, or learnt later than ``as_of``.

        Also where another release learnt of features that are not used any more; judging by such models
        fails, but segments keep their ids when they are given to ``fit_models``.
        """
        now = seconds(as_of)
        grown = abs(customers - self.customers) > REFIT_GROWTH * max(self.customers, 1)
        told = all(term.feature in GROUP_OF for term in self.risk.terms)
        return now < self.moment or now - self.moment >= REFIT_DAYS * DAY or grown or not told

    def to_bytes(self) -> bytes:
        """Arrays and JSON in one compressed file."""
        buffer = io.BytesIO()
        arrays: dict[str, Any] = {
            "format": np.array([FORMAT]),
            "numbers": np.array([self.moment, self.customers]),
            "risk": _letters(self.risk.to_json()),
            "value": _letters(self.value.to_json()),
            **to_arrays(self.segments),
        }
        np.savez_compressed(buffer, **arrays)
        return buffer.getvalue()

    @staticmethod
    def from_bytes(data: bytes) -> "Models | None":
        """What ``to_bytes`` wrote; None where another release wrote it otherwise: learn again then."""
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            if int(kept["format"][0]) != FORMAT:
                return None
            moment, customers = (int(number) for number in kept["numbers"])
            segments = from_arrays(kept)
            judged, worth = risk.from_json(_text(kept["risk"])), value.from_json(_text(kept["value"]))
        return Models(moment, customers, judged, worth, segments)


def fit_models(
    inputs: Inputs,
    as_of: datetime,
    settings: Settings,
    previous: Models | None = None,
    attitudes: AxisModel | None = None,
) -> Models:
    """Learn risk, value and segments from what was known at ``as_of``; segment ids follow ``previous``."""
    moment = seconds(as_of)
    behaviour = inputs.behaviour(moment)
    horizon = horizon_of(inputs.orders, moment, settings)
    blocks = blocks_of(behaviour, inputs.said, inputs.vectors, inputs.categories, attitudes, settings)
    before = previous.segments if previous is not None else None
    return Models(
        moment,
        len(inputs.customer_ids),
        fit_risk(inputs.history, moment, horizon, settings),
        fit_value(behaviour, inputs.orders, float(horizon)),
        fit_segments(blocks, moment, settings, before, sought(settings, attitudes)),
    )


def sought(settings: Settings, attitudes: AxisModel | None) -> str:
    """What segments were sought by; where it is not what it was, they are sought anew."""
    weights = (
        settings.text_weight,
        settings.behaviour_weight,
        settings.goods_weight,
        settings.values_weight,
        settings.minimum_segment,
        settings.sample,
    )
    return f"{weights} {attitudes.axes if attitudes is not None else ()}"


def _letters(text: str) -> np.ndarray:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _text(letters: np.ndarray) -> str:
    return letters.tobytes().decode()
