"""What a customer did and said as of a moment, as numbers."""

from segmentation.behaviour.matrix import Behaviour, behaviour_of
from segmentation.behaviour.rows import DAY, seconds

__all__ = ["DAY", "Behaviour", "behaviour_of", "seconds"]
