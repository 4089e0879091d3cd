"""The forms of the themes' pages: edits that are kept over every refit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bot.clock import now
from bot.web import forms
from prompts import LANGUAGES, read
from prompts.reading import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from bot.bootstrap import Application
    from bot.jobs.editing import Who

ACTIONS = ("rename", "merge", "split", "hide", "unhide", "pin", "unpin")
LOG = "/themes/edits"
LISTED = 200
AUDITED = "page"


async def edit(request: Request) -> Response:
    """Take an edit of one theme, then show the theme, or the log where it is no longer shown."""
    fields = await forms.sent(request)
    wanted, action = request.path_params["theme_id"], fields.get("action", "")
    if not wanted.isdecimal() or action not in ACTIONS or not _number(fields.get("into", "")):
        raise HTTPException(404)
    await run_in_threadpool(_edit, request, int(wanted), action, fields)
    stays = action not in ("merge", "split", "hide")
    return _back(f"/themes/{wanted}" if stays else LOG, fields)


async def undo(request: Request) -> Response:
    """Undo an edit, then show the log."""
    fields = await forms.sent(request)
    wanted = fields.get("edit", "")
    if not wanted.isdecimal():
        raise HTTPException(404)
    await run_in_threadpool(_undo, request, int(wanted), fields)
    return _back(LOG, fields)


def log(wired: Application, request: Request, language: str) -> dict[str, Any]:
    """What analysts changed, newest first."""
    from bot.views import edit_documents

    hidden = [theme for theme in wired.store.themes.all(hidden=True) if theme.hidden]
    return {
        "title": read("web", language).say("edits.title"),
        "edits": edit_documents(wired.toolbox, language)[:LISTED],
        "hidden": hidden,
        "token": forms.token(request.url.path),
        "show": {theme.id: forms.token(f"/themes/{theme.id}") for theme in hidden},
    }


def _edit(request: Request, theme: int, action: str, fields: Mapping[str, str]) -> None:
    from bot.jobs.editing import edit_theme
    from nlp.findings import ThemeOrder

    into, phrase = fields.get("into", ""), fields.get("phrase", "")
    order = ThemeOrder(
        action=action,
        theme=theme,
        names={tongue: fields[tongue] for tongue in LANGUAGES if fields.get(tongue)},
        into=int(into) if action == "merge" and into else None,
        phrase=(phrase or None) if action == "split" else None,
    )
    wired: Application = request.app.state.wired
    edit_theme(wired, order, _who(request, fields), _tongue(fields))


def _undo(request: Request, number: int, fields: Mapping[str, str]) -> None:
    from bot.jobs.editing import undo_edit

    undo_edit(request.app.state.wired, number, _who(request, fields), _tongue(fields))


def _who(request: Request, fields: Mapping[str, str]) -> Who:
    from bot.jobs.editing import Who

    return Who(forms.signed_in(request), now(), fields.get("why", ""), AUDITED)


def _tongue(fields: Mapping[str, str]) -> str:
    return nearest(fields.get("lang", "en"))


def _number(text: str) -> bool:
    return not text or (text.isdecimal() and len(text) < 10)


def _back(path: str, fields: Mapping[str, str]) -> Response:
    return RedirectResponse(f"{path}?lang={quote(_tongue(fields))}", status_code=303)
