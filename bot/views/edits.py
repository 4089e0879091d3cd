"""The log of analysts' edits of themes, told in words, with whether each holds."""

from collections.abc import Sequence, Set
from typing import Any

from bot.answers.toolbox import Toolbox
from index.records import ThemeEdit
from prompts import Words, read


def edit_documents(tools: Toolbox, language: str) -> list[dict[str, Any]]:
    """Every edit, newest first: who, when, why, what, and ``state`` (holds, undone or waits)."""
    words = read("themes", language)
    edits = tools.store.themes.edits()
    undone = {edit.undoes for edit in edits if edit.undoes is not None}
    return [_document(edit, undone, words) for edit in reversed(edits)]


def told_edit(edit: ThemeEdit, words: Words) -> str:
    """What an edit does, in a phrase."""
    order = edit.order
    key = "phrase" if order.action == "split" and order.phrase is not None else order.action
    what = words.say(
        f"edit.{key}",
        theme=order.theme,
        into=order.into,
        names=" / ".join(order.names.values()),
        phrase=order.phrase,
        pieces=_numbers([piece.number for piece in order.pieces], words),
    )
    return words.say("edit.undo", what=what) if edit.undoes is not None else what


def _document(edit: ThemeEdit, undone: Set[int], words: Words) -> dict[str, Any]:
    state = "undone" if edit.id in undone else "waits" if edit.problem else "holds"
    problem = words.say(f"problem.{edit.problem}") if edit.problem else ""
    order = edit.order
    return {
        "id": edit.id,
        "at": edit.at.isoformat(),
        "actor": edit.actor,
        "why": edit.why,
        "action": "undo" if edit.undoes is not None else order.action,
        "undoes": edit.undoes,
        "theme": order.theme,
        "into": order.into,
        "names": dict(order.names),
        "phrase": order.phrase,
        "pieces": [piece.number for piece in order.pieces],
        "text": told_edit(edit, words),
        "state": state,
        "state_text": words.say(f"state.{state}", problem=problem),
    }


def _numbers(numbers: Sequence[int], words: Words) -> str:
    return (", " if words.language == "en" else "、").join(str(number) for number in numbers)
