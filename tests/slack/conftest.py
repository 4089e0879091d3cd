"""The company's data for tests of Slack."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def data(company: Path, tmp_path: Path) -> Path:
    """A copy of the refreshed company that the test may change."""
    return Path(shutil.copytree(company, tmp_path / "company"))
