"""Combined tiers: what kind of attention a customer deserves.

| tier | when | what it calls for |
|---|---|---|
| vip | activity and value high | dedicated service |
| sleeping_vip | value high, activity not | win back |
| potential | intent high, value not | follow up |
| regular | activity high, value and intent not | keep, sell more |
| quiet | none is high | wake up or clean up |

High is ``Settings.high`` or more for activity and intent, ``Settings.high_value`` for value;
the rows are tried from above.
"""

from index.records import Axes
from segmentation.settings import Settings

TIERS = ("vip", "sleeping_vip", "potential", "regular", "quiet")


def tier(axes: Axes, settings: Settings) -> str:
    """The first row of the table that fits."""
    active, keen = axes.activity >= settings.high, axes.intent >= settings.high
    if axes.value >= settings.high_value:
        return "vip" if active else "sleeping_vip"
    if keen:
        return "potential"
    return "regular" if active else "quiet"
