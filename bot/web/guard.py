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

_HEADERS = [
    # No script at all: what customers wrote can never run, whatever it holds.
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
]


class Guard:
    """Asks for the password where one is set, and adds the headers that keep a browser strict."""

    def __init__(self, app: ASGIApp, password: str) -> None:
        self._app = app
        self._password = password

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._password and scope["path"] not in OPEN and not self._known(scope):
            refusal = PlainTextResponse(
                "The password is the value of EARFUL_WEB_TOKEN; the name does not matter.",
                status_code=401,
                headers={"WWW-Authenticate": 'Basic realm="earful", charset="UTF-8"'},
            )
            await refusal(scope, receive, send)
            return

        async def strict(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]  # type: ignore[misc]
            await send(message)

        await self._app(scope, receive, strict)  # type: ignore[arg-type]  # starlette's Message is a dict

    def _known(self, scope: Scope) -> bool:
        given = dict(scope["headers"]).get(b"authorization", b"")
        scheme, _, code = given.partition(b" ")
        if scheme.lower() != b"basic":
            return False
        try:
            _, _, password = base64.b64decode(code, validate=True).partition(b":")
        except binascii.Error:
            return False
        return hmac.compare_digest(password, self._password.encode())
