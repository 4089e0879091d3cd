"""Did it help: customers who were contacted against comparable ones who were not."""

from segmentation.outcomes.comparing import Effect, effect_of_draw, effect_on_contacted
from segmentation.outcomes.holdout import HELD_OUT, held_out
from segmentation.outcomes.learning import learnt
from segmentation.outcomes.measuring import LEAST, Outcome, Past, drawn_outcome, outcomes

__all__ = [
    "HELD_OUT",
    "LEAST",
    "Effect",
    "Outcome",
    "Past",
    "drawn_outcome",
    "effect_of_draw",
    "effect_on_contacted",
    "held_out",
    "learnt",
    "outcomes",
]
