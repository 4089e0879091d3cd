"""The customer's journey: at which stage of it somebody speaks."""

from segmentation.journey.placing import Placed, Trail, place
from segmentation.journey.stages import STAGES

__all__ = ["STAGES", "Placed", "Trail", "place"]
