"""From a question to a plan: what is asked, about whom, when, and in which language to answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.answers.question import Arguments, Period, Plan, Question, Scope
from bot.answers.understand import calendar, followups, intents, numerals, people, topics
from bot.answers.understand.cues import sightings
from bot.answers.understand.intents import ENOUGH, RATED, Verdict
from bot.answers.understand.knowledge import Knowledge
from bot.answers.understand.likeness import nearest_example
from bot.answers.understand.memory import Memory
from bot.answers.understand.people import Mention
from bot.answers.understand.speech import Speech, hear, normal
from bot.answers.understand.things import COMPETITOR, Things, read_things, theme_beside, theme_of
from bot.answers.understand.times import RECENT_DAYS, Timed, read_times
from nlp.synonyms import has_synonyms

SURE = 8.0
"""A score that leaves no doubt."""
SHORTEST_GUESS = 4
"""Characters of a question whose meaning is compared."""
PERSONAL = ("customer", "customer_action", "at_risk", "unknown")
"""Intents that may be about somebody named."""
TOPICAL = ("complaints", "opinions", "themes", "compare", "measures", "signals", "emotions", "aspects")
URGENCY = "urgency"
RECKONED = ("ratings", "journey")
"""Intents that a theme narrows only where it is named in full."""
HEARD = ("signals", "emotions")
"""Intents about what texts do and feel: the words for that are no topic."""

_WEEKS: Mapping[str, int] = {"week": 1, "month": 4, "quarter": 13}

_FOCUSES: Mapping[str, tuple[str, ...]] = {
    "complaints": ("who",),
    "themes": ("growing", "new", "largest"),
    "signals": ("unanswered", "count"),
    "emotions": ("count",),
    "aspects": ("critic", "best", "worst"),
    "ratings": ("worst", "best"),
}


@dataclass(frozen=True)
class _Heard:
    """Everything read out of one question before the intent is settled."""

    speech: Speech
    mention: Mention | None
    timed: Timed
    things: Things
    verdict: Verdict


def understand(question: Question, knowledge: Knowledge, memory: Memory | None = None) -> Plan:
    """The plan for ``question``; ``memory`` is the turn before it in the same conversation."""
    speech = hear(question.text, memory.language if memory else None)
    answering = followups.answer_language(speech)
    followed = followups.follow(speech, memory) if memory else None
    if followed is not None:
        return replace(followed, language=answering or followed.language)
    heard = _listen(speech, question, knowledge)
    plan = _plan(heard, question, knowledge)
    if memory is not None:
        plan = followups.inherit(plan, heard.speech, memory)
    return replace(plan, language=answering or plan.language)


def _listen(speech: Speech, question: Question, knowledge: Knowledge) -> _Heard:
    mention = people.find_handle(speech, knowledge)
    rest = mention.speech if mention else speech
    timed = read_times(rest, question.as_of)
    things = read_things(timed.speech, knowledge)
    verdict = _judge(rest, things, mention, timed)
    if mention is None and verdict.intent not in ("refused", "greeting", "help"):
        asked = verdict.intent in PERSONAL or "customer" in verdict.scores
        mention = people.find_name(things.speech, knowledge, asked=asked)
        if mention is None and _of_somebody(verdict, things):
            mention = people.stranger(things.speech, full=verdict.intent in HEARD)
        if mention is not None:
            verdict = _judge(mention.speech, things, mention, timed)
    return _Heard(speech, mention, timed, things, verdict)


def _of_somebody(verdict: Verdict, things: Things) -> bool:
    """Whether a name that nobody has is asked about: "Has Jane Doe threatened to sue" asks for no list."""
    if verdict.intent in HEARD:
        return not intents.ASKED & things.focuses and things.signal != COMPETITOR
    return verdict.intent in ("customer", "customer_action")


def _judge(speech: Speech, things: Things, mention: Mention | None, timed: Timed) -> Verdict:
    plain = speech.plain.strip(" \x00?!.,;:。？！，；：…~")
    return intents.judge(plain, things, named=mention is not None, periods=len(timed.periods))


def _plan(heard: _Heard, question: Question, knowledge: Knowledge) -> Plan:
    intent, score = heard.verdict.intent, heard.verdict.score
    topic = None if heard.mention else _topic(intent, heard)
    if intent == "unknown" and not score and (topic or topics.quoted_topic(heard.things.speech)):
        intent = "opinions"
    elif intent in ("customer", "customer_action") and heard.mention is None:
        intent = _nobody(intent, topic, heard)
    elif score < ENOUGH and intent != "unknown":
        intent = _settle(intent, topic, heard)
    if intent == "aspects" and topic and has_synonyms(topic):
        # Good and bad of one thing is asked for, not of everything.
        intent = "opinions"
    intent = _narrower(intent, heard.things)
    if intent == "unknown" and heard.things.place and heard.things.measures and not heard.verdict.scores:
        intent = "measures"
    guess = None
    if intent == "unknown" and heard.mention is None:
        bare = _bare(heard, knowledge)
        guess = None if bare else _guess(heard, knowledge)
        intent, topic = ("opinions", bare) if bare else (guess or intent, topic)
    arguments = _arguments(intent, topic, heard, question, knowledge)
    confidence = min(score / SURE, 1.0)
    return Plan(intent, heard.speech.language, arguments, confidence, guessed=guess is not None)


def _ahead(plain: str) -> int | None:
    """How many weeks ahead is asked for."""
    found = max(sightings("ahead", plain), key=lambda one: one.end - one.start, default=None)
    if found is None:
        return None
    return (numerals.value(found.number) or 1 if found.number else 1) * _WEEKS[found.name]


def _wanted(speech: Speech) -> str | None:
    """What shall be sold, without the words for when."""
    for found in sightings("ahead", speech.plain):
        speech = speech.without(found.start, found.end)
    topic = topics.read_topic(speech, "forecast.patterns")
    every = topic is not None and any(
        one.end - one.start == len(topic) for one in sightings("goods", normal(topic))
    )
    return None if every else topic


def _topic(intent: str, heard: _Heard) -> str | None:
    speech = heard.things.speech
    if intent == "forecast":
        return _wanted(speech)
    if intent not in HEARD:
        return topics.read_topic(speech)
    for slot in ("signal", "emotion"):
        for found in sightings(slot, speech.plain):
            speech = speech.without(found.start, found.end)
    topic = topics.read_topic(speech)
    return topic if topic and has_synonyms(topic) else None


def _narrower(intent: str, things: Things) -> str:
    """Themes of bad feedback are complaints; customers that are counted by what they are make a list."""
    if intent == "themes" and things.label == "negative" and not things.focuses & {"new", "growing"}:
        return "complaints"
    filtered = things.tier or things.stage or things.grade
    if intent == "measures" and filtered and things.measures[:1] == ("customers",):
        return "customers"
    return intent


def _settle(intent: str, topic: str | None, heard: _Heard) -> str:
    """A weakly spoken question: something named is asked for opinions; else nothing is understood."""
    if heard.things.theme is not None or topic:
        return "opinions"
    if heard.verdict.score >= ENOUGH - 1.0 and intent not in ("customer", "customer_action"):
        return intent
    return "unknown"


def _nobody(intent: str, topic: str | None, heard: _Heard) -> str:
    """A question about somebody that names nobody: about the one spoken of, a topic, or nothing."""
    bare = heard.speech.plain
    spoken_of = any(one.name == "customer" for one in sightings("pronoun", bare))
    if intent == "customer_action" and (
        heard.verdict.scores.get("at_risk")
        or (heard.things.segment, heard.things.place, heard.things.tier) != (None, None, None)
    ):
        return "at_risk"
    if _of_a_place(heard):
        return "measures"
    if spoken_of or "customers" in heard.things.measures or intent == "customer_action":
        return intent
    return "opinions" if topic and not heard.verdict.scores.get("unknown") else "unknown"


def _of_a_place(heard: _Heard) -> bool:
    """How the customers of a place are doing: nobody in particular, so all of them."""
    return (
        heard.things.place is not None
        and heard.mention is None
        and heard.verdict.intent in ("customer", "unknown")
    )


def _guess(heard: _Heard, knowledge: Knowledge) -> str | None:
    """The intent of a question that no rule understood, by likeness of meaning to the examples."""
    if knowledge.encode is None or len(heard.speech.plain) < SHORTEST_GUESS:
        return None
    if heard.verdict.scores.get("unknown"):
        return None
    likeness = nearest_example(heard.speech.original, knowledge.encode)
    return likeness.intent if likeness.enough else None


def _bare(heard: _Heard, knowledge: Knowledge) -> str | None:
    """A question that is nothing but the name of a theme, or one of its keywords."""
    bare = topics.bare_topic(heard.things.speech)
    return bare if bare and theme_of(bare.lower(), knowledge.themes) is not None else None


def _arguments(
    intent: str, topic: str | None, heard: _Heard, question: Question, knowledge: Knowledge
) -> Arguments:
    things = heard.things
    timed = heard.timed
    if intent == "signals" and things.signal == URGENCY:
        # What was urgent a year ago is not asked for.
        timed = replace(timed, recently=True)
    period, baseline = _periods(intent, timed, question)
    theme = things.theme
    if intent in RECKONED:
        theme = theme_beside(things.measures, things.speech.plain, knowledge.themes)
    elif theme is not None and topic and _narrows(topic, theme, knowledge):
        theme = None
    elif theme is None and topic and intent != "opinions" and intent in TOPICAL:
        theme = theme_of(topic.lower(), knowledge.themes)
    scope = Scope(
        period=period,
        channel=things.channel,
        language=things.language,
        theme=theme if intent in (*TOPICAL, *RECKONED) else None,
        segment=things.segment,
        place=things.place,
        label=_label(intent, things),
        signal=things.signal if intent in ("signals", "compare") else None,
        emotion=things.emotion
        if intent == "emotions" or (intent == "compare" and not things.signal)
        else None,
    )
    who = heard.mention
    certain = who is not None and who.certain
    return Arguments(
        scope=scope,
        customer=who.candidates[0].customer_id if who and certain else None,
        candidates=() if who is None or certain else who.candidates,
        mention=who.words if who else None,
        topic=topic if theme is None and intent in ("complaints", "opinions", "forecast", *HEARD) else None,
        measure="overview" if _of_a_place(heard) else _measure(intent, things),
        by=things.grouped if intent == "ratings" else things.by,
        focus=_focus(intent, things),
        tier=things.tier,
        stage=things.stage,
        grade=things.grade,
        limit=things.limit,
        baseline=baseline,
        weeks=_ahead(heard.speech.plain) if intent == "forecast" else None,
        rival=_rival(things, knowledge) if intent == "signals" else None,
    )


def _rival(things: Things, knowledge: Knowledge) -> str | None:
    return next((one.names[0] for one in knowledge.rivals if one.id == things.rival), None)


def _narrows(topic: str, theme: int, knowledge: Knowledge) -> bool:
    """Whether the topic says more than the theme's name: the colour of bath towels, not colour."""
    said = normal(topic)
    names = [name for one in knowledge.themes if one.id == theme for name in one.names]
    longest = max((len(name) for name in names if name in said), default=len(said))
    return said not in names and len(said) > 2 * longest


def _periods(intent: str, timed: Timed, question: Question) -> tuple[Period, Period | None]:
    periods = sorted(timed.periods, key=lambda period: (period.since is None, period.since), reverse=True)
    period = periods[0] if periods else Period()
    if not periods and (timed.recently or intent == "compare") and intent not in PERSONAL:
        period = calendar.rolling("day", RECENT_DAYS, question.as_of)
    if intent != "compare":
        return period, None
    baseline = periods[1] if len(periods) > 1 else period.before(question.as_of)
    if len(periods) == 1 and period.until is not None:
        # "Compared with last month": what is named is the other one; meant is what came after it.
        return Period(period.until), period
    return period, baseline


def _label(intent: str, things: Things) -> str | None:
    if intent == "opinions":
        return things.label
    return "negative" if intent == "complaints" else None


def _measure(intent: str, things: Things) -> str | None:
    if intent == "ratings":
        return next((one for one in RATED if one in things.measures), None)
    if intent not in ("measures", "compare"):
        return None
    found = things.measures
    if found:
        return found[0]
    if intent == "compare":
        return "complaints"
    return "feedback" if things.by or things.channel else "overview"


def _focus(intent: str, things: Things) -> str | None:
    asked = things.focuses
    if intent == "at_risk":
        # "Who is at risk, and why?" asks for the list: its reasons come with it.
        return None if "who" in asked else _first(("why", "count"), asked)
    if intent == "segments":
        return "list" if things.segment is None else _first(("members",), asked)
    if intent == "complaints" and things.by is not None:
        return None
    if intent == "aspects" and {"best", "worst"} <= asked:
        return "both"
    if intent in HEARD and not asked & {"unanswered", "count"}:
        return "who" if asked & {"who", "some"} else None
    return _first(_FOCUSES.get(intent, ()), asked)


def _first(wanted: tuple[str, ...], asked: frozenset[str]) -> str | None:
    return next((focus for focus in wanted if focus in asked), None)
