"""What the pages show, to whom it leads, and what they make of hostile input."""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient
from syrupy.assertion import SnapshotAssertion

from bot.bootstrap import Application
from bot.web.app import build_web
from index.ports import Narrowing
from prompts import LANGUAGES, read
from tests.web.visiting import BrokenStore, visit

TOP = ("/", "/customers", "/segments", "/themes", "/journey", "/forecast", "/ratings", "/outcomes", "/ask")
HOSTILE = ("<script", "<img", "=HYPERLINK", "<!channel>", "{0.__class__", "{{ config", "{self.__init__")
ALLOWED = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "body",
        "header",
        "a",
        "nav",
        "span",
        "main",
        "h1",
        "h2",
        "p",
        "dl",
        "div",
        "dt",
        "dd",
        "article",
        "ul",
        "li",
        "blockquote",
        "footer",
        "b",
        "i",
        "strong",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "form",
        "input",
        "button",
        "svg",
        "rect",
        "g",
        "figure",
        "figcaption",
        "q",
        "section",
        "time",
        "label",
        "select",
        "option",
        "details",
        "summary",
    ]
)


class _Markup(HTMLParser):
    """Collects the elements, event attributes and links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]


def _harmless(page: str) -> None:
    markup = _Markup(page)
    assert markup.tags <= ALLOWED, markup.tags - ALLOWED
    assert not [one for one in markup.attributes if one.startswith("on") or one == "style"]
    assert all(one.startswith("/") and not one.startswith("//") for one in markup.links)


def _audit(wired: Application) -> list[tuple[str, str, str]]:
    with wired.store.engine.connect() as connection:
        rows = connection.execute(text("SELECT actor, action, subject FROM audit ORDER BY rowid"))
        return [(one.actor, one.action, one.subject) for one in rows]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", TOP)
def test_pages_speak_the_language(pages: TestClient, address: str, language: str) -> None:
    """Each page is shown in the language asked for, with its day and harmless markup."""
    answer = pages.get(address, params={"lang": language})
    assert answer.status_code == 200
    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">' in answer.text
    assert read("web", language).say("nav.segments") in answer.text
    _harmless(answer.text)


def test_every_link_leads_somewhere(pages: TestClient) -> None:
    """From the start page one comes to customers, segments, themes and back, and no link is broken."""
    seen, waiting = {"/"}, ["/"]
    while waiting and len(seen) < 120:
        page = pages.get(waiting.pop())
        assert page.status_code == 200, page.url
        fresh = [one for one in dict.fromkeys(_Markup(page.text).links) if one not in seen][:12]
        seen |= set(fresh)
        waiting += [one for one in fresh if not one.startswith("/static")]
    kinds = {urlsplit(one).path.split("/")[1] for one in seen if one.count("/") == 2}
    assert {"customers", "segments", "themes"} <= kinds


def test_language_switch_keeps_the_query(pages: TestClient) -> None:
    """Another language shows the same question, signs and all."""
    asked = "what's <b>new</b> & 100% 好?"
    links = _Markup(pages.get("/ask", params={"lang": "en", "q": asked}).text).links
    switch = next(one for one in links if "lang=zh-Hant" in one and "q=" in one)
    assert parse_qs(urlsplit(switch).query) == {"lang": ["zh-Hant"], "q": [asked]}


def test_hostile_words_are_shown_as_words(pages: TestClient, wired: Application) -> None:
    """A customer's markup, formula or format string is shown on their page as it was written."""
    shown = set()
    for hostile in HOSTILE:
        with wired.store.engine.connect() as connection:
            found = connection.execute(
                text("SELECT customer_id, text FROM feedback WHERE text LIKE :like"), {"like": f"%{hostile}%"}
            ).all()
        assert found
        for one in found:
            page = pages.get(f"/customers/{one.customer_id}").text
            _harmless(page)
            shown |= {hostile} if one.text.strip() in unescape(page) else set()
    # A page shows the telling ones among a customer's words, which may leave one of these out.
    assert len(shown) >= len(HOSTILE) - 2


def test_hostile_themes_are_harmless(pages: TestClient, wired: Application) -> None:
    """No theme's page lets markup through."""
    themes = wired.store.themes.all()
    assert themes
    for theme in themes:
        page = pages.get(f"/themes/{theme.id}")
        assert page.status_code == 200
        _harmless(page.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_customer_is_whole(pages: TestClient, wired: Application, language: str) -> None:
    """Risk with its reasons, the segment and the quotes are there, with amounts in pounds."""
    profile = wired.store.judgements.profiles(limit=1)[0]
    page = unescape(pages.get(f"/customers/{profile.customer_id}", params={"lang": language}).text)
    words = read("web", language)
    assert profile.risk is not None
    assert words.say("customer.why") in page
    assert words.say("customer.within", days=profile.risk.horizon_days) in page
    assert f"/segments/{profile.segment.segment_id}" in page
    assert "£" in page
    said = wired.store.said.listing(Narrowing(customer_id=profile.customer_id), limit=100)
    channels = {words.say(f"channel.{one.feedback.channel}") for one in said}
    assert any(f"{channel} · " in page for channel in channels) or not said


def test_contact_data_stays_off_the_pages(pages: TestClient, wired: Application) -> None:
    """Neither e-mail nor telephone number nor handle of a customer is shown, in lists or alone."""
    shown = wired.store.judgements.profiles(limit=20)
    everything = "".join(pages.get(one).text for one in TOP)
    for one in shown:
        page = pages.get(f"/customers/{one.customer_id}").text + everything
        for handle in wired.store.customers.identities(one.customer_id):
            if handle.kind in ("email", "phone", "handle"):
                assert handle.value not in page


def test_looking_is_audited(pages: TestClient, wired: Application) -> None:
    """Who was looked at and what was asked is kept; the words of the question are not."""
    someone = wired.store.judgements.profiles(limit=1)[0].customer_id
    before = len(_audit(wired))
    pages.get(f"/customers/{someone}")
    pages.get("/customers/nobody-at-all")
    pages.get("/ask", params={"q": "How many customers are at risk?"})
    kept = _audit(wired)[before:]
    assert kept[0] == ("page", "view", someone)
    assert [one[1] for one in kept] == ["view", "ask"]
    assert "How many" not in str(kept)


@pytest.mark.parametrize(
    "address",
    [
        "/customers/nobody",
        "/customers/%00",
        "/customers/C1%00",
        "/customers/..%2f..%2fetc%2fpasswd",
        "/customers/" + "x" * 5000,
        "/customers/%27%20OR%201%3D1--",
        "/customers?segment=1%20OR%201=1",
        "/customers?segment=" + "9" * 5000,
        "/customers?segment=%D9%A1",
        "/segments/-1",
        "/segments/x",
        "/themes/-1",
        "/themes/" + "9" * 5000,
        "/themes/%00",
        "/nothing",
    ],
)
def test_unknown_things_are_missing(pages: TestClient, address: str) -> None:
    """What there is not gets a page that says so, in our words and without a traceback."""
    answer = pages.get(address)
    assert answer.status_code == 404
    assert read("web", "en").say("failure.nowhere") in answer.text
    assert "Traceback" not in answer.text
    _harmless(answer.text)


@pytest.mark.parametrize(
    "asked",
    [
        "a" * 30_000,
        "\0",
        "who\0is at risk",
        "';--",
        "<script>alert(1)</script>",
        "{0.__class__}%s%n",
        "🫖" * 400,
    ],
)
def test_any_question_gets_a_page(pages: TestClient, asked: str) -> None:
    """Questions of any length and content are answered or declined, never with a failure."""
    answer = pages.get("/ask", params={"q": asked})
    assert answer.status_code == 200
    _harmless(answer.text)
    found = pages.get("/customers", params={"q": asked, "tier": asked})
    assert found.status_code == 200
    _harmless(found.text)


@pytest.mark.parametrize(
    "language", ["", "xx", '"><script>', "../../en", "zh\0", "en\r\nSet-Cookie: a=b", "z" * 9000]
)
def test_any_language_gets_a_page(pages: TestClient, language: str) -> None:
    """An unknown language is served in the nearest one and never repeated."""
    answer = pages.get("/customers", params={"lang": language})
    assert answer.status_code == 200
    assert answer.headers["content-language"] in LANGUAGES
    assert "set-cookie" not in answer.headers
    _harmless(answer.text)


def test_a_failure_of_ours_has_a_reference(anew: Callable[..., Application]) -> None:
    """The page tells a reference under which the log holds the failure, and nothing of the failure."""
    wired = anew()
    visitor = visit(wired)
    assert visitor.get("/").status_code == 200
    wired.__dict__["store"] = BrokenStore()
    answer = visitor.get("/", params={"lang": "zh-Hans"})
    assert answer.status_code == 500
    assert "private" not in answer.text
    reference = re.search(r"错误编号 ([0-9a-f]{8})", answer.text)
    assert reference
    logged = (wired.settings.folder / "earful.log").read_text(encoding="utf-8")
    assert f"failure {reference[1]}" in logged


def test_a_failure_is_told_once(anew: Callable[..., Application]) -> None:
    """The server is not handed the failure again, which would write it out with all its words."""
    wired = anew()
    assert visit(wired).get("/").status_code == 200
    wired.__dict__["store"] = BrokenStore()
    strict = TestClient(build_web(wired, "127.0.0.1", None), base_url="http://127.0.0.1")
    assert strict.get("/").status_code == 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_pages_say_what_to_do(anew: Callable[..., Application], language: str) -> None:
    """Before anything was taken in, every list says how to begin."""
    visitor = visit(anew())
    for address, key in (
        ("/", "digest.empty"),
        ("/customers", "customers.empty"),
        ("/segments", "segments.empty"),
        ("/themes", "themes.empty"),
    ):
        page = visitor.get(address, params={"lang": language})
        assert page.status_code == 200
        assert read("web", language).say(key) in unescape(page.text)


def test_search_finds_by_name(pages: TestClient, wired: Application) -> None:
    """A name leads to the customer, also beside others."""
    profile = next(
        one for one in wired.store.judgements.profiles() if wired.store.customers.get(one.customer_id)
    )
    customer = wired.store.customers.get(profile.customer_id)
    assert customer is not None
    assert f"/customers/{customer.id}?" in pages.get("/customers", params={"q": customer.id}).text


def test_members_are_those_of_the_segment(pages: TestClient, wired: Application) -> None:
    """The list of a segment holds its customers alone."""
    chosen = wired.store.judgements.segments()[0].id
    inside = {one.customer_id for one in wired.store.judgements.profiles(segment=chosen)}
    links = _Markup(pages.get("/customers", params={"segment": chosen}).text).links
    listed = {urlsplit(one).path.split("/")[2] for one in links if one.startswith("/customers/")}
    assert listed
    assert listed <= inside


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_page_looks_the_same(
    anew: Callable[..., Application], language: str, snapshot: SnapshotAssertion
) -> None:
    """The frame of a page, and what it says when there is nothing."""
    answer = visit(anew()).get("/themes/1", params={"lang": language, "since": "a b"})
    assert answer.text == snapshot
