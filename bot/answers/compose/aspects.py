"""Answers about what the parts of the business are said to be like."""

from bot.answers.compose.figures import listed, percent, scope_words
from bot.answers.compose.parts import bullet, lead, note, quote
from bot.answers.evidence import Part
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox
from bot.answers.tools.aspects import BOTH, AspectCount, AspectsEvidence, category_name
from prompts import Words, read


def aspects(
    found: AspectsEvidence,
    arguments: Arguments,
    words: Words,
    *,
    theme: str | None = None,
    segment: str | None = None,
) -> tuple[Part, ...]:
    """The first one as a sentence, then all that are shown as a table, each with a quote."""
    said = read("heard", words.language)
    scope = scope_words(arguments.scope, words, theme=theme, segment=segment)
    if not found.shown:
        return (lead(said.say("aspects.none", scope=scope)), note(words.say("voices.widen")))
    parts = [lead(sentence) for sentence in _leads(found, arguments.focus or "worst", scope, said)]
    for one in found.shown:
        terms = said.say("aspects.terms", terms=listed(one.terms, words)) if one.terms else ""
        told = _told(one, found.names[one.category], "negative")
        space = " " if terms and words.language == "en" else ""
        parts.append(bullet(said.say("aspects.row", terms=f"{space}{terms}", **told)))
        parts += [quote(found.own[one.category])] if one.category in found.own else []
    return (*parts, note(said.say("aspects.few" if found.few else "aspects.ranked")))


def _leads(found: AspectsEvidence, focus: str, scope: str, said: Words) -> list[str]:
    """The first one as a sentence; of both ends the best and the worst."""
    if focus != BOTH:
        return [_first(found.shown[0], focus, found.side, found, scope, said)]
    ends = ((found.shown[: found.good], "best", "positive"), (found.shown[found.good :], "worst", "negative"))
    return [_first(group[0], key, side, found, scope, said) for group, key, side in ends if group]


def _first(one: AspectCount, key: str, side: str, found: AspectsEvidence, scope: str, said: Words) -> str:
    return said.say(f"aspects.{key}", scope=scope, **_told(one, found.names[one.category], side))


def judged(one: AspectCount, words: Words, toolbox: Toolbox) -> str:
    """How one category is judged, as a sentence."""
    name = category_name(one.category, toolbox, words.language)
    counts = {"negative": one.negative, "neutral": one.neutral, "positive": one.positive, "n": one.n}
    low, high = (percent(bound) for bound in one.bounds("negative"))
    return read("heard", words.language).say("aspects.one", name=name, low=low, high=high, **counts)


def _told(one: AspectCount, name: str, side: str) -> dict[str, str]:
    low, high = one.bounds(side)
    return {
        "name": name[:1].upper() + name[1:],
        "n": f"{one.n:,}",
        "share": percent(one.share(side)),
        "negative": f"{one.negative:,}",
        "positive": percent(one.share("positive")),
        "low": percent(low),
        "high": percent(high),
    }
