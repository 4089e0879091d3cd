"""Who the customers really are: groups in what they say and do, with lasting ids, names and portraits."""

from segmentation.segments.evolution import Became, events_of, what_became
from segmentation.segments.keeping import from_arrays, to_arrays
from segmentation.segments.matching import match_ids
from segmentation.segments.model import SegmentModel, fit_segments, place
from segmentation.segments.naming import Known
from segmentation.segments.portraits import portraits

__all__ = [
    "Became",
    "Known",
    "SegmentModel",
    "events_of",
    "fit_segments",
    "from_arrays",
    "match_ids",
    "place",
    "portraits",
    "to_arrays",
    "what_became",
]
