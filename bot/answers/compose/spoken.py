"""Answers about what customers do and feel in words: who, how often, with which words, what is at stake."""

from bot.answers.compose.figures import day, joined, listed, money, percent, scope_words
from bot.answers.compose.parts import bullet, bullets, lead, note, quote, quotes
from bot.answers.evidence import Part
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox
from bot.answers.tools.carrying import MIXED
from bot.answers.tools.rivals import COMPETITOR, RivalCount
from bot.answers.tools.speakers import GRAVE, NEWEST_FIRST, Speaker
from bot.answers.tools.spoken import SpokenEvidence
from prompts import Words, read


def spoken(
    found: SpokenEvidence,
    arguments: Arguments,
    words: Words,
    toolbox: Toolbox,
    *,
    theme: str | None = None,
    segment: str | None = None,
) -> tuple[Part, ...]:
    """Counts, what it is about, and the customers one by one with their own words."""
    said = read("heard", words.language)
    scope = scope_words(
        arguments.scope, words, theme=theme or arguments.topic, segment=segment, arguments=arguments
    )
    if arguments.scope.signal is None and arguments.scope.emotion is None:
        return _emotions(found, scope, words, said)
    if not found.texts:
        told = said.say("spoken.none", who=_who(arguments, said), scope=scope, heard=f"{found.heard:,}")
        return (lead(told), *_unlisted(arguments, toolbox, said), note(words.say("voices.widen")))
    if found.groups:
        return _groups(found, arguments, scope, words, said)
    parts = [lead(_lead(found, arguments, scope, said)), *_rivals(found, said)]
    if found.by_subject:
        for about in found.themes:
            parts.append(bullet(said.say("spoken.group", name=about.name, texts=about.texts)))
            parts += [quote(about.quote)] if about.quote else []
        return (*parts, *_notes(found, arguments, words, said))
    if found.themes and arguments.scope.theme is None:
        named = [words.say("voices.inside", name=one.name, size=one.texts) for one in found.themes]
        parts.append(bullet(words.say("voices.topic_themes", themes=joined(named, words))))
    if arguments.focus != "count":
        for one in found.shown:
            parts += [bullet(_row(one, arguments, words, said, toolbox), one.customer_id), quote(one.quote)]
    parts += quotes(found.quotes[:2]) if arguments.focus == "count" or not found.shown else []
    return (*parts, *_notes(found, arguments, words, said), *_unlisted(arguments, toolbox, said))


def _lead(found: SpokenEvidence, arguments: Arguments, scope: str, said: Words) -> str:
    return said.say(
        "spoken.lead" if found.customers else "spoken.lead_nameless",
        who=_who(arguments, said),
        scope=scope,
        customers=f"{found.customers:,}",
        texts=f"{found.texts:,}",
        heard=f"{found.heard:,}",
    )


def _order(arguments: Arguments) -> str:
    """How those shown are ordered."""
    kind = arguments.scope.signal or arguments.scope.emotion
    if kind == NEWEST_FIRST:
        return "by_day"
    return "by_stake" if kind in GRAVE else "by_count"


def _who(arguments: Arguments, said: Words) -> str:
    if arguments.rival is not None:
        return said.say("who.rival", rival=arguments.rival)
    return said.say(f"who.{arguments.scope.signal or arguments.scope.emotion}")


def _row(one: Speaker, arguments: Arguments, words: Words, said: Words, toolbox: Toolbox) -> str:
    """What a customer said in a few words, when, how often, and what is at stake."""
    told: list[str] = []
    if arguments.scope.emotion == MIXED and len(one.words) > 1:
        told.append(said.say("spoken.both", praise=_line(one.words[0]), blame=_line(one.words[1])))
    elif arguments.scope.emotion != MIXED and one.words:
        told.append(listed([said.say("spoken.words", words=_line(each)) for each in one.words], words))
    told += [said.say("spoken.rivals", rivals=listed(one.rivals, words))] if one.rivals else []
    told.append(said.say("spoken.last", day=day(one.last, words.language)))
    told += [said.say("spoken.texts", texts=one.texts)] if one.texts > 1 else []
    told += _stake(one, said, toolbox)
    return said.say("spoken.row", name=one.name, told=" · ".join(told))


def _stake(one: Speaker, said: Words, toolbox: Toolbox) -> list[str]:
    if one.profile is None:
        return []
    if one.profile.risk is None:
        return [said.say("spoken.spent", spent=money(one.profile.rfm.monetary, toolbox.currency))]
    return [
        said.say(
            "spoken.stake",
            probability=percent(one.profile.risk.probability),
            value=money(one.profile.value_at_risk, toolbox.currency),
        )
    ]


def _line(text: str) -> str:
    """Carrying words on one line."""
    return " ".join(text.split())


def _emotions(found: SpokenEvidence, scope: str, words: Words, said: Words) -> tuple[Part, ...]:
    if not found.texts:
        told = said.say("spoken.emotions_none", scope=scope, heard=f"{found.heard:,}")
        return (lead(told), note(words.say("voices.widen")))
    counts = {"texts": f"{found.texts:,}", "heard": f"{found.heard:,}"}
    lines = [
        said.say(
            "spoken.emotion",
            name=_capital(said.say(f"emotion.{emotion}")),
            texts=f"{texts:,}",
            share=percent(texts / found.texts),
        )
        for emotion, texts in found.emotions
    ]
    return (lead(said.say("spoken.emotions", scope=scope, **counts)), *bullets(lines))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _groups(
    found: SpokenEvidence, arguments: Arguments, scope: str, words: Words, said: Words
) -> tuple[Part, ...]:
    kind = arguments.scope.signal or arguments.scope.emotion
    first = said.say(
        "spoken.groups", what=said.say(f"name.{kind}"), scope=scope, by=words.say(f"by.{arguments.by}")
    )
    lines = [
        said.say(
            "spoken.group",
            name=words.say(f"{arguments.by}.{group}") if words.has(f"{arguments.by}.{group}") else group,
            texts=f"{size:,}",
        )
        for group, size in found.groups
    ]
    return (lead(first), *bullets(lines))


def _rivals(found: SpokenEvidence, said: Words) -> list[Part]:
    return bullets(
        said.say(_rival_key(one), name=one.name, texts=one.texts, customers=one.customers)
        for one in found.rivals
    )


def _rival_key(one: RivalCount) -> str:
    if not one.name:
        return "spoken.rival_unnamed"
    return "spoken.rival" if one.listed else "spoken.rival_guessed"


def _unlisted(arguments: Arguments, toolbox: Toolbox, said: Words) -> list[Part]:
    missing = arguments.scope.signal == COMPETITOR and not toolbox.rivals.names
    return [note(said.say("spoken.unlisted"))] if missing else []


def _notes(found: SpokenEvidence, arguments: Arguments, words: Words, said: Words) -> list[Part]:
    notes = []
    if arguments.focus == "unanswered":
        notes.append(said.say("spoken.unanswered"))
    rest = found.customers - len(found.shown)
    if len(found.shown) > 1 and arguments.focus != "count" and not found.by_subject:
        notes.append(said.say(f"spoken.{_order(arguments)}"))
        notes += [said.say("spoken.more", count=rest)] if rest else []
    notes += [said.say("spoken.nameless", count=found.nameless)] if found.nameless and found.customers else []
    if found.before is not None:
        notes.append(words.say("voices.before", before=found.before))
    return [note(text) for text in notes]
