"""Forms: what a page sends back, taken only from our own pages."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

LARGEST = 20_000
"""Bytes of a form; ours are far smaller."""
FIELD = "token"
OWN_SITE = ("same-origin", "none")
NOBODY = "page"

_SECRET = secrets.token_bytes(32)


def token(path: str) -> str:
    """What a form on our pages carries: a page from elsewhere can send a form, but cannot read this.

    Of this process and for one address; after a new start a page has to be loaded again (OWASP, Cross-Site
    Request Forgery Prevention, HMAC-based token).
    """
    return hmac.new(_SECRET, path.encode(), "sha256").hexdigest()


async def sent(request: Request) -> Mapping[str, str]:
    """The fields of a form sent from our own page; the others are refused.

    Raises:
        HTTPException: it comes from another site, lacks the token, or is no form (403, 413).
    """
    if request.headers.get("sec-fetch-site", "none") not in OWN_SITE:
        raise HTTPException(403)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(413)
    try:
        fields = dict(parse_qsl(body.decode("utf-8"), max_num_fields=50))
    except ValueError as broken:
        raise HTTPException(403) from broken
    if not hmac.compare_digest(fields.get(FIELD, "").encode(), token(request.url.path).encode()):
        raise HTTPException(403)
    return {name: plain(value) for name, value in fields.items()}


def plain(text: str) -> str:
    """A value without control characters, which no database takes."""
    return "".join(sign for sign in text if sign >= " " and sign != "\x7f").strip()


def signed_in(request: Request) -> str:
    """The name that the browser gave with the password; a page without one has no names."""
    _, _, code = request.headers.get("authorization", "").partition(" ")
    try:
        name, _, _ = base64.b64decode(code, validate=True).decode("utf-8", "replace").partition(":")
    except binascii.Error:
        return NOBODY
    return plain(name)[:80] or NOBODY
