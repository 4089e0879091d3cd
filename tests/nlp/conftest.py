"""The real encoder, built once into the folder that the program itself uses."""

import os
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from nlp.encoder import EncoderSpec, Perceiver, load


@pytest.fixture(scope="session")
def models() -> Path:
    """Where built models are kept."""
    return Path(os.environ.get("EARFUL_MODELS") or user_cache_path("earful") / "models")


@pytest.fixture(scope="session")
def encoder(models: Path) -> Perceiver:
    """The shipped encoder."""
    return load(EncoderSpec(cache=models))
