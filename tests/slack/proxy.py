"""A proxy in front of the local Slack that is as strict as the real one: limits, 429s, a record of calls."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from bot.slack.blocks.limits import violations


@dataclass
class Proxy:
    """What the proxy saw, and what it is told to refuse."""

    target: str
    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    throttle: Counter[str] = field(default_factory=Counter)
    """Method → how many of its next calls are answered 429."""
    metadata: dict[str, Any] = field(default_factory=dict)
    """Message → its metadata, which the local Slack forgets."""
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Method → fields laid over the local Slack's answer, for what it does not know."""

    def sent(self, method: str) -> list[dict[str, Any]]:
        """The bodies of all calls of a method."""
        return [body for name, body in self.calls if name == method]

    def answer(self, method: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """One call: refused, throttled, or passed on."""
        content = _content(body, headers.get("content-type", ""))
        if self.throttle[method] > 0:
            self.throttle[method] -= 1
            return 429, {"Retry-After": "1"}, b'{"ok": false, "error": "ratelimited"}'
        problems = violations(content.get("blocks") or [])
        if problems:
            self.refused += problems
            return (
                200,
                {},
                json.dumps({"ok": False, "error": "invalid_blocks", "problems": problems}).encode(),
            )
        self.calls.append((method, content))
        return self._forward(method, body, headers)

    def _forward(
        self, method: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        kept = {name: headers[name] for name in ("authorization", "content-type") if name in headers}
        request = urllib.request.Request(f"{self.target}/api/{method}", data=body, headers=kept)
        with urllib.request.urlopen(request, timeout=15) as reply:
            found = json.loads(reply.read())
        if method == "chat.postMessage" and found.get("ok"):
            self.metadata[found["ts"]] = json.loads(body).get("metadata") if body else None
        for one in found.get("messages", ()) if method.startswith("conversations.") else ():
            one["metadata"] = self.metadata.get(one["ts"]) or {}
        for name, extra in self.answers.get(method, {}).items():
            found[name] = {**found.get(name, {}), **extra} if isinstance(extra, dict) else extra
        return 200, {}, json.dumps(found).encode()


def _content(body: bytes, kind: str) -> dict[str, Any]:
    if "json" in kind:
        return dict(json.loads(body or b"{}"))
    fields: dict[str, Any] = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    if isinstance(fields.get("blocks"), str):
        fields["blocks"] = json.loads(fields["blocks"])
    return fields


@contextmanager
def proxied(target: str) -> Iterator[Proxy]:
    """Start the proxy on a free port of the loopback interface."""
    proxy = Proxy(target)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, extra, content = proxy.answer(self.path.rsplit("/", 1)[-1], body, headers)
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **extra}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy.url = f"http://127.0.0.1:{server.server_address[1]}/api/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
