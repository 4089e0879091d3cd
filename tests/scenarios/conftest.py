"""The real door: the command line called in this process, with what it said and how it ended."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Said:
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output, which must be one JSON document and nothing else."""
        return json.loads(self.out)


Door = Callable[..., Said]


@pytest.fixture
def door(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], home: Path
) -> Callable[..., Said]:
    """Runs a command in a data folder; without one, in an empty folder of the test's own."""
    from bot.cli.main import main

    def run(*arguments: object, home: Path = home) -> Said:
        monkeypatch.setenv("EARFUL_HOME", str(home))
        capfd.readouterr()
        try:
            status = main([str(one) for one in arguments])
        except SystemExit as ended:  # argparse ends the process itself
            status = int(ended.code or 0)
        out, err = capfd.readouterr()
        return Said(status, out, err)

    return run


@pytest.fixture(scope="session")
def shop(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the refreshed company that tests may ask, but not change."""
    return Path(shutil.copytree(company, tmp_path_factory.mktemp("shop") / "home"))


@pytest.fixture
def own(company: Path, tmp_path: Path) -> Path:
    """A copy of the refreshed company that one test may change."""
    return Path(shutil.copytree(company, tmp_path / "own"))
