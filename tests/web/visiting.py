"""Browsers for the tests, and a store that fails."""

from starlette.testclient import TestClient

from bot.bootstrap import Application
from bot.web.app import build_web


class BrokenStore:
    """A store in which nothing is where it should be, with a customer's words in what it raises."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(f"{name}: the customer said something private")

    def close(self) -> None:
        """Nothing to give back."""


def visit(wired: Application, **headers: str) -> TestClient:
    """A browser on this machine that sees failures as pages, as a person does."""
    return TestClient(
        build_web(wired, "127.0.0.1", None),
        base_url="http://127.0.0.1:8000",
        headers=headers,
        raise_server_exceptions=False,
    )
