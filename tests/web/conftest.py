"""The pages of the demo company, served without a network."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Application, build
from bot.settings import Settings
from tests.web.visiting import visit


@pytest.fixture(scope="session")
def filled(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the company, because looking at customers is written to its audit."""
    folder = tmp_path_factory.mktemp("pages") / "home"
    shutil.copytree(company, folder)
    return folder


@pytest.fixture(scope="session")
def wired(filled: Path) -> Iterator[Application]:
    """The application over the company."""
    made = build(Settings(home=str(filled), currency="GBP"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def pages(wired: Application) -> TestClient:
    """A browser on this machine."""
    return visit(wired)


@pytest.fixture
def anew(tmp_path: Path) -> Iterator[Callable[..., Application]]:
    """Makes applications over an empty folder, with these settings."""
    made: list[Application] = []

    def make(**settings: str) -> Application:
        made.append(build(Settings(**{"home": str(tmp_path / "home")} | settings)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()
