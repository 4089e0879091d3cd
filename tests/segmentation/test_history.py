"""What moved a customer: told whole, in three languages, for every kind of change."""

from dataclasses import replace

import pytest

from index.records import Axes, Profile, Rfm
from prompts.reading import LANGUAGES, read
from segmentation.history import changes
from segmentation.settings import Settings
from segmentation.wording import tell
from tests.segmentation.histories import when
from tests.segmentation.test_actions import profile

SETTINGS = Settings()
NOW = replace(profile(), risk=None, value_at_risk=0.0, level="silver")
BEFORE = replace(NOW, lifecycle="loyal", as_of=when(190), level="gold", axes=Axes(80, 85, 10, 60), tier="vip")
FACTS = {"rhythm_days": 31.4, "overdue": 2.4, "last_gap_days": 96.0}


def found(old: Profile, new: Profile) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """By kind of change: from, to, and the features of its reasons."""
    return {
        one.what: (one.old, one.new, tuple(reason.feature for reason in one.reasons))
        for one in changes(old, new, SETTINGS, FACTS, ("o9",))
    }


def test_from_loyal_to_slipping() -> None:
    """The rhythm is the reason, the last order its evidence; tier and level cite the axis that fell."""
    told = found(BEFORE, NOW)
    assert told["lifecycle"] == ("loyal", "slipping", ("moved.silent",))
    assert told["tier"] == ("vip", "sleeping_vip", ("moved.activity_fell",))
    assert told["level"] == ("gold", "silver", ("moved.activity_fell",))
    reason = next(one for one in changes(BEFORE, NOW, SETTINGS, FACTS, ("o9",)) if one.what == "lifecycle")
    assert reason.reasons[0].evidence == ("o9",)
    assert tell(reason.reasons[0], "en") == "usually orders every 31 days, none for 74"
    assert tell(reason.reasons[0], "zh-Hans") == "通常每 31 天下一次单，如今已有 74 天没有下单"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("lapsed", "won_back", "moved.returned"),
        ("prospect", "first_purchase", "moved.first"),
        ("active", "loyal", "moved.ordered"),
    ],
)
def test_other_ways_through_the_lifecycle(old: str, new: str, reason: str) -> None:
    """Coming back, a first order, one more order."""
    orders = 0 if old == "prospect" else 4
    before = replace(BEFORE, lifecycle=old, rfm=replace(BEFORE.rfm, frequency=orders))
    assert found(before, replace(NOW, lifecycle=new))["lifecycle"] == (old, new, (reason,))


def test_scores_and_classes() -> None:
    """An RFM group cites the scores that moved, a class the spend; what only others moved says so."""
    scored = Rfm(3, 5, 450.0, 5, 4, 4, "champions")
    told = found(replace(BEFORE, rfm=scored, abc="B"), NOW)
    assert told["rfm"] == ("champions", "at_risk", ("moved.r",))
    assert told["abc"] == ("B", "A", ("moved.spend",))
    assert found(replace(BEFORE, abc="B"), NOW)["abc"][2] == ("moved.others",)


def test_a_profile_without_a_level_moves_from_none() -> None:
    """The first refresh that knows levels makes no history of them."""
    assert "level" not in found(replace(BEFORE, level=None), NOW)
    assert found(BEFORE, NOW).keys() == {"tier", "level", "lifecycle"}


def test_every_reason_has_its_words() -> None:
    """Each key of the catalogue can be said with the values that history gives."""
    values = {"rhythm": 31.0, "recency": 74.0, "gap": 96.0, "count": 5.0, "before": 20.0, "now": 30.0}
    for language in LANGUAGES:
        words = read("standing", language)
        keys = [key for key in words.sentences if key.startswith("moved.")]
        assert len(keys) == 16
        for key in keys:
            assert words.say(key, **values)
