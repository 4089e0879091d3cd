"""Takes an analyst's edit of themes: checks it, writes it into the log, and lays it over the themes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.jobs.arranging import arrange, orders
from bot.jobs.discovering import known_themes, stored_raw
from index.ports import Narrowing
from index.records import ThemeEdit
from nlp.failures import UserError
from nlp.findings import ThemeOrder, ThemePiece
from prompts import read

if TYPE_CHECKING:
    from datetime import datetime

    from bot.bootstrap import Application
    from bot.jobs.arranging import Raw
    from index.ports import Store

KNOWN_BY = 200
"""So many texts of a theme are kept with an edit, to know the theme by after a refit."""
LONGEST_NAME = 80
LONGEST_REASON = 500
NEXT = 0
"""The key under which an edit is tried before the log has given it a number."""


@dataclass(frozen=True)
class Who:
    """Who edits, when, why, and through which door (``terminal``, ``page`` or a channel)."""

    actor: str
    at: datetime
    why: str
    place: str


def edit_theme(wired: Application, order: ThemeOrder, who: Who, language: str = "en") -> int:
    """Take the edit; its number in the log. Themes are as it wants them at once.

    Raises:
        UserError: there is no such theme, or the edit would change nothing; said in ``language``.
    """
    store = wired.store
    raw = _raw(wired, language)
    complete = _completed(store, raw, _checked(store, order, language), language)
    _try(store, raw, complete, language)
    number = store.themes.edit(ThemeEdit(NEXT, who.at, who.actor, who.why[:LONGEST_REASON], complete))
    _laid(store, raw, language)
    _audit(store, who, f"theme.{order.action}", order.theme, number)
    return number


def undo_edit(wired: Application, number: int, who: Who, language: str = "en") -> int:
    """Undo an edit of the log; the number of the undoing.

    Raises:
        UserError: there is no such edit, or it is undone already.
    """
    store = wired.store
    edits = {edit.id: edit for edit in store.themes.edits()}
    words = read("themes", language)
    if number not in edits or edits[number].undoes is not None:
        raise UserError(words.say("wrong.edit", edit=number))
    if number not in orders(tuple(edits.values())):
        raise UserError(words.say("wrong.undone", edit=number))
    raw = _raw(wired, language)
    order = edits[number].order
    undoing = ThemeEdit(NEXT, who.at, who.actor, who.why[:LONGEST_REASON], order, undoes=number)
    done = store.themes.edit(undoing)
    _laid(store, raw, language)
    _audit(store, who, "theme.undo", order.theme, number)
    return done


def _raw(wired: Application, language: str) -> Raw:
    store = wired.store
    known, stage = known_themes(store), store.runs.stage("themes")
    if known is None or stage is None:
        raise UserError(read("themes", language).say("wrong.none"))
    return stored_raw(store, str(stage.document["model"]), stage.as_of, known)


def _checked(store: Store, order: ThemeOrder, language: str) -> ThemeOrder:
    """The order with names as they may be; every theme it names is in use."""
    words = read("themes", language)
    known = {theme.id for theme in store.themes.all(hidden=True)}
    for number in (order.theme, order.into):
        if number is not None and number not in known:
            raise UserError(words.say("wrong.theme", theme=number))
    names = {tongue: " ".join(name.split())[:LONGEST_NAME] for tongue, name in order.names.items()}
    names = {tongue: name for tongue, name in names.items() if name}
    if order.action == "rename" and not names:
        raise UserError(words.say("wrong.name"))
    if order.action == "merge" and order.into in (None, order.theme):
        raise UserError(words.say("wrong.same"))
    return replace(order, names=names)


def _completed(store: Store, raw: Raw, order: ThemeOrder, language: str) -> ThemeOrder:
    """The order with what finds its themes again, and the pieces of a splitting."""
    concerned = [number for number in (order.theme, order.into) if number is not None]
    texts = {str(number): _texts(store, number) for number in concerned}
    pieces = _pieces(store, raw, order, language) if order.action == "split" else ()
    return replace(order, texts=texts, pieces=pieces)


def _texts(store: Store, theme: int) -> tuple[str, ...]:
    """Ids of texts of a theme, from all its time if it has many."""
    ids = store.said.keys(Narrowing(theme_id=theme)).ids
    step = max(1, -(-len(ids) // KNOWN_BY))
    return ids[::step]


def _pieces(store: Store, raw: Raw, order: ThemeOrder, language: str) -> tuple[ThemePiece, ...]:
    from nlp.themes import inner_pieces, phrase_piece

    words = read("themes", language)
    inside = set(store.said.keys(Narrowing(theme_id=order.theme)).ids)
    rows = [row for row, one in enumerate(raw.corpus.ids) if one in inside]
    ids = [raw.corpus.ids[row] for row in rows]
    texts = [raw.corpus.texts[row] for row in rows]
    first = store.themes.highest().theme + 1
    if order.phrase is not None:
        piece = phrase_piece(ids, texts, order.phrase, number=first)
        if piece is None:
            raise UserError(words.say("wrong.phrase", phrase=order.phrase, theme=order.theme))
        return (piece,)
    languages = [raw.corpus.languages[row] for row in rows]
    pieces = inner_pieces(ids, texts, raw.corpus.matrix[rows], languages, first=first)
    if not pieces:
        raise UserError(words.say("wrong.split", theme=order.theme))
    return pieces


def _try(store: Store, raw: Raw, order: ThemeOrder, language: str) -> None:
    from nlp.themes import Texts, apply_edits, centre

    texts = Texts(
        raw.corpus.ids, raw.corpus.texts, centre(raw.corpus.matrix, raw.corpus.languages, raw.space)
    )
    held = orders(store.themes.edits())
    problem = apply_edits(raw.themes, raw.places, texts, {**held, NEXT: order}).problems.get(NEXT)
    if problem is not None:
        raise UserError(read("themes", language).say(f"problem.{problem}"))


def _laid(store: Store, raw: Raw, language: str) -> None:
    if arrange(store, raw, regroup=False) is None:
        raise UserError(read("themes", language).say("wrong.busy"))


def _audit(store: Store, who: Who, action: str, theme: int, edit: int) -> None:
    store.runs.audit(who.at, who.actor, action, f"theme:{theme}", who.place, {"edit": edit})
