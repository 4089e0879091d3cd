"""The forms that change themes: taken from our own pages alone, kept in a log, and undone again."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Application
from index.ports import Stage
from index.records import Theme
from nlp.findings import Discovery, FoundTheme, ThemeSpace
from nlp.themes import pack
from tests.web.visiting import visit

DAY = datetime(2026, 5, 1, tzinfo=UTC)
NAMES = {"en": "late delivery", "zh-Hans": "配送延误", "zh-Hant": "配送延誤"}


@pytest.fixture
def themed(anew: Callable[..., Application]) -> Application:
    """An application with one theme."""
    wired = anew()
    centroid = np.asarray([1.0, 0.0], dtype=np.float32)
    found = FoundTheme(3, dict(NAMES), {"en": ("late",)}, 0, (), centroid, 0.5)
    stored = Theme(3, NAMES, {"en": ("late",)}, 0, (), centroid, 0.5, DAY, DAY)
    wired.store.themes.replace([stored], [], pack(Discovery((found,), (), 0.0, ThemeSpace({}))))
    wired.store.runs.finish_stage("themes", Stage("", DAY, {"model": "m"}, None))
    return wired


@pytest.fixture
def browser(themed: Application) -> TestClient:
    """A browser that does not follow where it is sent."""
    made = visit(themed)
    made.follow_redirects = False
    return made


def token(page: str) -> str:
    """What the page's forms carry."""
    found = re.search(r'name="token" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def test_a_name_given_on_the_page_is_kept_and_can_be_undone(themed: Application, browser: TestClient) -> None:
    """Renaming changes the page; the log has who and why; undoing brings the old name back."""
    fields = {"action": "rename", "en": "Slow post", "why": "as we call it", "lang": "en"}
    sent = browser.post("/themes/3", data={**fields, "token": token(browser.get("/themes/3").text)})
    assert (sent.status_code, sent.headers["location"]) == (303, "/themes/3?lang=en")
    assert "<h1>Slow post</h1>" in browser.get("/themes/3").text
    log = browser.get("/themes/edits").text
    assert "theme 3 renamed: Slow post" in log
    assert "as we call it" in log
    browser.post("/themes/edits", data={"edit": "1", "token": token(log)})
    assert themed.store.themes.all()[0].names == NAMES
    assert [edit.undoes for edit in themed.store.themes.edits()] == [None, 1]


def test_a_hidden_theme_is_found_in_the_log_alone(browser: TestClient) -> None:
    """It has no page any more, and the log shows it again."""
    page = token(browser.get("/themes/3").text)
    assert browser.post("/themes/3", data={"action": "hide", "token": page}).status_code == 303
    assert browser.get("/themes/3").status_code == 404
    assert browser.post("/themes/3", data={"action": "unhide", "token": page}).status_code == 303
    assert browser.get("/themes/3").status_code == 200


@pytest.mark.parametrize(
    ("headers", "given"),
    [
        ({}, {}),
        ({}, {"token": "0" * 64}),
        ({"sec-fetch-site": "cross-site"}, {"token": "right"}),
        ({"sec-fetch-site": "same-site"}, {"token": "right"}),
    ],
)
def test_forms_from_elsewhere_change_nothing(
    themed: Application, browser: TestClient, headers: dict[str, str], given: dict[str, str]
) -> None:
    """Without the page's token, or from another site, a form is refused."""
    if given.get("token") == "right":
        given = {"token": token(browser.get("/themes/3").text)}
    sent = browser.post("/themes/3", data={"action": "hide", **given}, headers=headers)
    assert sent.status_code == 403
    assert themed.store.themes.edits() == ()


def test_what_cannot_be_done_is_said(themed: Application, browser: TestClient) -> None:
    """An empty name, an unknown action and a theme that is not there change nothing."""
    page = token(browser.get("/themes/3").text)
    empty = browser.post("/themes/3", data={"action": "rename", "token": page, "lang": "zh-Hant"})
    assert empty.status_code == 422
    assert "請至少提供一種語言的名稱" in empty.text
    assert browser.post("/themes/3", data={"action": "burn", "token": page}).status_code == 404
    assert browser.post("/themes/9", data={"action": "hide", "token": page}).status_code == 403
    assert themed.store.themes.edits() == ()
