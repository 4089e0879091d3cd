"""What to do, whom to alert, what changed, and how it is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from index.records import Action, Axes, Mood, Profile, Reason, Rfm, Risk, SegmentPlace
from prompts.reading import LANGUAGES, read
from segmentation.alerts import KINDS, alerts
from segmentation.attitudes import AXES
from segmentation.history import changes
from segmentation.lifecycle import STAGES
from segmentation.playbooks import Standing, default_playbook, next_action
from segmentation.rfm import LABELS
from segmentation.settings import Settings
from segmentation.tiers import TIERS
from segmentation.wording import day, name, number, tell, tell_action
from tests.segmentation.histories import when

SETTINGS = Settings()
COMPLAINT = Reason("complaints.some", "up", 0.0, {"count": 2.0, "since": "2024-05-04"}, ("f9", "f8"))
FAREWELL = Reason("farewell.some", "up", 0.0, {"count": 1.0, "since": "2024-05-04"}, ("f7",))
SILENCE = Reason("silence.overdue", "up", 0.8, {"recency": 74.2, "rhythm": 31.0}, ("o1",))


def profile(probability: float = 0.3, **values: object) -> Profile:
    """A profile as of day 200."""
    plain = Profile(
        customer_id="c1",
        as_of=when(200),
        rfm=Rfm(74, 5, 400.0, 2, 4, 4, "at_risk"),
        abc="A",
        lifecycle="slipping",
        axes=Axes(20, 85, 10, 60),
        tier="sleeping_vip",
        risk=Risk(probability, 90, (SILENCE,), "model"),
        expected_value=100.0,
        value_at_risk=100 * probability,
        segment=SegmentPlace(1, 0.9, False),
        psychographics=(),
        mood=Mood(0, 0, 0, None, None),
        themes=(),
        nps=None,
        csat=None,
        action=Action("grow", "email", "marketing"),
    )
    return replace(plain, **values)  # type: ignore[arg-type]  # named by each test


def standing(**values: object) -> Standing:
    plain = Standing("quiet", "C", "active", Axes(10, 10, 10, 10), profile().risk, {})
    return replace(plain, **values)  # type: ignore[arg-type]  # named by each test


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"signals": {"refund": COMPLAINT}}, "settle_refund"),
        ({"signals": {"complaint": COMPLAINT}, "tier": "vip"}, "rescue"),
        ({"signals": {"complaint": COMPLAINT}}, "answer_complaint"),
        ({"signals": {"farewell": FAREWELL}}, "keep"),
        ({"tier": "sleeping_vip", "risk": profile(0.8).risk}, "rescue"),
        ({"lifecycle": "lapsed", "abc": "B"}, "win_back"),
        ({"lifecycle": "lapsed"}, "let_rest"),
        ({"lifecycle": "slipping"}, "remind"),
        ({"lifecycle": "first_purchase"}, "second_order"),
        ({"lifecycle": "prospect", "risk": None}, "invite"),
        ({"lifecycle": "won_back"}, "welcome_back"),
        (
            {"signals": {"cart": Reason("intent.plain", "up", 0.0, {"carts": 1.0, "enquiries": 0.0})}},
            "follow_up",
        ),
        ({"tier": "vip"}, "reward"),
        ({}, "grow"),
    ],
)
def test_plays(values: dict[str, object], key: str) -> None:
    """Each play where its conditions hold, always with a reason that can be told."""
    action = next_action(standing(**values), SETTINGS)
    assert action.key == key
    assert action.reasons
    assert all(tell(reason, language) for reason in action.reasons for language in LANGUAGES)


def test_an_action_cites_what_called_for_it() -> None:
    """The complaint comes first among the reasons."""
    action = next_action(standing(signals={"complaint": COMPLAINT}), SETTINGS)
    assert action.reasons[0] == COMPLAINT


def test_alert_for_risk_that_is_newly_high() -> None:
    """Low yesterday and high today alerts; high on both days does not, unless it clearly rose."""
    kinds = [a.kind for a in alerts(profile(0.7), profile(0.3), {}, 1e9, SETTINGS)]
    assert kinds == ["risk_high"]
    assert alerts(profile(0.72), profile(0.7), {}, 1e9, SETTINGS) == ()
    assert alerts(profile(0.85), profile(0.7), {}, 1e9, SETTINGS)
    assert [a.kind for a in alerts(profile(0.7), None, {}, 50.0, SETTINGS)] == ["value_at_risk"]
    assert alerts(profile(0.7), None, {}, 1e9, SETTINGS) == ()
    assert alerts(profile(0.9, lifecycle="lapsed"), None, {}, 1.0, SETTINGS) == ()
    assert alerts(profile(0.9, abc="C"), None, {}, 1.0, SETTINGS) == ()


def stood(level: str, probability: float = 0.9, **values: object) -> Profile:
    """A profile whose level was said."""
    return profile(probability, risk=Risk(probability, 90, (SILENCE,), "model", level=level), **values)


def test_who_is_gone_is_not_at_risk() -> None:
    """The level decides where it is said, whatever the chance: for alerts, for changes and for plays."""
    assert alerts(stood("gone"), stood("high"), {}, 1e9, SETTINGS) == ()
    assert alerts(stood("gone"), None, {}, 1.0, SETTINGS) == ()
    assert alerts(stood("low", 0.6), stood("low", 0.2), {}, 1.0, SETTINGS) == ()
    assert [one.kind for one in alerts(stood("high"), stood("gone"), {}, 1e9, SETTINGS)] == ["risk_high"]
    moved = {one.what: (one.old, one.new) for one in changes(stood("high"), stood("gone"), SETTINGS)}
    assert moved == {"risk": ("high", "gone")}
    assert changes(stood("gone", 0.4), stood("gone"), SETTINGS) == ()
    gone, risky = stood("gone").risk, stood("high").risk
    for lifecycle in ("active", "slipping"):
        for tier in ("regular", "sleeping_vip"):
            asked = standing(risk=gone, lifecycle=lifecycle, tier=tier)
            assert next_action(asked, SETTINGS).key == "win_back"
    assert next_action(standing(risk=gone, lifecycle="lapsed"), SETTINGS).key == "let_rest"
    assert next_action(standing(risk=risky), SETTINGS).key == "check_in"


def test_one_episode_is_one_alert() -> None:
    """The same silence a week later has the same id, a new purchase in between makes a new one."""
    first = alerts(profile(0.7), None, {}, 1.0, SETTINGS)[0]
    later = profile(0.7, as_of=when(207), rfm=replace(profile().rfm, recency_days=81))
    assert alerts(later, None, {}, 1.0, SETTINGS)[0].id == first.id
    after = profile(0.7, as_of=when(260), rfm=replace(profile().rfm, recency_days=40))
    assert alerts(after, None, {}, 1.0, SETTINGS)[0].id != first.id


def test_alerts_for_words() -> None:
    """A complaint alerts for a valuable customer only, words of leaving for all; one alert a message."""
    found = alerts(profile(0.1), None, {"complaint": COMPLAINT}, 1e9, SETTINGS)
    assert [a.kind for a in found] == ["complaint"]
    assert found[0].reasons[0].evidence == ("f9", "f8")
    assert alerts(profile(0.1, abc="C"), None, {"complaint": COMPLAINT}, 1e9, SETTINGS) == ()
    assert [a.kind for a in alerts(profile(0.1, abc="C"), None, {"farewell": FAREWELL}, 1e9, SETTINGS)] == [
        "farewell"
    ]
    newer = replace(COMPLAINT, evidence=("f10", "f9"))
    assert alerts(profile(0.1), None, {"complaint": newer}, 1e9, SETTINGS)[0].id != found[0].id


def test_changes_are_told_with_reasons() -> None:
    """What moved is a change at the new day; what did not is none."""
    old = profile(0.3, lifecycle="loyal", as_of=when(190), axes=Axes(80, 85, 10, 60), tier="vip")
    found = {change.what: change for change in changes(old, profile(0.7), SETTINGS)}
    assert set(found) == {"tier", "lifecycle", "risk"}
    assert (found["lifecycle"].old, found["lifecycle"].new) == ("loyal", "slipping")
    assert [one.feature for one in found["lifecycle"].reasons] == ["moved.quiet"]
    assert found["tier"].reasons[0].feature.startswith("moved.")
    assert (found["risk"].old, found["risk"].new) == ("low", "high")
    assert found["risk"].at == when(200)
    assert changes(profile(), replace(profile(), as_of=when(200) + timedelta(days=1)), SETTINGS) == ()


def test_reasons_read_like_a_manager_wrote_them() -> None:
    """Numbers, days and singulars, in each language."""
    assert tell(SILENCE, "en") == "usually orders every 31 days, none for 74"
    assert tell(SILENCE, "zh-CN") == "平时每 31 天下一单，如今已 74 天没有动静"
    assert tell(SILENCE, "zh-TW") == "平常每 31 天下一次單，現在已經 74 天沒有消息"
    assert tell(COMPLAINT, "en") == "2 complaints since 4 May"
    assert tell(COMPLAINT, "zh-Hans") == "5月4日以来投诉 2 次"
    single = replace(COMPLAINT, values={"count": 1.0, "since": "2024-05-04"})
    assert tell(single, "en") == "a complaint on 4 May"
    assert number(1234.5) == "1,234"
    assert number(2.5) == "2.5"
    assert day("2024-12-01", "zh-Hant") == "12月1日"


def test_values_are_never_interpreted() -> None:
    """Braces and percent signs in a value stay what they are."""
    odd = replace(COMPLAINT, feature="tier.value", values={"score": "{score} %s <b>"})
    assert "{score} %s <b>" in tell(odd, "en")


def test_every_judgement_has_a_name_in_every_language() -> None:
    """Labels, stages, tiers, attitudes, alerts and actions are named by the catalogues."""
    keys = {
        "rfm": {label for row in LABELS for label in row} | {"prospect"},
        "abc": set("ABC"),
        "lifecycle": set(STAGES),
        "tier": set(TIERS),
        "psychographics": set(AXES),
        "axis": {"activity", "value", "intent", "risk"},
        "alert": set(KINDS),
        "risk_level": {"high", "gone", "low", "none"},
        "change": {"tier", "lifecycle", "rfm", "segment", "risk"},
    }
    for language in LANGUAGES:
        for kind, members in keys.items():
            words = read("playbooks" if kind == "alert" else "segments", language)
            assert all(words.has(f"{kind}.{key}") for key in members), (language, kind)
        for play in default_playbook().plays:
            assert tell_action(Action(play.key, play.channel, play.owner), language)
    assert name("tier", "gold", "en") == "gold"
