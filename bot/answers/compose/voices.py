"""Answers about what customers say."""

from dataclasses import replace

from bot.answers.compose.aspects import judged
from bot.answers.compose.figures import joined, listed, percent, scope_words
from bot.answers.compose.parts import bullet, lead, note, quote, quotes
from bot.answers.evidence import Part
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox
from bot.answers.tools.complainers import ComplainersEvidence
from bot.answers.tools.topic import FEELINGS, TopicEvidence
from bot.answers.tools.voices import VoicesEvidence
from prompts import Words


def voices(
    found: VoicesEvidence, arguments: Arguments, words: Words, segment: str | None = None
) -> tuple[Part, ...]:
    """Counts, themes with a quote each, and what was there before."""
    if found.instead is not None and found.total:
        asked = scope_words(arguments.scope, words, theme=found.theme, segment=segment)
        wider = replace(arguments, scope=replace(arguments.scope, period=found.instead))
        return (
            note(words.say("voices.none", scope=asked)),
            *voices(replace(found, instead=None), wider, words, segment),
        )
    scope = scope_words(arguments.scope, words, theme=found.theme, segment=segment)
    label = arguments.scope.label
    if not found.wanted:
        key = "voices.none" if not found.total or label is None else f"voices.none_{label}"
        parts = [lead(words.say(key, scope=scope, total=f"{found.total:,}")), note(words.say("voices.widen"))]
        return tuple(parts + _unread(found.unread, words))
    key = f"voices.{label or 'any'}" + ("" if found.themes else "_plain")
    counts = {fact.name: fact.value for fact in found.facts}
    shares = {name: percent(float(counts.get(name, 0)) / found.total) for name in FEELINGS}
    told = {"wanted": f"{found.wanted:,}", "total": f"{found.total:,}"}
    share = percent(found.wanted / found.total)
    # A sentence takes the shares of all feelings, or that of the one asked for.
    parts = [lead(words.say(key, scope=scope, share=share, **told, **shares))]
    for voice in found.themes:
        name = "voices.theme" if voice.before is None else "voices.theme_changed"
        row = words.say(
            name, name=voice.name, size=voice.size, customers=voice.customers, before=voice.before
        )
        parts.append(bullet(row))
        parts += [quote(voice.quote)] if voice.quote else []
    parts += [] if found.themes else quotes(found.quotes)
    if found.before is not None:
        parts.append(note(words.say("voices.before", before=found.before)))
    return tuple(parts + _unread(found.unread, words))


def topic(
    found: TopicEvidence, arguments: Arguments, words: Words, toolbox: Toolbox, segment: str | None = None
) -> tuple[Part, ...]:
    """How often a topic is spoken of, how it feels, what it is about, and quotes."""
    scope = scope_words(arguments.scope, words, segment=segment)
    exact, near = found.quotes[: len(found.quotes) - len(found.near)], found.near
    if not found.total:
        key = "voices.topic_near" if near else "voices.topic_none"
        told = lead(words.say(key, topic=found.topic, scope=scope))
        return (told, *(quotes(near) if near else [note(words.say("voices.widen"))]))
    parts = [lead(_mentions(found, words, scope))]
    if found.themes:
        named = [words.say("voices.inside", name=name, size=size) for name, size in found.themes]
        parts.append(bullet(words.say("voices.topic_themes", themes=joined(named, words))))
    if found.aspect is not None:
        parts.append(bullet(judged(found.aspect, words, toolbox)))
    parts += quotes(exact)
    if near:
        parts += [note(words.say("voices.topic_also")), *quotes(near)]
    return (*parts, *_unread(found.unread, words))


def _mentions(found: TopicEvidence, words: Words, scope: str) -> str:
    counts = {fact.name: fact.value for fact in found.facts}
    shares = {name: percent(float(counts.get(name, 0)) / found.total) for name in FEELINGS}
    others = words.say("voices.others", words=listed(found.others, words)) if found.others else ""
    space = " " if others and words.language == "en" else ""
    key = "voices.topic_least" if found.capped else "voices.topic"
    return words.say(
        key, topic=found.topic, others=f"{space}{others}", scope=scope, total=f"{found.total:,}", **shares
    )


def complainers(
    found: ComplainersEvidence, arguments: Arguments, words: Words, theme: str | None, segment: str | None
) -> tuple[Part, ...]:
    """Customers with how often they complained, and a quote each."""
    scope = scope_words(arguments.scope, words, theme=theme or arguments.topic, segment=segment)
    if not found.shown:
        return (lead(words.say("voices.nobody", scope=scope)), note(words.say("voices.widen")))
    parts = [lead(words.say("voices.who", scope=scope, count=found.count))]
    for one in found.shown:
        parts.append(bullet(words.say("voices.person", name=one.name, texts=one.texts), one.customer_id))
        parts += [quote(one.quote)] if one.quote else []
    if found.nameless:
        parts.append(note(words.say("voices.nameless", count=found.nameless)))
    return tuple(parts)


def _unread(unread: int, words: Words) -> list[Part]:
    return [note(words.say("voices.unread", unread=unread))] if unread else []
