"""Who may see the pages, and what a browser may do with them."""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

OPEN = ("/healthz", "/readyz", "/slack/events")
"""Doors without a password: they show no customer, or check a signature of their own."""
TOLD = "earful.told"
"""Marks a request whose failure is in the log and was shown as a page."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

_HEADERS = [
    # No script at all: what customers wrote can never run, whatever it holds.
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        b"frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]


class Strict:
    """Adds the headers that keep a browser strict, to every response, failures and refusals included.

    A failure that was told ends here: the server would write it out again, customers' words included.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def strict(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]  # type: ignore[misc]
            await send(message)

        try:
            await self._app(scope, receive, strict)  # type: ignore[arg-type]  # starlette's Message is a dict
        except Exception:
            if not scope.get(TOLD):
                raise


class Guard:
    """Asks for the password where one is set; without one, answers only under this machine's own names.

    The names keep a page from elsewhere from reading ours through a name of its own that points here.
    """

    def __init__(self, app: ASGIApp, password: str, host: str) -> None:
        self._app = app
        self._password = password
        self._hosts = LOOPBACK | {host.lower(), f"[{host.lower()}]"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        refusal = self._refusal(scope) if scope["type"] == "http" and scope["path"] not in OPEN else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = dict(scope["headers"])
        if not self._password:
            if _name(headers.get(b"host", b"")) in self._hosts:
                return None
            return PlainTextResponse("This host name is not served here.", status_code=400)
        if self._known(headers.get(b"authorization", b"")):
            return None
        return PlainTextResponse(
            "The password is the value of EARFUL_WEB_TOKEN; the name does not matter.",
            status_code=401,
            headers={"WWW-Authenticate": 'Basic realm="earful", charset="UTF-8"'},
        )

    def _known(self, given: bytes) -> bool:
        scheme, _, code = given.partition(b" ")
        if scheme.lower() != b"basic":
            return False
        try:
            _, _, password = base64.b64decode(code, validate=True).partition(b":")
        except binascii.Error:
            return False
        return hmac.compare_digest(password, self._password.encode())


def _name(host: bytes) -> str:
    """The host's name without its port; a numeric IPv6 address keeps its brackets."""
    text = host.decode("latin-1").lower()
    return text.partition("]")[0] + "]" if text.startswith("[") else text.partition(":")[0]
