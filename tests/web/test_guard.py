"""Who is let in, and what a browser may do."""

from base64 import b64encode
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Application
from bot.serving import refuse_open_pages
from bot.settings import Settings
from nlp.failures import UserError
from tests.web.visiting import BrokenStore, visit

PASSWORD = "lamp and kettle 燈"
ADDRESSES = ("/", "/customers/nobody", "/nothing", "/static/style.css", "/static/nothing.css", "/healthz")


def _basic(password: str) -> str:
    return "Basic " + b64encode(f"anyone:{password}".encode()).decode()


def _strict(headers: object) -> None:
    policy = headers["content-security-policy"]  # type: ignore[index]  # httpx's headers
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"  # type: ignore[index]
    assert headers["cache-control"] == "no-store"  # type: ignore[index]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_strict(pages: TestClient, address: str) -> None:
    """Pages, missing pages, files and health carry the same headers, once each."""
    answer = pages.get(address)
    _strict(answer.headers)
    assert len(answer.headers.get_list("content-security-policy")) == 1


def test_refusals_and_failures_are_strict_too(anew: Callable[..., Application]) -> None:
    """So do a refused host, a missing password, a wrong method and a failure of ours."""
    wired = anew()
    assert visit(wired, Host="evil.example").get("/").status_code == 400
    _strict(visit(wired, Host="evil.example").get("/").headers)
    _strict(visit(anew(web_token=PASSWORD)).get("/").headers)
    assert visit(wired).post("/").status_code == 405
    _strict(visit(wired).post("/").headers)
    wired.__dict__["store"] = BrokenStore()
    broken = visit(wired).get("/")
    assert broken.status_code == 500
    _strict(broken.headers)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost:1", "LOCALHOST", "[::1]", "[::1]:8000"]
)
def test_own_names_are_answered(anew: Callable[..., Application], host: str) -> None:
    """This machine's names, with or without a port."""
    assert visit(anew(), Host=host).get("/ask").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost@evil.example", "[::2]"]
)
def test_other_names_are_refused(anew: Callable[..., Application], host: str) -> None:
    """A name from elsewhere that points here reads nothing, except whether the process is alive."""
    visitor = visit(anew(), Host=host)
    assert visitor.get("/ask").status_code == 400
    assert visitor.get("/metrics").status_code == 400
    assert visitor.get("/healthz").status_code == 200


@pytest.mark.parametrize("address", ["/", "/ask", "/metrics", "/static/style.css", "/nothing"])
def test_password_is_asked_for(anew: Callable[..., Application], address: str) -> None:
    """Nothing but health answers without the password, and the refusal asks for it."""
    answer = visit(anew(web_token=PASSWORD)).get(address)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Basic",
        "Basic !!!",
        "Basic " + b64encode(b"no colon").decode(),
        _basic(""),
        _basic(PASSWORD[:-1]),
        _basic(PASSWORD + " "),
        "Bearer " + b64encode(f"a:{PASSWORD}".encode()).decode(),
    ],
)
def test_wrong_passwords_are_refused(anew: Callable[..., Application], given: str) -> None:
    """Whatever is not the password is refused, however it is broken."""
    assert visit(anew(web_token=PASSWORD), Authorization=given).get("/ask").status_code == 401


def test_password_opens_under_any_name(anew: Callable[..., Application]) -> None:
    """With the password every host name will do, as behind a proxy."""
    visitor = visit(anew(web_token=PASSWORD), Authorization=_basic(PASSWORD), Host="earful.example")
    assert visitor.get("/ask").status_code == 200
    assert visitor.get("/metrics").status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "earful.example", ""])
def test_open_pages_are_refused(host: str) -> None:
    """Serving a network without a password is refused, and the message names the setting."""
    with pytest.raises(UserError, match="EARFUL_WEB_TOKEN"):
        refuse_open_pages(Settings(), host)
    refuse_open_pages(Settings(web_token=PASSWORD), host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_own_machine_needs_no_password(host: str) -> None:
    """This machine alone may be served without one, not a name that only begins like it."""
    refuse_open_pages(Settings(), host)
    with pytest.raises(UserError, match="EARFUL_WEB_TOKEN"):
        refuse_open_pages(Settings(), f"{host}.example")


@pytest.mark.parametrize(
    "path", ["/static/../guard.py", "/static/%2e%2e/guard.py", "/static/..%2fguard.py", "/static//etc/passwd"]
)
def test_static_stays_in_its_folder(pages: TestClient, path: str) -> None:
    """No way leads out of the folder of files."""
    answer = pages.get(path)
    assert answer.status_code == 404
    assert "compare_digest" not in answer.text
    assert "root:" not in answer.text
