"""Which intent the words of a question speak for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answers.understand.cues import Sighting, sightings
from bot.answers.understand.things import Things

ENOUGH = 3.0
"""A score from which the words alone decide."""
COMPARED = 4.0
"""A score from which two times are surely compared."""
NAMED = 5.0
"""What a named customer adds to the questions about customers."""
ORDER = (
    "refused", "greeting", "help", "compare", "customer_action", "customer", "at_risk", "segments", "themes",
    "complaints", "opinions", "signals", "emotions", "aspects", "ratings", "journey", "forecast", "outcomes",
    "customers", "measures", "unknown",
)  # fmt: skip
"""Of equal scores the first wins."""

_ADDS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "segment": (("segments", 2.0), ("at_risk", 1.0)),
    "theme": (("complaints", 1.0), ("opinions", 0.5)),
    "tier": (("customers", 2.0),),
    "stage": (("customers", 1.5),),
    "grade": (("customers", 2.0),),
    "by": (("measures", 2.0),),
    "channel": (("complaints", 0.5), ("opinions", 0.5)),
}
_HEARD: Mapping[str, str] = {"signals": "signal", "emotions": "emotion"}
"""Intents, and the slots whose words speak for them."""
ASKED = frozenset({"who", "count", "some"})
RATED = ("nps", "csat", "stars")
"""Measures that are told group by group."""
_STRONG_MEASURES = frozenset(
    {
        "nps",
        "csat",
        "stars",
        "sentiment",
        "rfm",
        "abc",
        "lifecycle",
        "average_order",
        "revenue",
        "products",
        "overview",
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The best intent and its score; ``scores`` of all that were spoken for."""

    intent: str
    score: float
    scores: Mapping[str, float]


def judge(plain: str, things: Things, *, named: bool, periods: int) -> Verdict:
    """Weigh the cues of ``plain`` and what was named in the question."""
    scores: dict[str, float] = {}
    for found in sightings("intent", plain):
        scores[found.name] = scores.get(found.name, 0.0) + found.weight
    for name, additions in _ADDS.items():
        if getattr(things, name) is not None:
            for intent, weight in additions:
                scores[intent] = scores.get(intent, 0.0) + weight
    if periods > 1:
        scores["compare"] = scores.get("compare", 0.0) + 3.0
    _weigh_heard(scores, plain, things)
    _weigh_measures(scores, things)
    if periods < 2:
        _weigh_ratings(scores, things)
    if "journey" in scores:
        # Where it hurts is asked of the stages: what is bad there comes with them.
        scores["journey"] += sum(
            scores.pop(one, 0.0) for one in ("complaints", "aspects", "opinions", "emotions")
        )
    if "forecast" in scores:
        others = ("measures", "customers", "compare", "opinions", "themes", "segments", "customer", "signals")
        scores["forecast"] += sum(max(scores.pop(other, 0.0), 0.0) for other in others)
    if named:
        _weigh_named(scores)
    elif things.segment is not None or things.theme is not None:
        # "Tell me about the gift-givers" is about a segment: nobody is named.
        about = "segments" if things.segment is not None else "opinions"
        scores[about] = scores.get(about, 0.0) + scores.pop("customer", 0.0)
    best = min(scores, key=lambda intent: (-scores[intent], ORDER.index(intent)), default="unknown")
    return Verdict(best, scores.get(best, 0.0), scores)


def _weigh_heard(scores: dict[str, float], plain: str, things: Things) -> None:
    """What texts do and feel: asked of people, or counted, it is surely meant."""
    compared = scores.get("compare", 0.0) >= COMPARED
    asked = compared or bool(ASKED & things.focuses)
    for intent, slot in _HEARD.items():
        name = getattr(things, slot)
        if name is None or (name == "praise" and not asked):
            continue
        said = [one for one in sightings(slot, plain) if one.name == name]
        weight = max((one.weight for one in said), default=NAMED)
        scores[intent] = scores.get(intent, 0.0) + weight + (2.0 if asked or things.by else 0.0)
        if asked:
            _take_over(scores, plain, said)
    if things.both:
        asked_for = "aspects" if "aspects" in scores else "opinions"
        scores[asked_for] = scores.get(asked_for, 0.0) + 4.0 + scores.pop("complaints", 0.0)
    if things.signal == "request" and not compared:
        # What should be improved is no improvement.
        scores.pop("compare", None)
    if things.signal == "competitor" and "signals" in scores:
        _weigh_rivals(scores, things)
    best = max(_HEARD, key=lambda intent: scores.get(intent, 0.0))
    if scores.get(best, 0.0) >= max(
        ENOUGH, *(scores.get(other, 0.0) for other in ("complaints", "opinions"))
    ):
        # "Which VIPs want to cancel" lists and counts customers too, but those.
        scores[best] += scores.pop("customers", 0.0) + scores.pop("measures", 0.0)
        if scores.get("compare", 0.0) >= ENOUGH:
            scores["compare"] += scores[best]


def _take_over(scores: dict[str, float], plain: str, said: Sequence[Sighting]) -> None:
    """Words that name what is felt or done speak for nothing else: who is angry is no "complaint"."""
    for one in sightings("intent", plain):
        if one.name in ("complaints", "opinions", "at_risk") and any(
            one.start < other.end and other.start < one.end for other in said
        ):
            scores[one.name] -= one.weight


def _weigh_rivals(scores: dict[str, float], things: Things) -> None:
    """Who compares us with others asks for no comparison; how the others do is nothing we know."""
    if _STRONG_MEASURES & set(things.measures):
        scores["unknown"] = scores.get("unknown", 0.0) + NAMED + scores.pop("signals")
    else:
        scores.pop("compare", None)


def _weigh_measures(scores: dict[str, float], things: Things) -> None:
    strong = _STRONG_MEASURES & set(things.measures)
    if strong:
        scores["measures"] = scores.get("measures", 0.0) + 4.0
    elif not things.measures and "measures" in scores:
        scores["measures"] -= 2.0
    if scores.get("at_risk", 0.0) >= ENOUGH:
        # "Which VIPs are at risk" lists customers too, but those at risk.
        scores["at_risk"] += scores.pop("customers", 0.0)
    if "count" in things.focuses and "at_risk" in scores:
        scores["at_risk"] += 2.0
    if scores.get("compare", 0.0) >= 3.0:
        scores["compare"] += (
            3.0 if (things.measures or "complaints" in scores or "signals" in scores) else 0.0
        )


def _weigh_ratings(scores: dict[str, float], things: Things) -> None:
    """Who asks which group rates how asks neither what groups there are nor for one figure."""
    if things.grouped is None or not set(RATED) & set(things.measures):
        return
    others = ("measures", "segments", "themes", "aspects", "compare", "customers", "complaints", "opinions")
    scores["ratings"] = NAMED + sum(max(scores.pop(other, 0.0), 0.0) for other in others)


def _weigh_named(scores: dict[str, float]) -> None:
    """With a customer named, whatever is asked is asked about that customer."""
    scores["customer"] = scores.get("customer", 0.0) + NAMED
    if "customer_action" in scores:
        scores["customer_action"] += NAMED
    for intent in ("at_risk", "complaints", "opinions", *_HEARD):
        scores["customer"] += 0.5 * scores.pop(intent, 0.0)
    for intent in (
        "customers",
        "compare",
        "measures",
        "segments",
        "themes",
        "aspects",
        "ratings",
        "journey",
        "forecast",
        "outcomes",
    ):
        scores.pop(intent, None)
