"""What every test may ask for: the shared data, a home of its own, and no network for models."""

import os
from pathlib import Path

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the project; without it the test is skipped."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the real data in {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the demo company, taken in and refreshed; copy it to change it.

    ``EARFUL_TEST_COMPANY`` names one that was filled before, to save its minute while tests are written.
    """
    if "EARFUL_TEST_COMPANY" in os.environ:
        return Path(os.environ["EARFUL_TEST_COMPANY"])
    from datetime import timedelta

    from bot.bootstrap import build
    from bot.cli.terminal import Terminal
    from bot.clock import now
    from bot.demo.show import demo_settings, fill, prepare
    from bot.settings import Settings

    settings = demo_settings(Settings(), tmp_path_factory.mktemp("company") / "home")
    last_day = now().date() - timedelta(days=1)
    prepare(settings.folder, last_day)
    wired = build(settings)
    try:
        fill(wired, last_day, Terminal())
    finally:
        wired.close()
    return settings.folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, which every command of the test uses."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("EARFUL_HOME", str(folder))
    for name in ("EARFUL_DATABASE_URL", "EARFUL_CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)
    return folder
