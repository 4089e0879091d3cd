"""The customer's journey: at which stage of it somebody speaks."""

from segmentation.journey.pains import PAIN_DAYS, pains
from segmentation.journey.placing import Placed, Trail, place
from segmentation.journey.stages import STAGES

__all__ = ["PAIN_DAYS", "STAGES", "Placed", "Trail", "pains", "place"]
