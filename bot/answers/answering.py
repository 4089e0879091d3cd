"""The one entry: a question in, an answer out; understand → tool → compose, and the turn is remembered."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from bot.answers.compose import (
    aspects,
    demand,
    groups,
    journey,
    measures,
    outcomes,
    ratings,
    risk,
    spoken,
    talk,
    voices,
)
from bot.answers.compose import customer as customer_words
from bot.answers.compose.parts import note
from bot.answers.evidence import Answer, Evidence, Part
from bot.answers.question import Arguments, Candidate, Plan, Question
from bot.answers.toolbox import Toolbox
from bot.answers.tools import aspects as judging
from bot.answers.tools import compare as comparing
from bot.answers.tools import complainers as naming
from bot.answers.tools import customer as looking
from bot.answers.tools import customers as listing
from bot.answers.tools import demand as forecasting
from bot.answers.tools import journey as placing
from bot.answers.tools import measures as measuring
from bot.answers.tools import outcomes as proving
from bot.answers.tools import ratings as rating
from bot.answers.tools import risk as risking
from bot.answers.tools import segments as grouping
from bot.answers.tools import spoken as carrying
from bot.answers.tools import themes as trending
from bot.answers.tools import topic as searching
from bot.answers.tools import voices as hearing
from bot.answers.understand.memory import Memory, from_document, to_document
from bot.answers.understand.reading import understand
from prompts import Words, read

Reply = tuple[str, tuple[Part, ...], Evidence]
"""Status, parts and evidence."""
Answering = Callable[[Arguments, Question, Toolbox, Words], tuple[tuple[Part, ...], Evidence]]
Found = TypeVar("Found", bound=Evidence)
Find = Callable[[Arguments, Toolbox, datetime, str], Found]
Seen_contra = TypeVar("Seen_contra", bound=Evidence, contravariant=True)


class Tell(Protocol[Seen_contra]):
    """Puts what was found into words."""

    def __call__(
        self,
        found: Seen_contra,
        arguments: Arguments,
        words: Words,
        *,
        theme: str | None,
        segment: str | None,
    ) -> tuple[Part, ...]:
        """The parts of the answer."""


def answer(question: Question, toolbox: Toolbox) -> Answer:
    """Answer one turn; a question with a thread builds on the turn before and is remembered."""
    memory = _recall(question, toolbox)
    plan = understand(question, toolbox.knowledge(question.as_of), memory)
    words = read("answers", plan.language)
    status, parts, evidence = _reply(plan, question, toolbox, words)
    if plan.guessed:
        parts = (*parts, note(words.say("note.guessed", what=words.say(f"guessed.{plan.intent}"))))
    _remember(plan, question, toolbox, evidence, status)
    return Answer(
        language=plan.language,
        intent=plan.intent,
        arguments=plan.arguments.document(),
        status=status,
        parts=parts,
        facts=evidence.facts,
        rows=evidence.rows,
        citations=evidence.quotes,
    )


def _reply(plan: Plan, question: Question, toolbox: Toolbox, words: Words) -> Reply:
    told = _TALK.get(plan.intent)
    if told is not None:
        status, say = told
        return status, say(words), Evidence()
    if plan.intent in ("customer", "customer_action") or plan.arguments.candidates:
        return _customer(plan, question, toolbox, words)
    parts, evidence = _ANSWERS[plan.intent](plan.arguments, question, toolbox, words)
    return evidence.status, parts, evidence


def _customer(plan: Plan, question: Question, toolbox: Toolbox, words: Words) -> Reply:
    arguments = plan.arguments
    if arguments.candidates:
        listed = tuple((one.customer_id, one.name) for one in arguments.candidates)
        parts = talk.which(arguments.mention or "", arguments.candidates, words)
        rows = tuple(
            {"number": place, "customer_id": one, "name": name} for place, (one, name) in enumerate(listed, 1)
        )
        return "clarify", parts, Evidence(listed=listed, rows=rows)
    if arguments.customer is None:
        return "unknown" if arguments.mention else "clarify", talk.missing(arguments, words), Evidence()
    found = looking.look(arguments, toolbox, question.as_of, words.language, personal=question.personal)
    if found.customer is None:
        return "unknown", talk.missing(replace(arguments, mention=arguments.customer), words), Evidence()
    if plan.intent == "customer_action":
        return "answered", customer_words.advice(found, words, toolbox), found
    say = customer_words.why if arguments.focus == "why" else customer_words.portrait
    return "answered", say(found, words, toolbox), found


def _at_risk(
    arguments: Arguments, question: Question, toolbox: Toolbox, words: Words
) -> tuple[tuple[Part, ...], Evidence]:
    found = risking.risks(arguments, toolbox, question.as_of, words.language)
    return risk.at_risk(found, arguments, words, toolbox, _segment(arguments, toolbox, words)), found


def _voices(
    arguments: Arguments, question: Question, toolbox: Toolbox, words: Words
) -> tuple[tuple[Part, ...], Evidence]:
    if arguments.by is not None and arguments.by != "theme":
        return _measures(replace(arguments, measure=_tallied(arguments)), question, toolbox, words)
    if arguments.focus == "who":
        people = naming.complainers(arguments, toolbox, question.as_of)
        theme = _theme(arguments, toolbox, words)
        return voices.complainers(
            people, arguments, words, theme, _segment(arguments, toolbox, words)
        ), people
    if arguments.topic is not None:
        said = searching.about(arguments, toolbox, question.as_of, words.language)
        return voices.topic(said, arguments, words, toolbox, _segment(arguments, toolbox, words)), said
    found = hearing.by_theme(arguments, toolbox, question.as_of, words.language)
    return voices.voices(found, arguments, words, _segment(arguments, toolbox, words)), found


def _tallied(arguments: Arguments) -> str:
    return "complaints" if arguments.scope.label == "negative" else "feedback"


def _themes(
    arguments: Arguments, question: Question, toolbox: Toolbox, words: Words
) -> tuple[tuple[Part, ...], Evidence]:
    found = trending.themes(arguments, toolbox, question.as_of, words.language)
    return groups.themes(found, arguments, words), found


def _spoken(
    arguments: Arguments, question: Question, toolbox: Toolbox, words: Words
) -> tuple[tuple[Part, ...], Evidence]:
    found = carrying.spoken(arguments, toolbox, question.as_of, words.language)
    theme, segment = _theme(arguments, toolbox, words), _segment(arguments, toolbox, words)
    return spoken.spoken(found, arguments, words, toolbox, theme=theme, segment=segment), found


def _narrowed(find: Find[Found], tell: Tell[Found]) -> Answering:
    """An answer that says which theme and which segment it was narrowed to."""

    def answered(
        arguments: Arguments, question: Question, toolbox: Toolbox, words: Words
    ) -> tuple[tuple[Part, ...], Evidence]:
        found = find(arguments, toolbox, question.as_of, words.language)
        theme, segment = _theme(arguments, toolbox, words), _segment(arguments, toolbox, words)
        return tell(found, arguments, words, theme=theme, segment=segment), found

    return answered


def _demand(
    arguments: Arguments, question: Question, toolbox: Toolbox, words: Words
) -> tuple[tuple[Part, ...], Evidence]:
    found = forecasting.demand(arguments, toolbox, question.as_of, words.language)
    return demand.demand(found, arguments, words), found


def _outcomes(
    arguments: Arguments, question: Question, toolbox: Toolbox, words: Words
) -> tuple[tuple[Part, ...], Evidence]:
    found = proving.outcomes(arguments, toolbox, question.as_of, words.language)
    return outcomes.outcomes(found, words), found


def _segments(
    arguments: Arguments, question: Question, toolbox: Toolbox, words: Words
) -> tuple[tuple[Part, ...], Evidence]:
    found = grouping.segments(arguments, toolbox, question.as_of, words.language)
    return groups.segments(found, arguments, words, toolbox), found


def _customers(
    arguments: Arguments, question: Question, toolbox: Toolbox, words: Words
) -> tuple[tuple[Part, ...], Evidence]:
    found = listing.customers(arguments, toolbox, question.as_of)
    return groups.customers(found, arguments, words, toolbox, _segment(arguments, toolbox, words)), found


def _measures(
    arguments: Arguments, question: Question, toolbox: Toolbox, words: Words
) -> tuple[tuple[Part, ...], Evidence]:
    found = measuring.measure(arguments, toolbox, question.as_of)
    return measures.measures(found, words, toolbox, _segment(arguments, toolbox, words)), found


def _compare(
    arguments: Arguments, question: Question, toolbox: Toolbox, words: Words
) -> tuple[tuple[Part, ...], Evidence]:
    found = comparing.compare(arguments, toolbox, question.as_of, words.language)
    return measures.compare(found, words, toolbox, question.as_of), found


def _segment(arguments: Arguments, toolbox: Toolbox, words: Words) -> str | None:
    every = toolbox.store.judgements.segments() if arguments.scope.segment is not None else ()
    return next(
        (grouping.segment_name(one, words.language) for one in every if one.id == arguments.scope.segment),
        None,
    )


def _theme(arguments: Arguments, toolbox: Toolbox, words: Words) -> str | None:
    every = toolbox.store.themes.all() if arguments.scope.theme is not None else ()
    return next((one.names.get(words.language) for one in every if one.id == arguments.scope.theme), None)


def _recall(question: Question, toolbox: Toolbox) -> Memory | None:
    turns = toolbox.store.runs.recall(question.thread, limit=1) if question.thread else ()
    return from_document(turns[-1]) if turns else None


def _remember(plan: Plan, question: Question, toolbox: Toolbox, evidence: Evidence, status: str) -> None:
    if question.thread is None or status == "unknown":
        # What was not understood must not stand between a question and its follow-up.
        return
    listed = tuple(Candidate(customer_id, name, 1.0) for customer_id, name in evidence.listed)
    document = {"user": question.user, **to_document(plan, listed)}
    toolbox.store.runs.remember(question.thread, question.asked_at, question.user, document)


_TALK: Mapping[str, tuple[str, Callable[[Words], tuple[Part, ...]]]] = {
    "help": ("answered", talk.help_),
    "greeting": ("answered", talk.greeting),
    "unknown": ("unknown", talk.unknown),
    "refused": ("refused", talk.refused),
}
_ANSWERS: Mapping[str, Answering] = {
    "at_risk": _at_risk,
    "complaints": _voices,
    "opinions": _voices,
    "signals": _spoken,
    "emotions": _spoken,
    "aspects": _narrowed(judging.aspects, aspects.aspects),
    "ratings": _narrowed(rating.ratings, ratings.ratings),
    "journey": _narrowed(placing.journey, journey.journey),
    "forecast": _demand,
    "outcomes": _outcomes,
    "themes": _themes,
    "segments": _segments,
    "customers": _customers,
    "measures": _measures,
    "compare": _compare,
}
