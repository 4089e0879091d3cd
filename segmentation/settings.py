"""What an owner may set about judgements; the defaults are those of the documented tables."""

from dataclasses import dataclass

from segmentation.levels import LEVELS, Level


@dataclass(frozen=True)
class RfmBounds:
    """The owner's own bounds between the scores 1-5, four of each, ascending."""

    recency: tuple[float, ...]
    """Days: up to the first scores 5, over the last scores 1."""
    frequency: tuple[float, ...]
    """Orders: from the first scores 2, from the last scores 5."""
    monetary: tuple[float, ...]
    """Net spend, reporting currency: likewise."""


@dataclass(frozen=True)
class Settings:
    """Thresholds of tiers, risk and segments."""

    horizon_days: int | None = 90
    """Days within which a customer should buy again; None: chosen from the store's own rhythm."""
    churn: str = "auto"
    """What leaving means: ``silence``, ``cancellation``, or ``auto``: as the store's own past shows."""
    holdout: float = 0.0
    """Share of customers left uncontacted at random, 0..1, so that contacting can be measured."""
    currency: str = "GBP"
    """Of all amounts, an ISO code; told with them."""
    active_days: int = 365
    """Customers whose last purchase is older are not learnt from."""
    rfm: str = "quantile"
    """How RFM scores are given: ``quantile``, ``fixed`` or ``manual``."""
    rfm_bounds: RfmBounds | None = None
    """For ``manual``."""
    levels: tuple[Level, ...] = LEVELS
    """In the owner's own names, the first that fits."""
    abc_a: float = 0.80
    abc_b: float = 0.95
    slip: float = 1.5
    """A customer slips after so many times the own rhythm without a purchase."""
    lapse: float = 3.0
    """A customer has lapsed after so many times the own rhythm."""
    slip_days: int = 14
    """Nobody slips before so many days, however often they buy."""
    lapse_days: int = 45
    """Nobody has lapsed before so many days."""
    loyal_purchases: int = 4
    """Purchase days that make an active customer loyal."""
    high: int = 60
    """Activity and intent count as high from here on, 0-100."""
    high_value: int = 80
    """Value counts as high from here on, 0-100."""
    risk_high: float = 0.5
    """At risk from this probability on."""
    risk_cutoffs: int = 12
    """Past days that risk is learnt from at most: a year of them, for no season is better known than another.

    On the UCI orders the newest four rank no better, and their level is that of one season only."""
    risk_without: tuple[str, ...] = ()
    """Groups of reasons that risk may not use, such as ``tenure``."""
    alert_rise: float = 0.1
    """A risk is newly high when it rose at least so much."""
    value_quantile: float = 0.9
    """Value at risk is high in this top share of customers."""
    minimum_examples: int = 200
    """Fewer training examples than this: the documented rules instead of a model."""
    minimum_segment: int = 12
    text_weight: float = 1.0
    behaviour_weight: float = 1.0
    goods_weight: float = 1.0
    values_weight: float = 0.5
    """Of what is said about values beside what is bought."""
    sample: int = 20_000
    """Above this many customers, segments are found on a sample and the rest placed by neighbours."""
    seed: int = 7

    def weight(self, block: str) -> float:
        """What a block of the customers' vectors weighs in segments; 0 leaves it out."""
        weights = {
            "said": self.text_weight,
            "done": self.behaviour_weight,
            "tastes": max(self.goods_weight, self.values_weight),
        }
        return weights.get(block, 1.0)
